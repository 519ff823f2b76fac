import Determinism
import Documents

/// Numbers as a paper prints them: a true minus, powers of ten, few digits.
enum Typeset {
  /// `0.04800`, `−1.4 × 10⁻¹²`, `∞`.
  static func number(_ value: Double, digits: Int = 6) -> String { numeral(Numeral.brief(value, digits: digits)) }

  /// Every digit that tells the number from its neighbours.
  static func exact(_ value: Double) -> String { numeral(Numeral.render(value)) }

  /// A leaf of a document for people.
  static func leaf(_ value: JSON, digits: Int = 6) -> String {
    switch value {
    case .number(let number):
      number == number.rounded() && number.magnitude < 1e6 && number.magnitude >= 1
        ? numeral(Numeral.render(Int64(number))) : self.number(number, digits: digits)
    case .integer(let integer): grouped(integer)
    case .bool(let bool): bool ? "yes" : "no"
    case .null: "none"
    case .string(let text): value.asNumber.map { self.number($0) } ?? text
    case .array(let elements): elements.map { leaf($0, digits: digits) }.joined(separator: ", ")
    case .object: value.render(pretty: false)
    }
  }

  /// A leaf with every digit.
  static func exactLeaf(_ value: JSON) -> String {
    if case .number(let number) = value { exact(number) } else { leaf(value) }
  }

  /// `1 048 576` with thin spaces, from five digits on.
  static func grouped(_ integer: Int64) -> String {
    let digits = String(integer.magnitude)
    guard digits.count > 4 else { return (integer < 0 ? "−" : "") + digits }
    var grouped = ""
    for (place, digit) in digits.enumerated() {
      if place > 0, (digits.count - place) % 3 == 0 { grouped.append("\u{202f}") }
      grouped.append(digit)
    }
    return (integer < 0 ? "−" : "") + grouped
  }

  /// `1 record`, `3 records`.
  static func count(_ count: Int, _ noun: String, plural: String? = nil) -> String {
    "\(grouped(Int64(count))) \(count == 1 ? noun : plural ?? noun + "s")"
  }

  /// `a`, `a and b`, `a, b and c`.
  static func list(_ items: [String]) -> String {
    guard items.count > 1, let last = items.last else { return items.first ?? "" }
    return items.dropLast().joined(separator: ", ") + " and " + last
  }

  /// `64 bytes`, `12 kB`, `3.4 MB`.
  static func size(_ bytes: Int) -> String {
    switch bytes {
    case ..<1000: count(bytes, "byte")
    case ..<1_000_000: "\(number(Double(bytes) / 1e3, digits: 2)) kB"
    default: "\(number(Double(bytes) / 1e6, digits: 2)) MB"
    }
  }

  /// `0.03 s`, `4 min 10 s`.
  static func duration(_ seconds: Double) -> String {
    guard seconds.isFinite, seconds >= 100 else { return "\(number(seconds, digits: 2)) s" }
    let whole = Int64(seconds.rounded())
    let parts = [(whole / 3600, "h"), (whole / 60 % 60, "min"), (whole % 60, "s")]
    return parts.drop { $0.0 == 0 }.map { "\($0.0) \($0.1)" }.joined(separator: " ")
  }

  /// With its sign, also a plus: `+1.5`.
  static func signed(_ value: Double, digits: Int = 6) -> String {
    (value > 0 ? "+" : "") + number(value, digits: digits)
  }

  /// What a numeral of ours reads like in print.
  static func numeral(_ numeral: String) -> String {
    switch numeral {
    case "nan": return "NaN"
    case "inf": return "∞"
    case "-inf": return "−∞"
    default: break
    }
    let parts = numeral.split(separator: "e", maxSplits: 1)
    let mantissa = parts.first.map { String($0.replacing("-", with: "−")) } ?? ""
    guard parts.count == 2 else { return mantissa }
    let power = parts[1].compactMap { superscripts[$0] }
    return "\(mantissa) × 10\(String(power))"
  }

  private static let superscripts: [Character: Character] = [
    "-": "⁻", "0": "⁰", "1": "¹", "2": "²", "3": "³", "4": "⁴", "5": "⁵", "6": "⁶", "7": "⁷", "8": "⁸", "9": "⁹",
  ]
}
