/// What stands in the way of reproducible arithmetic in this process: where, what was found, what was expected,
/// and what to do about it.
public struct DeterminismError: Error, Equatable, CustomStringConvertible {
  /// The setting or register that is wrong, such as `KANON_THREADS`.
  public let place: String
  /// What stands there.
  public let found: String
  /// What would have been right.
  public let expected: String
  /// What to do.
  public let remedy: String

  public init(place: String, found: String, expected: String, remedy: String) {
    self.place = place
    self.found = found
    self.expected = expected
    self.remedy = remedy
  }

  public var description: String { "\(place): expected \(expected), found \(found); \(remedy)" }
}
