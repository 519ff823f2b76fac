public import Documents

/// The JSON Schema of all manifests, made from the declarations that read them.
public enum ManifestSchema {
  /// A schema of draft 2020-12 for the given kinds, for editors and `yaml-language-server`.
  ///
  /// It is built of what draft 7 knows too: each kind is one closed object, chosen by `kind`.
  public static func json(kinds: [any ManifestKind.Type]) -> JSON {
    var definitions: [JSON.Member] = []
    var choices: [JSON] = []
    for kind in kinds {
      let name = kind.name
      definitions.append(JSON.Member(key: name, value: json(of: kind)))
      choices.append([
        "if": ["properties": ["kind": ["const": .string(name)]], "required": ["kind"]],
        "then": ["$ref": .string("#/$defs/\(name)")],
      ])
    }
    var fields = Fields()
    _ = Manifest(&fields, name: nil, kinds: kinds.map { $0.name }, budget: .headline)
    let common = fields.objectSchema
    return [
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "title": "Kanon manifest",
      "type": "object",
      "required": common["required"] ?? [],
      "properties": common["properties"] ?? [:],
      "allOf": .array(choices),
      "$defs": .object(definitions),
    ]
  }

  private static func json<Kind: ManifestKind>(of kind: Kind.Type) -> JSON {
    var fields = Fields()
    _ = Manifest(&fields, name: nil, kinds: [Kind.name], budget: .headline)
    _ = Kind.declare(&fields)
    var json: JSON = ["description": .string(Kind.summary)]
    for member in fields.objectSchema.asObject ?? [] { json[member.key] = member.value }
    var changes = json.partial
    if let members = changes["properties"]?.asObject {
      changes["properties"] = .object(members.filter { !Manifest.fixedFields.contains($0.key) })
    }
    var properties = json["properties"] ?? [:]
    properties["budgets"] = [
      "type": "object", "description": properties["budgets"]?["description"] ?? "",
      "properties": .object(Budget.allCases.map { JSON.Member(key: $0.rawValue, value: changes) }),
      "additionalProperties": false,
    ]
    json["properties"] = properties
    return json
  }
}
