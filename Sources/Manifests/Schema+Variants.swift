import Determinism
import Documents
import YAML

/// One way to write a choice: a bare word, or a word with fields of its own.
public struct Variant<Value: Sendable>: Sendable {
  let word: String
  let documentation: String
  let content: Content

  enum Content: Sendable {
    case word(Value)
    case schema(Schema<Value>)
  }

  /// `poisson`.
  public static func word(_ word: String, _ value: Value, _ documentation: String) -> Variant {
    Variant(word: word, documentation: documentation, content: .word(value))
  }

  /// `{gaussian: …}`, with any value after the word.
  public static func value(_ word: String, _ schema: Schema<Value>, _ documentation: String) -> Variant {
    Variant(word: word, documentation: documentation, content: .schema(schema))
  }

  /// `{gaussian: {sigma: 2}}`.
  public static func record(
    _ word: String, _ documentation: String, _ declare: @escaping @Sendable (inout Fields) -> Value
  ) -> Variant {
    Variant(word: word, documentation: documentation, content: .schema(.record(declare)))
  }
}

extension Schema {
  /// One of several words, each bare (`poisson`) or the one key of a mapping (`{gaussian: {sigma: 2}}`).
  ///
  /// A word may appear twice, bare and with fields.
  public static func variants(_ variants: [Variant<Value>]) -> Schema {
    precondition(!variants.isEmpty, "Schema.variants: there is nothing to choose from")
    let reader = VariantReader(variants: variants)
    return Schema(
      expectation: reader.expectation, accepts: { $0.scalar != nil || $0.entries != nil },
      read: { node, reading in reader.read(node, reading) },
      json: { ["anyOf": .array(variants.map(\.json))] },
      example: {
        switch variants[0].content {
        case .word(let value): value
        case .schema(let schema): schema.example()
        }
      })
  }
}

extension Variant {
  fileprivate var json: JSON {
    switch content {
    case .word: ["const": .string(word), "description": .string(documentation)]
    case .schema(let schema):
      [
        "type": "object", "description": .string(documentation),
        "properties": .object([JSON.Member(key: word, value: schema.json())]),
        "required": [.string(word)], "additionalProperties": false,
      ]
    }
  }
}

private struct VariantReader<Value: Sendable>: Sendable {
  let variants: [Variant<Value>]

  /// “poisson or {gaussian: …}”.
  var expectation: String {
    listed(
      variants.map { variant in
        if case .word = variant.content { variant.word } else { "{\(variant.word): …}" }
      })
  }

  func read(_ node: YAMLNode, _ reading: Reading) -> Decoded<Value>? {
    if let entries = node.entries { return read(entries, of: node, reading) }
    let text = node.scalar?.text
    for variant in variants where variant.word.isSame(as: text ?? "") {
      if case .word(let value) = variant.content { return Decoded(value, .string(variant.word)) }
    }
    let suggestion = text.flatMap { nearestName(to: $0, among: variants.map(\.word)) }
    reading.mismatch(expectation, node, suggestion: suggestion == text ? nil : suggestion)
    return nil
  }

  private func read(_ entries: [YAMLNode.Entry], of node: YAMLNode, _ reading: Reading) -> Decoded<Value>? {
    guard let entry = entries.first, entries.count == 1 else {
      reading.mismatch(expectation, node, found: "a mapping of \(entries.count) keys; give one")
      return nil
    }
    for variant in variants where variant.word.isSame(as: entry.key) {
      guard case .schema(let schema) = variant.content else { continue }
      return reading.descend(.key(entry.key)) { schema.read(entry.value, reading) }.map { decoded in
        Decoded(decoded.value, .object([JSON.Member(key: entry.key, value: decoded.document ?? .null)]))
      }
    }
    let suggestion = nearestName(to: entry.key, among: variants.map(\.word))
    reading.add(
      "expected \(expectation), found \(quoted(entry.key)) with a value", at: entry.mark,
      suggestion: suggestion == entry.key ? nil : suggestion)
    return nil
  }
}
