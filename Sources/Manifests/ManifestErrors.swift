import YAML

/// Everything that is wrong with the manifests that were read, in the order of their text.
public struct ManifestErrors: Error, Sendable, CustomStringConvertible {
  public let problems: [Problem]
  /// How many more there are than the first thousand, which are kept.
  public let omitted: Int

  public init(_ problems: [Problem], omitted: Int = 0) {
    self.problems = problems
    self.omitted = omitted
  }

  /// Problems that several checks found: in the order of their text, each told once.
  public init(gathered problems: [Problem]) {
    var kept: [Problem] = []
    for problem in problems {
      let isKnown = kept.contains {
        $0.mark?.offset == problem.mark?.offset && UTF8Key($0.message) == UTF8Key(problem.message)
      }
      if !isKnown { kept.append(problem) }
    }
    self.init(kept.inOrderOfText)
  }

  /// Each problem as it prints, one below the other.
  public var description: String {
    var lines = problems.map(\.description)
    if omitted > 0 { lines.append("… and \(omitted) more") }
    return lines.joined(separator: "\n")
  }
}

extension [Problem] {
  /// In the order of the text; those of no single line first.
  var inOrderOfText: [Problem] {
    enumerated().sorted { a, b in
      (a.element.mark?.offset ?? -1, a.offset) < (b.element.mark?.offset ?? -1, b.offset)
    }.map(\.element)
  }
}
