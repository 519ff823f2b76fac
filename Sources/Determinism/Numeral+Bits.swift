extension Numeral {
  /// The distance of two numbers in units of the last place: how many steps of `nextUp` lead from one to the other.
  ///
  /// +0 and −0 are 0 apart, two NaNs too; a NaN is `UInt64.max` from every number. Symmetric.
  public static func ulps(from a: Double, to b: Double) -> UInt64 {
    if a.isNaN || b.isNaN { return a.isNaN && b.isNaN ? 0 : .max }
    let (p, q) = (rank(a), rank(b))
    return p > q ? UInt64(bitPattern: p &- q) : UInt64(bitPattern: q &- p)
  }

  /// The hexadecimal form, exact and readable by C and Python: `0x1.8p+1`, `-0x0p+0`, `0x0.8p-1022`, or as `render`
  /// for nan and infinities.
  public static func renderHex(_ number: Double) -> String {
    guard number.isFinite else { return render(number) }
    let sign = number.sign == .minus ? "-" : ""
    let fraction = number.significandBitPattern
    let lead = number.exponentBitPattern == 0 ? "0x0" : "0x1"
    let power =
      number.isZero ? 0 : number.exponentBitPattern == 0 ? -1022 : Int(number.exponentBitPattern) - 1023
    return sign + lead + hexFraction(fraction) + (power < 0 ? "p\(power)" : "p+\(power)")
  }

  /// The 64 bits of a number as `0x` and sixteen digits; NaN in its canonical form.
  public static func renderBits(_ number: Double) -> String {
    let bits = (number.isNaN ? Double.nan : number).bitPattern
    return "0x" + padded(String(bits, radix: 16), to: 16)
  }

  /// The position of a number among all numbers, 0 for both zeros.
  private static func rank(_ number: Double) -> Int64 {
    let size = Int64(bitPattern: number.magnitude.bitPattern)
    return number.sign == .minus ? -size : size
  }

  private static func hexFraction(_ fraction: UInt64) -> String {
    guard fraction != 0 else { return "" }
    let digits = padded(String(fraction, radix: 16), to: 13)
    let used = digits.reversed().drop { $0 == "0" }.count
    return "." + digits.prefix(used)
  }

  private static func padded(_ digits: String, to width: Int) -> String {
    String(repeating: "0", count: width - digits.count) + digits
  }
}
