import Synchronization

/// Whether the user asked the process to stop. Long computations look here often and end early; what they then give
/// is of no use, and nobody may record it.
public enum Cancellation {
  private static let requested = Atomic<Bool>(false)

  /// Asks everything that runs to stop. Safe in a signal handler.
  public static func request() { requested.store(true, ordering: .relaxed) }

  public static var isRequested: Bool { requested.load(ordering: .relaxed) }
}
