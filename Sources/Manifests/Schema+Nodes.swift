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
        return Decoded(node, .string(scalar.text))
      },
      json: { ["type": ["number", "string", "boolean"]] }, example: { YAMLNode(1) })
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
