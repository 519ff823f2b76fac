import Determinism
public import Documents

extension FamilyTable {
  /// Reads a table in CAFE's format: a header and one line per family, tabs between columns; the first two columns
  /// are a description and the family's name, the others species.
  /// - Parameter file: how messages name it.
  /// - Throws: `DocumentError` at the place of what is wrong.
  public init(tabbed bytes: [UInt8], file: String) throws(DocumentError) {
    let text = FileText(bytes, file: file)
    var lines = Self.lines(of: text)[...]
    guard let header = lines.popFirst() else {
      throw text.error(
        at: text.start, expected: "a header of columns parted by tabs", found: "an empty file",
        remedy: "write Desc, Family ID and the species")
    }
    let columns = Self.cells(of: header, in: text)
    guard columns.count > 2 else {
      throw text.error(
        at: header.lowerBound, expected: "a header of at least three columns parted by tabs",
        found: text.excerpt(header), remedy: "write Desc, Family ID and the species, with tabs between them")
    }
    let species = columns.dropFirst(2).map { text.text($0) }
    try Self.checkDistinct(species, at: columns.dropFirst(2).map(\.lowerBound), "species", in: text)
    var families: [Family] = []
    for line in lines {
      let cells = Self.cells(of: line, in: text)
      guard cells.count == columns.count else {
        throw text.error(
          at: line.lowerBound, expected: "\(columns.count) columns", found: "\(cells.count)",
          remedy: "give every family one count per species, with tabs between them")
      }
      var counts: [Int] = []
      for (cell, name) in zip(cells.dropFirst(2), species) { counts.append(try Self.count(cell, of: name, in: text)) }
      families.append(
        Family(text.text(cells[1]), description: text.text(cells[0]), counts: counts, offset: cells[1].lowerBound))
    }
    try Self.checkDistinct(families.map(\.name), at: families.map(\.offset), "family", in: text)
    guard !families.isEmpty else {
      throw text.error(
        at: header.lowerBound, expected: "families below the header", found: "none", remedy: "add a line for each")
    }
    self.init(
      species: species, families: families, text: text, places: columns.dropFirst(2).map(\.lowerBound))
  }

  /// The largest count that is read: a greater one is a mistake, or no family.
  private static let limit: Int64 = 1_000_000

  private static func count(_ cell: Range<Int>, of species: String, in text: FileText) throws(DocumentError) -> Int {
    guard let count = Numeral.parseInteger(text.text(cell)) else {
      throw text.error(
        at: cell.lowerBound, expected: "the count of \(species), a whole number", found: text.excerpt(cell),
        remedy: "write 0 where a species has no copy")
    }
    guard count >= 0, count <= limit else {
      throw text.error(
        at: cell.lowerBound, expected: "the count of \(species), from 0 to \(limit)", found: "\(count)",
        remedy: "correct the count, or remove the family")
    }
    return Int(count)
  }

  private static func checkDistinct(
    _ names: [String], at offsets: [Int], _ what: String, in text: FileText
  ) throws(DocumentError) {
    for (name, offset) in zip(names, offsets) where name.isEmpty {
      throw text.error(at: offset, expected: "the name of a \(what)", found: "nothing", remedy: "name it")
    }
    let order = names.indices.sorted { a, b in
      sameUTF8(names[a], names[b]) ? a < b : orderedByUTF8(names[a], names[b])
    }
    let twins = zip(order, order.dropFirst()).filter { sameUTF8(names[$0.0], names[$0.1]) }
    guard let twin = twins.map(\.1).min() else { return }
    throw text.error(
      at: offsets[twin], expected: "a name for each \(what)", found: "a second \(names[twin])",
      remedy: "rename or remove one of them")
  }

  /// Lines with something in them, without their ends; those that begin with # are comments.
  private static func lines(of text: FileText) -> [Range<Int>] {
    var lines: [Range<Int>] = []
    var start = text.start
    while start < text.bytes.count {
      let end = text.bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? text.bytes.count
      var last = end
      while last > start, text.bytes[last - 1] == UInt8(ascii: "\r") { last -= 1 }
      let isBlank = text.bytes[start..<last].allSatisfy { $0 == 0x20 || $0 == 0x09 }
      if !isBlank, text.bytes[start] != UInt8(ascii: "#") { lines.append(start..<last) }
      start = end + 1
    }
    return lines
  }

  /// Cells between tabs, without blanks around them.
  private static func cells(of line: Range<Int>, in text: FileText) -> [Range<Int>] {
    var cells: [Range<Int>] = []
    var start = line.lowerBound
    while true {
      let end = text.bytes[start..<line.upperBound].firstIndex(of: UInt8(ascii: "\t")) ?? line.upperBound
      var (low, high) = (start, end)
      while low < high, text.bytes[low] == 0x20 { low += 1 }
      while high > low, text.bytes[high - 1] == 0x20 { high -= 1 }
      cells.append(low..<high)
      guard end < line.upperBound else { return cells }
      start = end + 1
    }
  }
}
