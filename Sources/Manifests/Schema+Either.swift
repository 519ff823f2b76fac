import Documents
import YAML

extension Schema {
  /// One of several forms, told apart by how the node looks: a number, a text, a list, a mapping.
  ///
  /// ```swift
  /// .either(.number.map { Truth($0) }, .record { fields in … })
  /// ```
  /// The first form that a node looks like reads it, so a form that any text fits belongs behind the narrower ones.
  public static func either(_ forms: Schema...) -> Schema {
    precondition(!forms.isEmpty, "Schema.either: there is no form to choose from")
    @Sendable func expectation() -> String {
      listed(forms.map(\.expectation))
    }
    return Schema(
      expectation: expectation(), accepts: { node in forms.contains { $0.accepts(node) } },
      read: { node, reading in
        guard let form = forms.first(where: { $0.accepts(node) }) else {
          reading.mismatch(expectation(), node, found: node.shownForNumber)
          return nil
        }
        return form.read(node, reading)
      },
      json: { ["anyOf": .array(forms.map { $0.json() })] }, example: forms[0].example)
  }

  /// The same, but meant only for mappings that have this key: tells forms apart that are mappings both.
  public func recognized(byKey key: String) -> Schema {
    Schema(
      expectation: "\(expectation) with \(key)", unit: unit, accepts: { $0[key] != nil },
      read: read, json: json, example: example)
  }
}
