extension Numeral {
  /// The shortest decimal that parses back to the same number, the nearest one among the shortest.
  ///
  /// With the first digit worth 10^e: for −5 ≤ e < 16 positional, always with a point (`100000.0`, `0.00001`), so that
  /// it never reads as an integer; else one digit, the rest after a point, and the power (`1e16`, `1.5e-7`).
  /// Also `-0.0`, `nan` (of any payload), `inf`, `-inf`. Not bound to any locale.  Cost: about 0.2 µs.
  public static func render(_ number: Double) -> String {
    var text: [UInt8] = []
    append(number, to: &text)
    return String(decoding: text, as: UTF8.self)
  }

  /// The shortest decimal that parses back to the same single-precision number; the form is that of `Double`.
  public static func render(_ number: Float) -> String {
    var text: [UInt8] = []
    append(number, to: &text)
    return String(decoding: text, as: UTF8.self)
  }

  /// Appends what `render` gives, as ASCII.
  public static func append(_ number: Double, to text: inout [UInt8]) {
    appendShortest(number, to: &text)
  }

  /// Appends what `render` gives, as ASCII.
  public static func append(_ number: Float, to text: inout [UInt8]) {
    appendShortest(number, to: &text)
  }

  private static func appendShortest(
    _ number: some BinaryFloatingPoint & CustomStringConvertible, to text: inout [UInt8]
  ) {
    if number.isNaN { return text += "nan".utf8 }
    if number.sign == .minus { text.append(UInt8(ascii: "-")) }
    if number.isInfinite { return text += "inf".utf8 }
    if number.isZero { return text += "0.0".utf8 }
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 32) { digits in
      let (count, first) = shortestDigits(number.description, into: digits)
      append(digits: UnsafeBufferPointer(rebasing: digits[..<count]), firstWorth: first, to: &text)
    }
  }

  /// The significant digits of a description, without zeros at either end, and the power of ten of the first.
  ///
  /// The digits are the standard library's, which are the shortest; the form is ours, so that it cannot change with
  /// a release of Swift.
  private static func shortestDigits(
    _ description: String, into digits: UnsafeMutableBufferPointer<UInt8>
  ) -> (count: Int, firstWorth: Int) {
    var count = 0
    var firstWorth = -1
    var power = 0
    var powerFalls = false
    var inFraction = false
    var inPower = false
    for byte in description.utf8 {
      switch byte {
      case UInt8(ascii: "-"): powerFalls = inPower
      case UInt8(ascii: "+"): break
      case UInt8(ascii: "."): inFraction = true
      case UInt8(ascii: "e"): inPower = true
      case _ where inPower: power = power * 10 + Int(byte - UInt8(ascii: "0"))
      case UInt8(ascii: "0") where count == 0: firstWorth -= inFraction ? 1 : 0
      default:
        digits[count] = byte
        count += 1
        firstWorth += inFraction ? 0 : 1
      }
    }
    while count > 1 && digits[count - 1] == UInt8(ascii: "0") { count -= 1 }
    return (count, firstWorth + (powerFalls ? -power : power))
  }

  private static func append(
    digits: UnsafeBufferPointer<UInt8>, firstWorth: Int, to text: inout [UInt8]
  ) {
    switch firstWorth {
    case 0..<16:
      let whole = firstWorth + 1
      text += digits.prefix(whole)
      text += repeatElement(UInt8(ascii: "0"), count: max(0, whole - digits.count))
      text.append(UInt8(ascii: "."))
      if digits.count > whole { text += digits.dropFirst(whole) } else { text.append(UInt8(ascii: "0")) }
    case -5..<0:
      text += "0.".utf8
      text += repeatElement(UInt8(ascii: "0"), count: -firstWorth - 1)
      text += digits
    default:
      text.append(digits[0])
      if digits.count > 1 { text.append(UInt8(ascii: ".")) }
      text += digits.dropFirst()
      text.append(UInt8(ascii: "e"))
      text += firstWorth.description.utf8
    }
  }
}
