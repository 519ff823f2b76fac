/// Everything that is wrong with the manifests that were read, in the order of their text.
public struct ManifestErrors: Error, Sendable, CustomStringConvertible {
  public let problems: [Problem]
  /// How many more there are than the first thousand, which are kept.
  public let omitted: Int

  public init(_ problems: [Problem], omitted: Int = 0) {
    self.problems = problems
    self.omitted = omitted
  }

  /// Each problem as it prints, one below the other.
  public var description: String {
    var lines = problems.map(\.description)
    if omitted > 0 { lines.append("… and \(omitted) more") }
    return lines.joined(separator: "\n")
  }
}
