/// The bytes of a text document under its name, valid UTF-8, which knows lines and columns of offsets.
package struct SourceText: Sendable {
  package let bytes: [UInt8]
  package let file: String
  /// Where the text starts, behind a byte order mark if there is one.
  package let start: Int

  package init(_ bytes: [UInt8], file: String) throws(DocumentError) {
    self.bytes = bytes
    self.file = file
    start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    if let offset = Self.firstInvalid(in: bytes) {
      throw error(
        at: offset, expected: "UTF-8", found: "the byte 0x" + String(bytes[offset], radix: 16, uppercase: true),
        remedy: "save the file in the encoding UTF-8")
    }
  }

  package func error(at offset: Int, expected: String, found: String, remedy: String) -> DocumentError {
    DocumentError(file: file, place: place(of: offset), expected: expected, found: found, remedy: remedy)
  }

  /// Line and column of an offset, both from 1.
  package func place(of offset: Int) -> DocumentError.Place {
    let before = bytes[min(start, offset)..<offset]
    let line = before.count { $0 == UInt8(ascii: "\n") } + 1
    let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? before.startIndex
    return .line(line, column: before[lineStart...].count { $0 & 0xC0 != 0x80 } + 1)
  }

  /// The text of a range for a message, shortened and without line breaks.
  package func excerpt(_ range: Range<Int>) -> String {
    let text = String(decoding: bytes[range], as: UTF8.self)
    let scalars = text.unicodeScalars.prefix(40).map {
      $0.value < 0x20 ? "\\u{\(String($0.value, radix: 16))}" : "\($0)"
    }
    return "\"" + scalars.joined() + (text.unicodeScalars.count > 40 ? "…\"" : "\"")
  }

  /// The offset behind the character that starts at an offset.
  package func end(ofCharacterAt offset: Int) -> Int {
    bytes[(offset + 1)...].firstIndex { $0 & 0xC0 != 0x80 } ?? bytes.count
  }

  /// The first byte that is not part of a well-formed sequence (Unicode 15, table 3-7).
  private static func firstInvalid(in bytes: [UInt8]) -> Int? {
    bytes.withUnsafeBufferPointer { bytes in
      var at = 0
      while at < bytes.count {
        guard let length = sequenceLength(bytes, at) else { return at }
        at += length
      }
      return nil
    }
  }

  private static func sequenceLength(_ bytes: UnsafeBufferPointer<UInt8>, _ at: Int) -> Int? {
    let (length, second): (Int, ClosedRange<UInt8>) =
      switch bytes[at] {
      case 0x00...0x7F: (1, 0...0)
      case 0xC2...0xDF: (2, 0x80...0xBF)
      case 0xE0: (3, 0xA0...0xBF)
      case 0xE1...0xEC, 0xEE...0xEF: (3, 0x80...0xBF)
      case 0xED: (3, 0x80...0x9F)
      case 0xF0: (4, 0x90...0xBF)
      case 0xF1...0xF3: (4, 0x80...0xBF)
      case 0xF4: (4, 0x80...0x8F)
      default: (0, 0...0)
      }
    if length == 1 { return 1 }
    guard length > 1, at + length <= bytes.count, second.contains(bytes[at + 1]) else { return nil }
    return bytes[(at + 2)..<(at + length)].allSatisfy { (0x80...0xBF).contains($0) } ? length : nil
  }
}
