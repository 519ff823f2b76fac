/// What makes a fit impossible to set up: where, what was found, and what to do.
public struct FittingError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The parameter, dataset or formula concerned.
  public let place: String
  /// One sentence with what was found, what was expected and the remedy.
  public let reason: String

  public init(_ place: String, _ reason: String) {
    self.place = place
    self.reason = reason
  }

  public var description: String { "\(place): \(reason)" }
}
