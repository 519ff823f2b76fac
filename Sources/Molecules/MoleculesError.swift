/// What makes a box, a neighbour list or a motion impossible: where, what was found, and what to do.
public struct MoleculesError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The frame, atom or quantity concerned.
  public let place: String
  /// What was found, what was expected and the remedy.
  public let reason: String

  public init(_ place: String, _ reason: String) { (self.place, self.reason) = (place, reason) }

  public var description: String { "\(place): \(reason)" }
}
