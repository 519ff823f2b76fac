import Synchronization

/// Stops the process's computation at the first value that is not finite, for whoever looks for where it comes from.
///
/// Once armed, every program that runs looks at what it computes, operation by operation; that is slow. A search that
/// only passes through such a point stops too.
public enum NonFiniteTrap {
  private static let armed = Atomic<Bool>(false)
  private static let first = Mutex<String?>(nil)

  /// Sets the trap. It stays set until the process ends.
  public static func arm() { armed.store(true, ordering: .relaxed) }

  public static var isArmed: Bool { armed.load(ordering: .relaxed) }

  /// The operation that sprang the trap, and where.
  public static var found: String? { first.withLock { $0 } }

  /// Notes an operation, unless another was before it, and asks everything that runs to stop.
  public static func spring(_ operation: String) {
    first.withLock { $0 = $0 ?? operation }
    Cancellation.request()
  }
}
