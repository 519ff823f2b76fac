/// Numbers as a sentence shows them: a few significant digits, trailing zeros cut.
enum Prose {
  static func number(_ x: Double, digits: Int = 4) -> String {
    guard x.isFinite, x != 0 else { return "\(x)" }
    var exponent = 0
    var scaled = abs(x)
    while scaled >= 10, exponent < 400 { (scaled, exponent) = (scaled / 10, exponent + 1) }
    while scaled < 1, exponent > -400 { (scaled, exponent) = (scaled * 10, exponent - 1) }
    var unit = 1.0
    for _ in 1..<digits { unit *= 10 }
    var mantissa = Int((scaled * unit).rounded())
    if mantissa >= Int(unit) * 10 { (mantissa, exponent) = (mantissa / 10, exponent + 1) }
    let text = String(mantissa)
    let sign = x < 0 ? "-" : ""
    if exponent < -4 || exponent >= 7 {
      return sign + trimmed(text.prefix(1) + "." + text.dropFirst()) + "e\(exponent)"
    }
    if exponent < 0 { return sign + trimmed("0." + String(repeating: "0", count: -exponent - 1) + text) }
    if exponent >= digits - 1 { return sign + text + String(repeating: "0", count: exponent - digits + 1) }
    return sign + trimmed(text.prefix(exponent + 1) + "." + text.dropFirst(exponent + 1))
  }

  /// 0.95 → "95 %".
  static func percent(_ level: Double) -> String { number(level * 100) + " %" }

  /// "+4.1 σ", "−3.8 σ".
  static func pull(_ z: Double) -> String { (z < 0 ? "−" : "+") + number(abs(z), digits: 2) + " σ" }

  private static func trimmed(_ text: some StringProtocol) -> String {
    var kept = text[...]
    while kept.last == "0" { kept = kept.dropLast() }
    if kept.last == "." { kept = kept.dropLast() }
    return String(kept)
  }
}
