import Determinism
import Documents
import YAML

extension Schema where Value == Double {
  /// A number, written without quotes in the grammar of `Numeral`, or as YAML's `.inf` and `.nan` where not only
  /// finite ones are allowed.
  public static func number(
    above: Double? = nil, atLeast: Double? = nil, atMost: Double? = nil, below: Double? = nil,
    unit: String? = nil, isFinite: Bool = true
  ) -> Schema {
    let range = NumberRange(above: above, atLeast: atLeast, atMost: atMost, below: below)
    @Sendable func expectation() -> String {
      "a \(isFinite ? "" : "finite or infinite ")number" + (unit.map { " in \($0)" } ?? "") + range.phrase
    }
    return Schema(
      expectation: expectation(), unit: unit, accepts: { $0.plainText.flatMap(spelledNumber) != nil },
      read: { node, reading in
        guard let number = node.plainText.flatMap(spelledNumber) else {
          reading.mismatch(expectation(), node, found: node.shownForNumber)
          return nil
        }
        guard range.contains(number), number.isFinite || !isFinite else {
          reading.mismatch(expectation(), node, found: node.shownNumber)
          return nil
        }
        return Decoded(number, .number(number))
      },
      json: { range.json(type: "number") }, example: { range.example })
  }

  public static var number: Schema { number() }
}

extension Schema where Value == Int {
  /// A whole number; `1e6` is one, `1.5` and `"1"` are none.
  public static func integer(atLeast: Int? = nil, atMost: Int? = nil, unit: String? = nil) -> Schema {
    let range = NumberRange(atLeast: atLeast.map(Double.init), atMost: atMost.map(Double.init))
    @Sendable func expectation() -> String {
      "a whole number" + (unit.map { " in \($0)" } ?? "") + range.phrase
    }
    return Schema(
      expectation: expectation(), unit: unit, accepts: { $0.plainText.flatMap(spelledInteger) != nil },
      read: { node, reading in
        guard let number = node.plainText.flatMap(spelledInteger) else {
          reading.mismatch(expectation(), node, found: node.shownForNumber)
          return nil
        }
        guard number >= atLeast ?? .min, number <= atMost ?? .max else {
          reading.mismatch(expectation(), node, found: node.shownNumber)
          return nil
        }
        return Decoded(number, .integer(Int64(number)))
      },
      json: { range.json(type: "integer") }, example: { atLeast ?? min(atMost ?? 1, 1) })
  }

  public static var integer: Schema { integer() }
}

extension Schema where Value == UInt64 {
  /// A whole number from 0 to 2⁶⁴ − 1, in decimal digits. Beyond `Int64` its canonical form is a string.
  public static var seed: Schema {
    @Sendable func expectation() -> String {
      "a whole number from 0 to 18446744073709551615"
    }
    return Schema(
      expectation: expectation(), accepts: { $0.plainText != nil },
      read: { node, reading in
        guard let text = node.plainText, text.utf8.allSatisfy({ (48...57).contains($0) }), let seed = UInt64(text)
        else {
          reading.mismatch(expectation(), node, found: node.shownForNumber)
          return nil
        }
        return Decoded(seed, Int64(exactly: seed).map(JSON.integer) ?? .string(String(seed)))
      },
      json: { ["type": "integer", "minimum": 0, "maximum": .number(0x1p64)] }, example: { 1 })
  }
}

/// The bounds of a number.
struct NumberRange: Sendable {
  var above: Double?
  var atLeast: Double?
  var atMost: Double?
  var below: Double?

  func contains(_ number: Double) -> Bool {
    // NaN compares with nothing: it is in the range exactly when there is none.
    let fails = above.map { !(number > $0) } ?? false || atLeast.map { !(number >= $0) } ?? false
    return !fails && atMost.map { number <= $0 } ?? true && below.map { number < $0 } ?? true
  }

  /// “ above 0 and at most 1”.
  var phrase: String {
    let parts = [("above", above), ("at least", atLeast), ("at most", atMost), ("below", below)].compactMap {
      word, bound in
      bound.map { "\(word) \(shown($0))" }
    }
    return parts.isEmpty ? "" : " " + parts.joined(separator: " and ")
  }

  var example: Double {
    if let low = atLeast { return low }
    if let high = atMost { return high }
    return switch (above, below) {
    case (nil, nil): 1
    case (let low?, nil): low + 1
    case (nil, let high?): high - 1
    case (let low?, let high?): low + (high - low) / 2
    }
  }

  func json(type: String) -> JSON {
    // To a reader of YAML 1.1 such as PyYAML `1e-6` is a text; bounds say nothing of texts, the pattern nothing else.
    var members = [
      JSON.Member(key: "type", value: [.string(type), "string"]),
      JSON.Member(key: "pattern", value: "^[-+]?([0-9]+[.]?[0-9]*|[.][0-9]+)[eE][-+]?[0-9]+$"),
    ]
    let bounds = [
      ("exclusiveMinimum", above), ("minimum", atLeast), ("maximum", atMost), ("exclusiveMaximum", below),
    ]
    for (keyword, bound) in bounds {
      guard let bound else { continue }
      members.append(JSON.Member(key: keyword, value: Int64(exactly: bound).map(JSON.integer) ?? .number(bound)))
    }
    return .object(members)
  }

  private func shown(_ bound: Double) -> String { Int64(exactly: bound).map(String.init) ?? Numeral.render(bound) }
}

private func spelledNumber(_ text: String) -> Double? {
  if let number = Numeral.parse(text) { return number }
  return switch text {
  case ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF": Double.infinity
  case "-.inf", "-.Inf", "-.INF": -Double.infinity
  case ".nan", ".NaN", ".NAN": Double.nan
  default: nil
  }
}

private func spelledInteger(_ text: String) -> Int? {
  if let integer = Numeral.parseInteger(text) { return Int(integer) }
  // Beyond 2⁵³ a number in powers of ten may not be the one that was meant.
  guard let number = Numeral.parse(text), number.magnitude <= 0x1p53 else { return nil }
  return Int(exactly: number)
}

extension YAMLNode {
  /// A number that is out of range, as it is written.
  fileprivate var shownNumber: String { plainText.flatMap { $0.utf8.count < 40 ? $0 : nil } ?? shown }

  /// The node where a number is due: quotes are the usual reason why one is none.
  var shownForNumber: String {
    guard let scalar, scalar.style == .singleQuoted || scalar.style == .doubleQuoted,
      spelledNumber(scalar.text) != nil
    else { return shown }
    return shown + " in quotes, which make it a text"
  }
}
