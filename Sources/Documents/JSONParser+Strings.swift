extension JSONParser {
  /// The string whose opening quote is next.
  mutating func string() throws(DocumentError) -> String {
    next += 1
    var decoded: [UInt8] = []
    var runStart = next
    while let byte = peek {
      switch byte {
      case UInt8(ascii: "\""):
        decoded += text.bytes[runStart..<next]
        next += 1
        return String(decoding: decoded, as: UTF8.self)
      case UInt8(ascii: "\\"):
        decoded += text.bytes[runStart..<next]
        decoded += try escape().utf8
        runStart = next
      case 0..<0x20:
        throw unexpected("no control character in a string", "write it as an escape such as \\n")
      default: next += 1
      }
    }
    throw unexpected("a closing quote", "close the string")
  }

  private mutating func escape() throws(DocumentError) -> String {
    let start = next
    next += 1
    guard let letter = peek else { throw unexpected("a letter after the backslash", "close the string") }
    next += 1
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return String(Unicode.Scalar(letter))
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): return String(try scalar(start))
    default:
      next = start + 1
      throw unexpected("one of \" \\ / b f n r t u after the backslash", "write \\\\ for a backslash")
    }
  }

  /// The character of `\uXXXX`, or of two of them that make a surrogate pair.
  private mutating func scalar(_ start: Int) throws(DocumentError) -> Unicode.Scalar {
    let first = try hexDigits()
    if let scalar = Unicode.Scalar(first) { return scalar }
    if first < 0xDC00, take(word: "\\u") {
      let second = try hexDigits()
      if (0xDC00..<0xE000).contains(second),
        let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
      {
        return scalar
      }
    }
    throw text.error(
      at: start, expected: "both halves of a surrogate pair", found: text.excerpt(start..<next),
      remedy: "write the character itself")
  }

  private mutating func hexDigits() throws(DocumentError) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let digit = peek.flatMap({ Character(Unicode.Scalar($0)).hexDigitValue }) else {
        throw unexpected("four hexadecimal digits after \\u", "complete the escape")
      }
      value = value << 4 | UInt32(digit)
      next += 1
    }
    return value
  }
}
