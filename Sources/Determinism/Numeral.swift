/// Numbers as text, in and out: a grammar of our own in ASCII, the same in every locale.
///
/// ```
/// number  = [sign] (decimal | hex | "nan" | "inf" | "infinity")       letters in either case
/// decimal = (digits ["." [digits]] | "." digits) ["e" [sign] digits]
/// hex     = "0x" (hexdigits ["." [hexdigits]] | "." hexdigits) "p" [sign] digits
/// sign    = "+" | "-"
/// ```
/// No blanks, no separators of thousands, no other digits than ASCII's. A hexadecimal number needs its `p`, so that
/// `0x1234` of a commit id or a colour is not taken for a number. Every accepted decimal is rounded correctly (to
/// nearest, ties to even); a tiny one becomes a subnormal or a signed zero. A finite spelling beyond the largest
/// finite number is **not** infinity: it is refused, like a typing error. `nan` of either sign is the one canonical NaN.
public enum Numeral {
  /// The number that a text spells, or `nil` when it spells none.
  public static func parse(_ text: some StringProtocol) -> Double? {
    var text = String(text)
    return text.withUTF8 { parse(utf8: $0) }
  }

  /// The number that UTF-8 bytes spell, or `nil` when they spell none.  Cost: 10 to 200 ns.
  public static func parse(utf8 bytes: UnsafeBufferPointer<UInt8>) -> Double? {
    guard let spelling = Spelling(bytes) else { return nil }
    switch spelling.kind {
    case .nan: return .nan
    case .infinity: return spelling.isNegative ? -.infinity : .infinity
    case .decimal: if let exact = spelling.exactDouble { return exact }
    case .hex: break
    }
    return finite(Double(ascii(bytes)))
  }

  /// The single-precision number that a text spells, rounded once from the text itself.
  public static func parseFloat(_ text: some StringProtocol) -> Float? {
    var text = String(text)
    return text.withUTF8 { bytes -> Float? in
      guard let spelling = Spelling(bytes) else { return nil }
      switch spelling.kind {
      case .nan: return .nan
      case .infinity: return spelling.isNegative ? -.infinity : .infinity
      case .decimal, .hex: return finite(Float(ascii(bytes)))
      }
    }
  }

  /// The standard library rounds correctly and reads in the C locale, whatever the process's; only its grammar is
  /// looser than ours, and that has been checked by now.
  private static func ascii(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
    String(decoding: bytes, as: UTF8.self)
  }

  private static func finite<Number: BinaryFloatingPoint>(_ number: Number?) -> Number? {
    number.flatMap { $0.isFinite ? $0 : nil }
  }
}
