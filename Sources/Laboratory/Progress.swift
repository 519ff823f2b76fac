import Determinism

/// What an experiment says while it works. It is heard by people alone: nothing that is said here can reach an
/// outcome.
public struct Progress: Sendable {
  /// One sign of life.
  public struct Event: Sendable {
    /// What is being done, in a few words: `fit`, `strong alone`, `profile of tau`.
    public let stage: String
    /// The part of the work that is done, 0…1, or nil where it can't be known.
    public let fraction: Double?
    /// The figure of merit at this moment: `χ² = 143.2`.
    public let metric: String?
  }

  private let hear: @Sendable (Event) -> Void

  /// - Parameter hear: called for every event, on the thread that works.
  public init(hear: @escaping @Sendable (Event) -> Void) { self.hear = hear }

  /// Nobody listens.
  public static let silent = Progress { _ in }

  /// Tells how far the work is.
  /// - Throws: `Interruption` when the user asked to stop: a long computation passes here often.
  public func report(_ stage: String, fraction: Double? = nil, metric: String? = nil) throws(Interruption) {
    try Interruption.check()
    hear(Event(stage: stage, fraction: fraction, metric: metric))
  }
}

/// The user asked to stop. The run is recorded as interrupted, without an outcome.
public struct Interruption: Error, CustomStringConvertible {
  public init() {}

  public var description: String { "interrupted" }

  /// Throws when the user asked to stop.
  public static func check() throws(Interruption) {
    if Cancellation.isRequested { throw Interruption() }
  }
}
