/// How a run ended. Every run is recorded, also the one that produced nothing.
public enum RunStatus: Sendable, Equatable {
  /// It ran to its end and has an outcome.
  case completed
  /// It failed, and why: `not finite at step 17: tau`.
  case failed(String)
  /// The user or the system stopped it.
  case interrupted

  /// One word: `completed`, `failed`, `interrupted`.
  public var word: String {
    switch self {
    case .completed: "completed"
    case .failed: "failed"
    case .interrupted: "interrupted"
    }
  }
}
