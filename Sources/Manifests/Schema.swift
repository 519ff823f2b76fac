import Documents
import YAML

/// A rule for one value of a manifest: it reads the value out of untyped YAML, and it describes itself as JSON Schema.
///
/// Both come of the one declaration. Schemas are made from smaller ones:
/// ```swift
/// let noise = Schema<Noise>.variants([
///   .word("poisson", .poisson, "exact likelihood of counts"),
///   .record("gaussian", "independent errors") { fields in
///     .gaussian(sigma: fields.required("sigma", .number(above: 0), "standard deviation"))
///   },
/// ])
/// ```
/// Every schema knows an example, a value that it would accept: it stands in for values that are not there while a
/// schema is only described, or once a problem has been found. An example never reaches an experiment.
public struct Schema<Value: Sendable>: Sendable {
  private let phrase: @Sendable () -> String
  /// The unit of a number, if it has one.
  let unit: String?
  /// Whether a node looks like it is meant for this schema, right or wrong in detail.
  let accepts: @Sendable (YAMLNode) -> Bool
  /// The value of a node; `nil` after having told the reading what is wrong.
  let read: @Sendable (YAMLNode, Reading) -> Decoded<Value>?
  let json: @Sendable () -> JSON
  let example: @Sendable () -> Value

  /// - Parameter expectation: what is due, as messages say it; not made before it is needed.
  init(
    expectation: @autoclosure @escaping @Sendable () -> String, unit: String? = nil,
    accepts: @escaping @Sendable (YAMLNode) -> Bool,
    read: @escaping @Sendable (YAMLNode, Reading) -> Decoded<Value>?,
    json: @escaping @Sendable () -> JSON,
    example: @escaping @Sendable () -> Value
  ) {
    self.phrase = expectation
    self.unit = unit
    self.accepts = accepts
    self.read = read
    self.json = json
    self.example = example
  }

  /// What is due, as messages say it: “a number above 0”.
  var expectation: String { phrase() }
}

/// A value, and how it stands in the canonical form of the manifest; `nil` where it leaves no trace there.
struct Decoded<Value> {
  let value: Value
  let document: JSON?

  init(_ value: Value, _ document: JSON?) {
    self.value = value
    self.document = document
  }
}

extension Schema {
  /// A schema for the same nodes that gives another value.
  public func map<New: Sendable>(_ transform: @escaping @Sendable (Value) -> New) -> Schema<New> {
    Schema<New>(
      expectation: expectation, unit: unit, accepts: accepts,
      read: { node, reading in
        read(node, reading).map { Decoded(transform($0.value), $0.document) }
      },
      json: json, example: { transform(example()) })
  }

  /// The value together with its place, for objections that come later.
  public var located: Schema<Located<Value>> {
    Schema<Located<Value>>(
      expectation: expectation, unit: unit, accepts: accepts,
      read: { node, reading in
        read(node, reading).map { Decoded(Located(value: $0.value, place: reading.place(of: node)), $0.document) }
      },
      json: json, example: { Located(value: example(), place: .nowhere) })
  }
}
