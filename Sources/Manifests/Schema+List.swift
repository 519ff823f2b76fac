import Documents
import YAML

extension Schema {
  /// A list of values of one kind.
  public static func list<Element>(
    of element: Schema<Element>, atLeast: Int = 0, atMost: Int? = nil
  ) -> Schema where Value == [Element] {
    @Sendable func expectation() -> String {
      "a list" + countPhrase(atLeast, atMost)
    }
    return Schema(
      expectation: expectation(),
      accepts: { if case .sequence = $0.content { true } else { false } },
      read: { node, reading in
        guard case .sequence(let items) = node.content else {
          reading.mismatch(expectation(), node)
          return nil
        }
        guard items.count >= atLeast, items.count <= atMost ?? .max else {
          reading.mismatch(expectation(), node, found: "\(items.count)")
          return nil
        }
        var values: [Element] = []
        var documents: [JSON] = []
        for (index, item) in items.enumerated() {
          guard let decoded = reading.descend(.index(index), { element.read(item, reading) }) else { continue }
          values.append(decoded.value)
          if let document = decoded.document { documents.append(document) }
        }
        return values.count == items.count ? Decoded(values, .array(documents)) : nil
      },
      json: {
        var json: JSON = ["type": "array", "items": element.json()]
        if atLeast > 0 { json["minItems"] = .integer(Int64(atLeast)) }
        if let atMost { json["maxItems"] = .integer(Int64(atMost)) }
        return json
      },
      example: { Array(repeating: element.example(), count: atLeast) })
  }

  /// A mapping from names to values of one kind, in the order of the text.
  public static func map<Element>(
    _ names: NameRule, to element: Schema<Element>, atLeast: Int = 0, atMost: Int? = nil
  ) -> Schema where Value == [Named<Element>] {
    @Sendable func expectation() -> String {
      "a mapping" + countPhrase(atLeast, atMost)
    }
    return Schema(
      expectation: expectation(), accepts: { $0.entries != nil },
      read: { node, reading in
        guard let entries = node.entries else {
          reading.mismatch(expectation(), node)
          return nil
        }
        guard entries.count >= atLeast, entries.count <= atMost ?? .max else {
          reading.mismatch(expectation(), node, found: "\(entries.count)")
          return nil
        }
        var values: [Named<Element>] = []
        var members: [JSON.Member] = []
        let here = reading.place(of: node)
        for entry in entries {
          reading.descend(.key(entry.key)) {
            if !names.allows(entry.key) {
              reading.add("expected \(names.expectation), found \(quoted(entry.key))", at: entry.mark)
            }
            let before = reading.count
            let decoded = element.read(entry.value, reading)
            values.append(
              Named(
                name: entry.key, value: decoded?.value ?? element.example(), namePlace: here.key(entry),
                place: reading.place(of: entry.value), isSound: decoded != nil && reading.count == before))
            if let document = decoded?.document { members.append(JSON.Member(key: entry.key, value: document)) }
          }
        }
        return Decoded(values, .object(members))
      },
      json: {
        var json: JSON = ["type": "object", "additionalProperties": element.json()]
        if let pattern = names.pattern { json["propertyNames"] = ["pattern": .string(pattern)] }
        if atLeast > 0 { json["minProperties"] = .integer(Int64(atLeast)) }
        if let atMost { json["maxProperties"] = .integer(Int64(atMost)) }
        return json
      },
      example: {
        (0..<atLeast).map { index in
          Named(
            name: "\(names.example)\(index + 1)", value: element.example(), namePlace: .nowhere, place: .nowhere,
            isSound: false)
        }
      })
  }
}

private func countPhrase(_ atLeast: Int, _ atMost: Int?) -> String {
  switch (atLeast, atMost) {
  case (0, nil): ""
  case (let low, nil): " of at least \(low)"
  case (0, let high?): " of at most \(high)"
  case (let low, let high?): low == high ? " of \(low)" : " of \(low) to \(high)"
  }
}
