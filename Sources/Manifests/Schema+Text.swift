import Documents
import YAML

extension Schema where Value == String {
  /// A text, in quotes or not: `no`, `1e-5` and `2020` are texts too where a text is due. Not empty.
  /// - Parameters:
  ///   - expectation: what is due, as messages say it.
  ///   - example: one that every check refined on top of this accepts.
  public static func text(_ expectation: String = "a text", example: String = "text") -> Schema {
    Schema(
      expectation: expectation, accepts: { $0.scalar != nil },
      read: { node, reading in
        guard let scalar = node.scalar, !scalar.text.isEmpty else {
          reading.mismatch(expectation, node)
          return nil
        }
        return Decoded(scalar.text, .string(scalar.text))
      },
      // An editor types `unit: 1` before it asks the schema; we do not.
      json: { ["type": ["string", "number", "boolean"], "minLength": 1] }, example: { example })
  }

  public static var text: Schema { text() }

  /// A text that obeys a rule for names.
  public static func name(_ rule: NameRule) -> Schema {
    let text = text(rule.expectation, example: rule.example)
    return Schema(
      expectation: text.expectation, accepts: text.accepts,
      read: { node, reading in
        guard let decoded = text.read(node, reading) else { return nil }
        guard rule.allows(decoded.value) else {
          reading.mismatch(rule.expectation, node)
          return nil
        }
        return decoded
      },
      json: { rule.json }, example: text.example)
  }
}

extension Schema where Value == Bool {
  /// `true` or `on`, `false` or `off`, without quotes.
  public static var boolean: Schema {
    Schema(
      expectation: "true or false", accepts: { $0.plainText.flatMap(truth) != nil },
      read: { node, reading in
        guard let value = node.plainText.flatMap(truth) else {
          let suggestion = node.scalar.flatMap { bare(truth: $0.text) }
          reading.mismatch("true or false", node, suggestion: suggestion)
          return nil
        }
        return Decoded(value, .bool(value))
      },
      json: { ["enum": [true, false, "on", "off"]] }, example: { false })
  }
}

private func truth(_ text: String) -> Bool? {
  switch text {
  case "true", "on": true
  case "false", "off": false
  default: nil
  }
}

/// The word of ours for a truth value that other readers of YAML take.
private func bare(truth text: String) -> String? {
  switch text.lowercased() {
  case "true", "yes", "y", "on", "1": "true"
  case "false", "no", "n", "off", "0": "false"
  default: nil
  }
}

/// Which texts may name a thing.
public struct NameRule: Sendable {
  /// What is due, as messages say it.
  let expectation: String
  let example: String
  /// The rule as a regular expression of ECMA 262, for editors; `nil` where any text will do.
  let pattern: String?
  let allows: @Sendable (String) -> Bool

  /// A name of a variable: a letter or `_`, then letters, digits and `_`, all ASCII.
  public static let identifier = NameRule(
    expectation: "a name of letters, digits and _, not beginning with a digit", example: "name",
    pattern: "^[A-Za-z_][A-Za-z0-9_]*$"
  ) { text in
    !text.isEmpty && !(48...57).contains(text.utf8.first ?? 48)
      && text.utf8.allSatisfy { isLetterOrDigit($0) || $0 == 95 }
  }

  /// Any text but an empty one, for names that only people read.
  public static let label = NameRule(expectation: "a name", example: "name", pattern: nil) { !$0.isEmpty }

  /// An experiment's name: lower-case letters, digits and `-`, in parts joined by `/`.
  public static let experiment = NameRule(
    expectation: "a name of lower-case letters, digits and -, parted by /", example: "name",
    pattern: "^[a-z0-9-]+(/[a-z0-9-]+)*$"
  ) { text in
    text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).allSatisfy { part in
      !part.isEmpty && part.allSatisfy { isLetterOrDigit($0) && !(65...90).contains($0) || $0 == UInt8(ascii: "-") }
    }
  }

  var json: JSON {
    guard let pattern else { return ["type": ["string", "number", "boolean"], "minLength": 1] }
    return ["type": ["string", "number", "boolean"], "pattern": .string(pattern)]
  }
}

private func isLetterOrDigit(_ byte: UInt8) -> Bool {
  (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
}
