/// What makes a structure, a pattern or a model of one unusable: where, what was found, and what to do.
public struct DiffractionError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The atom, symbol, parameter or file concerned.
  public let place: String
  /// What was found, what was expected and the remedy.
  public let reason: String

  public init(_ place: String, _ reason: String) { (self.place, self.reason) = (place, reason) }

  public var description: String { "\(place): \(reason)" }
}
