extension Numeral {
  /// The integer that a text spells, `[sign] digits` in ASCII, or `nil` when it spells none or one beyond `Int64`.
  public static func parseInteger(_ text: some StringProtocol) -> Int64? {
    var text = String(text)
    return text.withUTF8 { parseInteger(utf8: $0) }
  }

  /// The integer that UTF-8 bytes spell, or `nil` when they spell none or one beyond `Int64`.
  public static func parseInteger(utf8 bytes: UnsafeBufferPointer<UInt8>) -> Int64? {
    let isNegative = bytes.first == UInt8(ascii: "-")
    let digits = bytes.dropFirst(isNegative || bytes.first == UInt8(ascii: "+") ? 1 : 0)
    guard !digits.isEmpty else { return nil }
    // Gathered below zero, where there is room for one more.
    var sum: Int64 = 0
    for byte in digits {
      let digit = byte &- UInt8(ascii: "0")
      guard digit < 10 else { return nil }
      let (product, overflows) = sum.multipliedReportingOverflow(by: 10)
      let (next, overflowsToo) = product.subtractingReportingOverflow(Int64(digit))
      guard !overflows, !overflowsToo else { return nil }
      sum = next
    }
    guard !isNegative else { return sum }
    return sum == .min ? nil : -sum
  }

  /// The decimal digits of an integer, with `-` below zero.
  public static func render(_ number: Int64) -> String { number.description }
}
