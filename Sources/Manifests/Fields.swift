public import Documents
import Determinism
import YAML

/// The fields of one mapping, as a kind or a record declares them: name, rule, meaning, default.
///
/// The same declaration runs in two modes. Reading, each call takes its field out of the mapping, and what is wrong
/// is gathered; describing, each call adds its field to the JSON Schema. In both it returns a value, which is an
/// example where there is none or none without a problem. A declaration must therefore do nothing but declare: no
/// arithmetic that could trap, no decision on a value. Checks belong into ``Schema/refine(_:)`` or into
/// ``ManifestKind/review(_:_:)``, which see sound values only.
/// ```swift
/// static func declare(_ fields: inout Fields) -> Parameters {
///   Parameters(
///     steps: fields.optional("steps", .integer(atLeast: 1), default: 100, "the most steps that a fit may take"),
///     sigma: fields.required("sigma", .number(above: 0, unit: "mm"), "standard deviation of a reading"))
/// }
/// ```
public struct Fields {
  private enum Mode {
    case describing
    case reading(YAMLNode, [YAMLNode.Entry], Reading)
  }

  private let mode: Mode
  private(set) var descriptions: [FieldDescription] = []
  private(set) var members: [JSON.Member] = []
  private var names: [String] = []

  /// Describes.
  init() { mode = .describing }

  /// Reads the entries of `node`, which must be a mapping.
  init(reading node: YAMLNode, _ reading: Reading) { mode = .reading(node, node.entries ?? [], reading) }

  // MARK: Declarations

  /// A field that must be there.
  /// - Parameter documentation: what the field means, for messages, editors and manuals.
  public mutating func required<Value>(
    _ name: String, _ schema: Schema<Value>, _ documentation: String
  ) -> Value {
    declare(name, schema, documentation, isRequired: true)
    guard case .reading(let node, _, let reading) = mode else { return schema.example() }
    guard let value = value(of: name) else {
      let place = node.alias ?? node.mark
      reading.add("the field \(name) is missing: \(schema.expectation)", at: place)
      return schema.example()
    }
    return take(value, name, schema, reading) ?? schema.example()
  }

  /// A field that may be left out; `nil` then.
  public mutating func optional<Value>(
    _ name: String, _ schema: Schema<Value>, _ documentation: String
  ) -> Value? {
    declare(name, schema, documentation)
    guard case .reading(_, _, let reading) = mode, let value = value(of: name) else { return nil }
    return take(value, name, schema, reading)
  }

  /// A field that may be left out, as if `standard` stood there.
  ///
  /// The default is written as in a manifest, so that the schema reads it, too: `default: "poisson"`, `default: 0.5`.
  /// Traps when the schema refuses it.
  public mutating func optional<Value>(
    _ name: String, _ schema: Schema<Value>, default standard: JSON, _ documentation: String
  ) -> Value {
    declare(name, schema, documentation, standard: standard)
    guard case .reading(_, _, let reading) = mode, let value = value(of: name) else {
      let decoded = schema.read(standard)
      if let document = decoded.document { members.append(JSON.Member(key: name, value: document)) }
      return decoded.value
    }
    return take(value, name, schema, reading) ?? schema.example()
  }

  /// Alternatives to this mapping: under `name`, a mapping from labels to changes of the fields that `declare` declares.
  ///
  /// Each alternative is this mapping with the changes merged in, at any depth, and then read by `declare`.
  /// ```swift
  /// let model = Model(&fields)
  /// let others = fields.alternatives("compare", "models to rank beside this one") { Model(&$0) }
  /// ```
  public mutating func alternatives<Value: Sendable>(
    _ name: String, _ documentation: String, _ declare: (inout Fields) -> Value
  ) -> [Named<Value>] {
    var described = Fields()
    _ = declare(&described)
    names.append(name)
    let changes: JSON = [
      "type": "object", "additionalProperties": described.objectSchema.partial,
      "description": .string(documentation),
    ]
    descriptions.append(FieldDescription(name: name, json: changes, isRequired: false))
    guard case .reading(let node, let entries, let reading) = mode, let value = value(of: name) else { return [] }
    guard let labels = value.entries else {
      reading.descend(.key(name)) { reading.mismatch("a mapping from labels to changes", value) }
      return []
    }
    let known = described.descriptions.map { UTF8Key($0.name) }
    let base = YAMLNode(
      .mapping(entries.filter { known.contains(UTF8Key($0.key)) }), mark: node.mark, end: node.end, alias: node.alias)
    var values: [Named<Value>] = []
    var documents: [JSON.Member] = []
    let here = reading.descend(.key(name)) { reading.place(of: value) }
    for label in labels {
      guard !reading.descend(.key(name), { reading.isExhausted(at: value) }) else { break }
      reading.descend(.key(name)) {
        reading.descend(.key(label.key)) {
          guard label.value.entries != nil else {
            reading.mismatch("a mapping of changes", label.value)
            return
          }
          let places = (here.key(label), reading.place(of: label.value))
          var fields = Fields(reading: base.merging(label.value), reading)
          let value = declare(&fields)
          fields.close()
          values.append(Named(name: label.key, value: value, namePlace: places.0, place: places.1))
          documents.append(JSON.Member(key: label.key, value: .object(fields.members)))
        }
      }
    }
    members.append(JSON.Member(key: name, value: .object(documents)))
    return values
  }

  /// Objects to every key that was not declared. The last call of a reading.
  func close() {
    guard case .reading(_, let entries, let reading) = mode else { return }
    for entry in entries where !names.contains(where: { $0.isSame(as: entry.key) }) {
      reading.descend(.key(entry.key)) {
        reading.add(
          "unknown key; known here: \(names.joined(separator: ", "))", at: entry.mark,
          suggestion: nearestName(to: entry.key, among: names))
      }
    }
  }

  /// The JSON Schema of a mapping with exactly the fields that were declared.
  var objectSchema: JSON {
    var json: JSON = ["type": "object"]
    let required = descriptions.filter(\.isRequired).map(\.name)
    if !required.isEmpty { json["required"] = JSON(required) }
    json["properties"] = .object(descriptions.map { JSON.Member(key: $0.name, value: $0.json) })
    json["additionalProperties"] = false
    return json
  }

  // MARK: Steps

  private mutating func declare<Value>(
    _ name: String, _ schema: Schema<Value>, _ documentation: String, isRequired: Bool = false, standard: JSON? = nil
  ) {
    names.append(name)
    guard case .describing = mode else { return }
    precondition(!names.dropLast().contains(name), "Fields: \(name) is declared twice")
    var json = schema.json()
    json["description"] = .string(documentation + (schema.unit.map { ", in \($0)" } ?? ""))
    if let standard { json["default"] = standard }
    descriptions.append(FieldDescription(name: name, json: json, isRequired: isRequired))
  }

  private func value(of name: String) -> YAMLNode? {
    guard case .reading(_, let entries, _) = mode else { return nil }
    return entries.first { $0.key.isSame(as: name) }?.value
  }

  private mutating func take<Value>(
    _ node: YAMLNode, _ name: String, _ schema: Schema<Value>, _ reading: Reading
  ) -> Value? {
    guard let decoded = reading.descend(.key(name), { schema.read(node, reading) }) else { return nil }
    if let document = decoded.document { members.append(JSON.Member(key: name, value: document)) }
    return decoded.value
  }
}

/// A field as JSON Schema describes it.
struct FieldDescription {
  let name: String
  let json: JSON
  let isRequired: Bool
}

extension Schema {
  /// A mapping with the fields that `declare` declares, and no others.
  public static func record(_ declare: @escaping @Sendable (inout Fields) -> Value) -> Schema {
    Schema(
      expectation: "a mapping", accepts: { $0.entries != nil },
      read: { node, reading in
        guard node.entries != nil else {
          reading.mismatch("a mapping", node)
          return nil
        }
        var fields = Fields(reading: node, reading)
        let value = declare(&fields)
        fields.close()
        // Where a field was refused its example takes its place, so that the others can still be looked at.
        return Decoded(value, .object(fields.members))
      },
      json: {
        var fields = Fields()
        _ = declare(&fields)
        return fields.objectSchema
      },
      example: {
        var fields = Fields()
        return declare(&fields)
      })
  }

  /// What a default stands for.
  fileprivate func read(_ standard: JSON) -> Decoded<Value> {
    let reading = Reading(source: .empty, inputs: nil)
    guard let decoded = read(YAMLNode(standard), reading), reading.count == 0 else {
      preconditionFailure("Fields: the default \(standard.render(pretty: false)) is not \(expectation)")
    }
    return decoded
  }
}
