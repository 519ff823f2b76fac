import Documents

/// The bytes of a text file under its name, which knows lines and columns of offsets.
struct FileText: Sendable {
  let bytes: [UInt8]
  let file: String
  /// Where the text starts, behind a byte order mark if there is one.
  let start: Int

  init(_ bytes: [UInt8], file: String) {
    self.bytes = bytes
    self.file = file
    start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
  }

  /// The words of each line that has some, parted by blanks and tabs.
  var words: [[Range<Int>]] {
    bytes[start...].split(separator: UInt8(ascii: "\n")).map { line in
      line.split { $0 <= 0x20 }.map { $0.startIndex..<$0.endIndex }
    }.filter { !$0.isEmpty }
  }

  func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  /// The text of a range for a message, shortened.
  func excerpt(_ range: Range<Int>) -> String {
    let text = text(range)
    return text.isEmpty ? "nothing" : "\"\(text.prefix(40))" + (text.count > 40 ? "…\"" : "\"")
  }

  func error(at offset: Int, expected: String, found: String, remedy: String) -> DocumentError {
    let before = bytes[min(start, offset)..<offset]
    let line = before.count { $0 == UInt8(ascii: "\n") } + 1
    let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? before.startIndex
    let column = before[lineStart...].count { $0 & 0xC0 != 0x80 } + 1
    return DocumentError(
      file: file, place: .line(line, column: column), expected: expected, found: found, remedy: remedy)
  }
}
