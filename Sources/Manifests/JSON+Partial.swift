import Documents

extension JSON {
  /// A JSON Schema that asks for the same, but for every field to be there: the form of changes to be merged.
  var partial: JSON {
    switch self {
    case .array(let items): .array(items.map(\.partial))
    case .object(let members):
      .object(
        members.compactMap { member in
          switch member.key {
          case "required", "minProperties", "minItems", "default": nil
          // The keys of properties are names of fields, not words of JSON Schema.
          case "properties": Member(key: member.key, value: member.value.partialProperties)
          case "const", "enum", "description": member
          default: Member(key: member.key, value: member.value.partial)
          }
        })
    default: self
    }
  }

  private var partialProperties: JSON {
    guard case .object(let members) = self else { return self }
    return .object(members.map { Member(key: $0.key, value: $0.value.partial) })
  }
}
