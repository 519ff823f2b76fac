import CKernels
import Glibc

/// The threads that work on one piece of work together.
///
/// Work is cut into chunks **by its shape alone**, never by the number of threads; each chunk writes outputs of its
/// own. So how many threads there are, and which of them takes which chunk, cannot reach a result. **Not** for
/// sums across chunks: add the chunks' results up afterwards, in a fixed order.
public struct WorkerPool: Sendable {
  /// The pool of this process.
  public static let shared = WorkerPool()

  /// The most threads that can be asked for.
  public static let limit = Int(KN_POOL_LIMIT)

  /// How many threads work, the calling one included.
  public static var threadCount: Int {
    _ = shared
    return Int(kn_pool_threads())
  }

  /// Starts from `KANON_THREADS`, or one thread per processor. A value that is no count gives one thread here;
  /// `setThreadCount()` is what refuses it aloud.
  private init() {
    let count = try? Self.threadCount(asked: Self.environmentValue)
    _ = kn_pool_set_threads(Int32(count ?? 1))
  }

  /// Sets the number of threads; `nil` means what `KANON_THREADS` says, or else one per processor.
  ///
  /// Waits for work under way; traps when called from inside a chunk. Results are the same for every count.
  /// - Throws: `DeterminismError` for a count outside 1...64, also for one in `KANON_THREADS`.
  public static func setThreadCount(_ count: Int? = nil) throws(DeterminismError) {
    let chosen =
      if let count {
        try checked(count, place: "threads", found: "\(count)")
      } else {
        try threadCount(asked: environmentValue)
      }
    _ = shared
    precondition(kn_pool_set_threads(Int32(chosen)) == 0, "WorkerPool.setThreadCount: called from inside a chunk")
  }

  /// Calls `body` once for each chunk in `0..<chunks` and returns when all are done.
  ///
  /// Chunks run in any order and at once, so they may only write what no other chunk touches. Each runs in the
  /// default floating-point environment. Nested calls, and calls while another thread uses the pool, run serially.
  /// Cost: 0.1 µs while the threads are awake, so worth it above some 2 µs of work. After some 50 µs without work they
  /// sleep; they are woken, for 3 µs, when the work seems long enough for their help to come in time.
  public func forEach(chunks: Int, _ body: @Sendable (Int) -> Void) {
    precondition(chunks >= 0, "WorkerPool.forEach: \(chunks) chunks; a count is due")
    withoutActuallyEscaping(body) { body in
      withUnsafePointer(to: body) { body in
        kn_pool_run(
          { context, chunk in
            guard let context else { return }
            context.assumingMemoryBound(to: (@Sendable (Int) -> Void).self).pointee(Int(chunk))
          }, UnsafeMutableRawPointer(mutating: body), chunks)
      }
    }
  }

  /// What `KANON_THREADS` asks for: one per processor when it is not set.
  package static func threadCount(asked text: String?) throws(DeterminismError) -> Int {
    guard let text else { return Int(kn_pool_processors()) }
    let count = Numeral.parseInteger(text).flatMap { Int(exactly: $0) }
    return try checked(count, place: "KANON_THREADS", found: "\"\(text)\"")
  }

  private static func checked(_ count: Int?, place: String, found: String) throws(DeterminismError) -> Int {
    guard let count, (1...limit).contains(count) else {
      throw DeterminismError(
        place: place, found: found, expected: "a whole number from 1 to \(limit)",
        remedy: "results are the same for every number of threads, so any will do")
    }
    return count
  }

  private static var environmentValue: String? { getenv("KANON_THREADS").map { String(cString: $0) } }
}
