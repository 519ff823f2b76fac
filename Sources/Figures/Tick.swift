import Determinism

/// A mark on an axis.
struct Tick: Equatable {
  /// The position as gnuplot reads it: a decimal, exact.
  var position: String
  /// What stands beside it; empty for a minor mark.
  var label: String
  /// Whether the label is our own markup (a power of ten) rather than plain text.
  var isMarkup = false
  /// Whether it is drawn shorter.
  var isMinor = false

  /// The position as a number.
  var place: Double { Numeral.parse(position) ?? 0 }
}

/// An integer times a power of ten, exact.
struct Decimal10: Equatable {
  var digits: Int
  var exponent: Int

  /// The decimal without an exponent: `-0.05`, `1200`.
  var plain: String {
    let magnitude = String(digits.magnitude)
    let sign = digits < 0 ? "-" : ""
    if digits == 0 { return "0" }
    if exponent >= 0 { return sign + magnitude + String(repeating: "0", count: exponent) }
    let padded = String(repeating: "0", count: max(0, 1 - exponent - magnitude.count)) + magnitude
    return sign + padded.dropLast(-exponent) + "." + padded.suffix(-exponent)
  }

  /// The decimal as gnuplot and we parse it.
  var scientific: String {
    if digits != 0 && digits.isMultiple(of: 10) {
      return Decimal10(digits: digits / 10, exponent: exponent + 1).scientific
    }
    return (-6...6).contains(exponent) || digits == 0 ? plain : "\(digits)e\(exponent)"
  }

  /// The nearest double; infinite beyond the greatest.
  var value: Double { Numeral.parse(scientific) ?? (digits < 0 ? -.infinity : .infinity) }
}
