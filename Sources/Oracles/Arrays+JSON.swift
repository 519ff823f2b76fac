import Determinism
public import Documents

extension Arrays {
  /// `{"image": {"type": "f64", "shape": [1, 2, 2], "values": [0, 1, 0, 0]}}`: numbers that read back to their bits.
  public var document: JSON {
    .object(names.compactMap { name in self[name].map { JSON.Member(key: name, value: $0.document) } })
  }

  /// What a document says; nil when it is none of arrays.
  public init?(document: JSON) {
    guard let members = document.asObject else { return nil }
    self.init()
    for member in members {
      guard let array = NumericArray(document: member.value) else { return nil }
      self[member.key] = array
    }
  }
}

extension NumericArray {
  /// The name of the numbers' type: `f64`, `f32`, `i64`.
  public var typeName: String {
    switch scalars {
    case .f64: "f64"
    case .f32: "f32"
    case .i64: "i64"
    }
  }

  fileprivate var document: JSON {
    let values: JSON =
      switch scalars {
      case .f64(let numbers): JSON(numbers)
      case .f32(let numbers): .array(numbers.map { .number(Double($0)) })
      case .i64(let numbers): .array(numbers.map { .integer($0) })
      }
    return ["type": .string(typeName), "shape": JSON(shape), "values": values]
  }

  fileprivate init?(document: JSON) {
    guard let type = document["type"]?.asString, let values = document["values"]?.asArray,
      let shape = NumericArray.shape(document["shape"]), shape.reduce(1, *) == values.count
    else { return nil }
    switch type {
    case "f64":
      let numbers = values.compactMap(\.asNumber)
      guard numbers.count == values.count else { return nil }
      self.init(shape: shape, numbers)
    case "f32":
      let numbers = values.compactMap(\.asNumber)
      guard numbers.count == values.count else { return nil }
      self.init(shape: shape, numbers.map(Float.init))
    case "i64":
      let numbers = values.compactMap(\.asInteger)
      guard numbers.count == values.count else { return nil }
      self.init(shape: shape, numbers)
    default: return nil
    }
  }

  /// Extents that no product can overflow; nil for anything else.
  static func shape(_ document: JSON?) -> [Int]? {
    guard let extents = document?.asArray else { return nil }
    let shape = extents.compactMap { $0.asInteger.flatMap { (0...Int64(1 << 30)).contains($0) ? Int($0) : nil } }
    guard shape.count == extents.count, shape.count <= 8 else { return nil }
    var count = 1
    for extent in shape {
      count *= extent
      guard count <= 1 << 28 else { return nil }
    }
    return shape
  }
}
