public import YAML

/// Where a value was read: kept by those who may object to it later, when more is known.
public struct Place: Sendable {
  /// The way to the value.
  public let field: FieldPath
  /// Where it stands.
  public var mark: Mark { node.mark }

  let node: YAMLNode
  let source: SourceText
  /// Whether nothing stands here: the value is the example of a field that is missing or was refused.
  public internal(set) var isExample = false

  /// An objection to the value, or to the byte at `utf8Offset` of its text.
  ///
  /// The byte is found through quotes, escapes and folded lines, so that a parser of formulas can point into one.
  public func problem(_ message: String, at utf8Offset: Int? = nil, suggestion: String? = nil) -> Problem {
    Problem(message, at: mark(at: utf8Offset), field: field, in: source, suggestion: suggestion)
  }

  /// An objection of the form “expected …, found …”; without `found`, what stands there.
  public func problem(
    expected: String, found: String? = nil, at utf8Offset: Int? = nil, suggestion: String? = nil
  ) -> Problem {
    Problem(
      expected: expected, found: found ?? node.shown, at: mark(at: utf8Offset), field: field, in: source,
      suggestion: suggestion)
  }

  /// The place of one of the keys of the mapping that stands here.
  func key(_ entry: YAMLNode.Entry) -> Place {
    let text = YAMLNode.Content.scalar(YAMLNode.Scalar(entry.key, style: .plain))
    let node = YAMLNode(text, mark: entry.mark, end: entry.mark.offset + entry.key.utf8.count)
    return Place(field: field + .key(entry.key), node: node, source: source)
  }

  private func mark(at utf8Offset: Int?) -> Mark {
    utf8Offset.map { node.mark(at: $0, in: source) } ?? node.mark
  }
}

/// A value and where it was read.
@dynamicMemberLookup
public struct Located<Value: Sendable>: Sendable {
  public let value: Value
  public let place: Place

  public init(value: Value, place: Place) { (self.value, self.place) = (value, place) }

  public subscript<Member>(dynamicMember path: KeyPath<Value, Member>) -> Member { value[keyPath: path] }
}

/// A value under its name in a mapping, and where both were read.
public struct Named<Value: Sendable>: Sendable {
  public let name: String
  public let value: Value
  /// Where the name stands.
  public let namePlace: Place
  /// Where the value stands.
  public let place: Place
  /// Whether the value is the one that stands there; else that was refused, and the value is an example.
  public internal(set) var isSound = true
}

extension YAMLNode {
  /// The node as messages name it.
  var shown: String {
    let origin = alias == nil ? "" : " through an alias"
    return switch content {
    case .scalar(let scalar) where scalar.style == .plain && scalar.text.isEmpty: "nothing" + origin
    case .scalar(let scalar): quoted(scalar.text) + origin
    case .sequence: "a list" + origin
    case .mapping: "a mapping" + origin
    }
  }
}
