extension Numeral {
  /// A number for a sentence: a few significant digits, rounded, trailing zeros cut. `0.0002118`, `5.2e-12`, `1200`.
  ///
  /// For people only: it does not read back to the same number.
  public static func brief(_ x: Double, digits: Int = 4) -> String { text(x, digits: digits, keepsZeros: false) }

  /// A value with its error, the error to two digits and the value to the same place: `4.998 ± 0.021`.
  public static func measured(_ value: Double, error: Double) -> String {
    let size = max(value.magnitude, error)
    var digits = 2
    var reach = error
    while reach * 10 <= size, digits < 17 { (reach, digits) = (reach * 10, digits + 1) }
    if exponent(of: size) > exponent(of: reach) { digits += 1 }
    return "\(text(value, digits: digits, keepsZeros: true)) ± \(text(error, digits: 2, keepsZeros: true))"
  }

  private static func exponent(of x: Double) -> Int {
    var (scaled, exponent) = (x, 0)
    while scaled >= 10, exponent < 400 { (scaled, exponent) = (scaled / 10, exponent + 1) }
    while scaled < 1, scaled > 0, exponent > -400 { (scaled, exponent) = (scaled * 10, exponent - 1) }
    return exponent
  }

  private static func text(_ x: Double, digits: Int, keepsZeros: Bool) -> String {
    guard x.isFinite, x != 0 else { return render(x) }
    var power = exponent(of: x.magnitude)
    var scaled = x.magnitude
    // Scaled in steps, so that no power of ten overflows.
    for _ in 0..<power.magnitude { scaled = power > 0 ? scaled / 10 : scaled * 10 }
    var unit = 1.0
    for _ in 1..<digits { unit *= 10 }
    var mantissa = Int64((scaled * unit).rounded())
    if mantissa >= Int64(unit) * 10 { (mantissa, power) = (mantissa / 10, power + 1) }
    let figures = String(mantissa)
    let sign = x < 0 ? "-" : ""
    func cut(_ text: String) -> String {
      guard !keepsZeros, text.contains(".") else { return text.hasSuffix(".") ? String(text.dropLast()) : text }
      var kept = text[...]
      while kept.last == "0" { kept = kept.dropLast() }
      return String(kept.last == "." ? kept.dropLast() : kept)
    }
    if power < -4 || power >= max(7, digits) {
      return sign + cut(figures.prefix(1) + "." + figures.dropFirst()) + "e\(power)"
    }
    if power < 0 { return sign + cut("0." + String(repeating: "0", count: -power - 1) + figures) }
    if power >= digits - 1 { return sign + figures + String(repeating: "0", count: power - digits + 1) }
    return sign + cut(figures.prefix(power + 1) + "." + figures.dropFirst(power + 1))
  }
}
