import Documents
import Figures
import Git
import Glibc

extension Workshop {
  /// `gnuplot 5.4 patchlevel 4`; nil when there is none on the PATH.
  public static func gnuplotVersion() throws -> String? { try Gnuplot.find()?.version }

  /// The version of libgit2 that runs.
  public static var libraryVersion: String { Repository.libraryVersion }
}

/// The machine, as records name it.
enum Host {
  static var name: String {
    var buffer = [CChar](repeating: 0, count: 256)
    guard gethostname(&buffer, buffer.count - 1) == 0 else { return "localhost" }
    return buffer.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
  }

  /// Versions of what takes part in every run.
  static var versions: [JSON.Member] {
    [
      JSON.Member(key: "libgit2", value: .string(Repository.libraryVersion)),
      JSON.Member(key: "system", value: .string(system)),
    ]
  }

  private static var system: String {
    var names = utsname()
    guard uname(&names) == 0 else { return "Linux" }
    func text<Field>(_ field: Field) -> String {
      withUnsafeBytes(of: field) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }
    return "\(text(names.sysname)) \(text(names.release)) \(text(names.machine))"
  }
}

/// The clock. It tells circumstances; no outcome can see it.
enum Clock {
  struct Instant {
    /// Since 1970, UTC.
    let milliseconds: Int64
    fileprivate let monotonic: timespec
  }

  static func now() -> Instant {
    var real = timespec()
    var monotonic = timespec()
    clock_gettime(CLOCK_REALTIME, &real)
    clock_gettime(CLOCK_MONOTONIC, &monotonic)
    return Instant(milliseconds: Int64(real.tv_sec) * 1000 + Int64(real.tv_nsec) / 1_000_000, monotonic: monotonic)
  }

  static func seconds(since start: Instant) -> Double {
    let now = now().monotonic
    return Double(now.tv_sec - start.monotonic.tv_sec) + Double(now.tv_nsec - start.monotonic.tv_nsec) * 1e-9
  }
}
