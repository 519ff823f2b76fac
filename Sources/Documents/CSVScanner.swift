/// Cuts the text of a CSV file into cells.
struct CSVScanner {
  /// One cell: where its content stands, without quotes around it and without blanks around an unquoted one.
  struct Cell {
    var range: Range<Int>
    var isQuoted = false
    /// Whether a quote within is written as two.
    var hasDoubledQuote = false
    /// The first byte, a quote or the content's.
    var start: Int { isQuoted ? range.lowerBound - 1 : range.lowerBound }
  }

  let text: SourceText
  /// All cells, row after row.
  private(set) var cells: [Cell] = []
  /// The cells of a row, as the header has them.
  private(set) var width = 0
  private var next: Int

  init(_ text: SourceText) throws(DocumentError) {
    self.text = text
    next = text.start
    guard next < text.bytes.count else {
      throw text.error(
        at: next, expected: "a header line", found: "an empty file", remedy: "write the columns' names, and rows below")
    }
    while next < text.bytes.count { try row() }
  }

  /// What a cell reads, its quotes undone.
  func content(_ cell: Cell) -> String {
    let content = String(decoding: text.bytes[cell.range], as: UTF8.self)
    guard cell.hasDoubledQuote else { return content }
    var undone = String.UnicodeScalarView()
    var skips = false
    for scalar in content.unicodeScalars {
      skips = scalar == "\"" && !skips
      if !skips { undone.append(scalar) }
    }
    return String(undone)
  }

  private mutating func row() throws(DocumentError) {
    let start = next
    let first = cells.count
    var atLineEnd = false
    while !atLineEnd {
      cells.append(try cell())
      atLineEnd = try takeSeparator()
    }
    let count = cells.count - first
    if count == 1, cells[first].range.isEmpty, !cells[first].isQuoted {
      return try emptyLine(start)
    }
    if first == 0 { width = count }
    guard count == width else {
      throw text.error(
        at: start, expected: width == 1 ? "1 cell, as the header has" : "\(width) cells, as the header has",
        found: "\(count)", remedy: "complete the row, and put a cell that holds a comma in quotes")
    }
  }

  /// Lines without anything are passed over at the end of the file, and nowhere else.
  private mutating func emptyLine(_ start: Int) throws(DocumentError) {
    cells.removeLast()
    let isBlank = text.bytes[start...].allSatisfy { $0 == 0x0A || $0 == 0x0D || $0 == 0x20 || $0 == 0x09 }
    guard isBlank, width > 0 else {
      throw text.error(
        at: start, expected: width == 0 ? "a header line" : "a row", found: "an empty line",
        remedy: "remove it, or write an empty cell as \"\"")
    }
    next = text.bytes.count
  }

  private mutating func cell() throws(DocumentError) -> Cell {
    skipBlanks()
    if next < text.bytes.count, text.bytes[next] == UInt8(ascii: "\"") { return try quotedCell() }
    let start = next
    try text.bytes.withUnsafeBufferPointer { bytes throws(DocumentError) in
      while next < bytes.count {
        switch bytes[next] {
        case UInt8(ascii: ","), UInt8(ascii: "\n"), UInt8(ascii: "\r"): return
        case UInt8(ascii: "\""):
          throw text.error(
            at: next, expected: "a comma or a line end", found: "a quote within a cell",
            remedy: "put the whole cell in quotes and write each quote twice")
        case 0:
          throw text.error(
            at: next, expected: "text", found: "a zero byte", remedy: "save the file as text in the encoding UTF-8")
        default: next += 1
        }
      }
    }
    var end = next
    while end > start, text.bytes[end - 1] == 0x20 || text.bytes[end - 1] == 0x09 { end -= 1 }
    return Cell(range: start..<end)
  }

  private mutating func quotedCell() throws(DocumentError) -> Cell {
    let quote = next
    next += 1
    var cell = Cell(range: next..<next, isQuoted: true)
    while let end = text.bytes[next...].firstIndex(of: UInt8(ascii: "\"")) {
      next = end + 1
      if next < text.bytes.count, text.bytes[next] == UInt8(ascii: "\"") {
        cell.hasDoubledQuote = true
        next += 1
      } else {
        cell.range = quote + 1..<end
        skipBlanks()
        return cell
      }
    }
    throw text.error(
      at: quote, expected: "a closing quote", found: "the end of the file", remedy: "close the cell that starts here")
  }

  /// Takes a comma, or the line end or the end of the file, and then answers true.
  private mutating func takeSeparator() throws(DocumentError) -> Bool {
    guard next < text.bytes.count else { return true }
    let start = next
    if text.bytes[next] == UInt8(ascii: "\r") { next += 1 }
    let byte = next < text.bytes.count ? text.bytes[next] : 0
    next += 1
    switch byte {
    case UInt8(ascii: "\n"): return true
    case UInt8(ascii: ",") where next == start + 1: return false
    default:
      throw text.error(
        at: start, expected: "a comma or a line end",
        found: byte == 0 || next > start + 1
          ? "a carriage return alone" : text.excerpt(start..<text.end(ofCharacterAt: start)) + " behind a quote",
        remedy: "end lines by \\n or \\r\\n, and write a quote in a quoted cell twice")
    }
  }

  private mutating func skipBlanks() {
    while next < text.bytes.count, text.bytes[next] == 0x20 || text.bytes[next] == 0x09 { next += 1 }
  }
}
