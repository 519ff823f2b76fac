import Determinism
import Documents
import YAML

extension Schema {
  /// One of some words.
  /// ```swift
  /// .choice(["huber": Loss.huber, "cauchy": .cauchy])
  /// ```
  public static func choice(_ options: KeyValuePairs<String, Value>) -> Schema {
    choice(options.map { ($0.key, $0.value) })
  }

  /// One of the cases of an enumeration, by raw value.
  public static func choice(of type: Value.Type = Value.self) -> Schema
  where Value: CaseIterable & RawRepresentable<String> {
    choice(type.allCases.map { ($0.rawValue, $0) })
  }

  static func choice(_ options: [(word: String, value: Value)]) -> Schema {
    precondition(!options.isEmpty, "Schema.choice: there is nothing to choose from")
    @Sendable func expectation() -> String {
      listed(options.map(\.word))
    }
    return Schema(
      expectation: expectation(), accepts: { node in options.contains { $0.word.isSame(as: node.scalar?.text ?? "") } },
      read: { node, reading in
        guard let text = node.scalar?.text, let option = options.first(where: { $0.word.isSame(as: text) }) else {
          let suggestion = node.scalar.flatMap { nearestName(to: $0.text, among: options.map(\.word)) }
          reading.mismatch(expectation(), node, suggestion: suggestion)
          return nil
        }
        return Decoded(option.value, .string(option.word))
      },
      json: { ["enum": JSON(options.map(\.word))] }, example: { options[0].value })
  }
}

/// “a”, “a or b”, “a, b or c”.
func listed(_ words: [String]) -> String {
  guard let last = words.last, words.count > 1 else { return words.first ?? "" }
  return words.dropLast().joined(separator: ", ") + " or " + last
}
