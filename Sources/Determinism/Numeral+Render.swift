extension Numeral {
  /// The shortest decimal that parses back to the same number, the nearest one among the shortest.
  ///
  /// With the first digit worth 10^e: for −5 ≤ e < 16 positional, always with a point (`100000.0`, `0.00001`), so that
  /// it never reads as an integer; else one digit, the rest after a point, and the power (`1e16`, `1.5e-7`).
  /// Also `-0.0`, `nan` (of any payload), `inf`, `-inf`. Not bound to any locale.  Cost: about 100 ns.
  public static func render(_ number: Double) -> String {
    number.isFinite ? normalised(number.description) : special(number)
  }

  /// The shortest decimal that parses back to the same single-precision number; the form is that of `Double`.
  public static func render(_ number: Float) -> String {
    number.isFinite ? normalised(number.description) : special(Double(number))
  }

  private static func special(_ number: Double) -> String {
    number.isNaN ? "nan" : number < 0 ? "-inf" : "inf"
  }

  /// The digits are the standard library's, which are the shortest; the form is ours, so that it cannot change with
  /// a release of Swift.
  private static func normalised(_ description: String) -> String {
    var digits: [UInt8] = []
    digits.reserveCapacity(24)
    var sign = ""
    var firstPower = -1
    var power = 0
    var powerFalls = false
    var inFraction = false
    var inPower = false
    for byte in description.utf8 {
      switch byte {
      case UInt8(ascii: "-"): if inPower { powerFalls = true } else { sign = "-" }
      case UInt8(ascii: "+"): break
      case UInt8(ascii: "."): inFraction = true
      case UInt8(ascii: "e"): inPower = true
      case let digit where inPower: power = power * 10 + Int(digit - UInt8(ascii: "0"))
      case let digit:
        if digits.isEmpty && digit == UInt8(ascii: "0") {
          if inFraction { firstPower -= 1 }
        } else {
          digits.append(digit)
          if !inFraction { firstPower += 1 }
        }
      }
    }
    guard !digits.isEmpty else { return sign + "0.0" }
    while digits.count > 1 && digits.last == UInt8(ascii: "0") { digits.removeLast() }
    return sign + form(digits, first: firstPower + (powerFalls ? -power : power))
  }

  private static func form(_ digits: [UInt8], first: Int) -> String {
    let all = String(decoding: digits, as: UTF8.self)
    guard (-5..<16).contains(first) else {
      let rest = digits.count > 1 ? "." + all.dropFirst() : ""
      return "\(all.prefix(1))\(rest)e\(first)"
    }
    if first < 0 { return "0." + String(repeating: "0", count: -first - 1) + all }
    if digits.count <= first + 1 { return all + String(repeating: "0", count: first + 1 - digits.count) + ".0" }
    return "\(all.prefix(first + 1)).\(all.dropFirst(first + 1))"
  }
}
