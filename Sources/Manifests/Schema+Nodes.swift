import Determinism
import Documents
import YAML

extension Schema where Value == YAMLNode {
  /// A mapping as it stands, read later.
  static var mapping: Schema {
    Schema(
      expectation: "a mapping", accepts: { $0.entries != nil },
      read: { node, reading in
        guard node.entries != nil else {
          reading.mismatch("a mapping", node)
          return nil
        }
        return Decoded(node, nil)
      },
      json: { ["type": "object"] }, example: { YAMLNode([:]) })
  }

  /// A scalar as it stands, read later.
  static var scalar: Schema {
    Schema(
      expectation: "a number, a text, true or false", accepts: { $0.scalar != nil },
      read: { node, reading in
        guard let scalar = node.scalar else {
          reading.mismatch("a number, a text, true or false", node)
          return nil
        }
        return Decoded(node, scalar.canonical)
      },
      json: { ["type": ["number", "string", "boolean"]] }, example: { YAMLNode(1) })
  }
}

extension YAMLNode.Scalar {
  /// The type that the scalar looks like: here no schema is at hand to tell.
  fileprivate var canonical: JSON {
    guard style == .plain else { return .string(text) }
    if ["true", "on", "false", "off"].contains(text) { return .bool(text == "true" || text == "on") }
    if let integer = Numeral.parseInteger(text) { return .integer(integer) }
    if let number = Numeral.parse(text), number.isFinite { return .number(number) }
    return .string(text)
  }
}

extension Schema {
  /// The same, but absent from the canonical form.
  var leavingNoTrace: Schema {
    Schema(
      expectation: expectation, unit: unit, accepts: accepts,
      read: { node, reading in read(node, reading).map { Decoded($0.value, nil) } },
      json: json, example: example)
  }
}
