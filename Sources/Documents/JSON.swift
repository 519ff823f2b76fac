import Determinism

/// A JSON document (RFC 8259) whose objects keep the order of their members.
///
/// Numbers without point and power are integers when they fit `Int64`. Infinities and NaN, which JSON lacks, are
/// written as the strings "inf", "-inf" and "nan"; `asNumber` reads them back.
public enum JSON: Sendable {
  case null
  case bool(Bool)
  case integer(Int64)
  case number(Double)
  case string(String)
  case array([JSON])
  case object([Member])

  /// One key of an object, with its value.
  public struct Member: Sendable, Equatable {
    public var key: String
    public var value: JSON

    public init(key: String, value: JSON) {
      self.key = key
      self.value = value
    }

    public static func == (a: Member, b: Member) -> Bool { sameUTF8(a.key, b.key) && a.value == b.value }
  }
}

extension JSON: Equatable {
  /// Whether two documents are written alike: numbers agree in their bits (all NaN are one), strings in their bytes,
  /// members also in their order. An integer is **not** equal to a number of the same value.
  public static func == (a: JSON, b: JSON) -> Bool {
    switch (a, b) {
    case (.null, .null): true
    case (.bool(let a), .bool(let b)): a == b
    case (.integer(let a), .integer(let b)): a == b
    case (.number(let a), .number(let b)): a.bitPattern == b.bitPattern || (a.isNaN && b.isNaN)
    case (.string(let a), .string(let b)): sameUTF8(a, b)
    case (.array(let a), .array(let b)): a == b
    case (.object(let a), .object(let b)): a == b
    default: false
    }
  }
}
