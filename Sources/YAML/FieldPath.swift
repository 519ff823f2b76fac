/// The way from a document's root to one of its nodes, written `parameters.tau.start` or `starts[0][2]`.
public struct FieldPath: Sendable, Hashable, CustomStringConvertible {
  public enum Step: Sendable, Hashable {
    case key(String)
    case index(Int)
  }

  public var steps: [Step]

  public init(_ steps: [Step] = []) { self.steps = steps }

  /// Reads `parameters.tau.start` or `layers[0].channels`; `nil` where a step is empty or an index no number.
  public init?(parsing text: String) {
    steps = []
    for part in text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false) {
      let pieces = part.split(separator: UInt8(ascii: "["), omittingEmptySubsequences: false)
      guard let key = pieces.first, !key.isEmpty, !key.contains(UInt8(ascii: "]")) else { return nil }
      steps.append(.key(String(Substring(key))))
      for piece in pieces.dropFirst() {
        guard piece.last == UInt8(ascii: "]"), let index = Int(Substring(piece.dropLast())), index >= 0 else {
          return nil
        }
        steps.append(.index(index))
      }
    }
  }

  public var description: String {
    var text = ""
    for step in steps {
      switch step {
      case .key(let key): text += text.isEmpty ? key : "." + key
      case .index(let index): text += "[\(index)]"
      }
    }
    return text
  }

  public static func + (path: FieldPath, step: Step) -> FieldPath { FieldPath(path.steps + [step]) }
}
