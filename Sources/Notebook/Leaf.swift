import Documents

/// One value of a document and the way to it.
struct Leaf {
  let path: [String]
  let value: JSON

  /// `parameters.tau.value`
  var name: String { path.joined(separator: ".") }

  /// Every leaf of a document, in its order; an array of scalars is one leaf.
  static func all(of document: JSON, under path: [String] = []) -> [Leaf] {
    switch document {
    case .object(let members): members.flatMap { all(of: $0.value, under: path + [$0.key]) }
    case .array(let elements) where elements.contains { $0.asObject != nil || $0.asArray != nil }:
      elements.enumerated().flatMap { all(of: $0.element, under: path + [String($0.offset)]) }
    case .array(let elements): elements.isEmpty ? [] : [Leaf(path: path, value: document)]
    default: [Leaf(path: path, value: document)]
    }
  }
}
