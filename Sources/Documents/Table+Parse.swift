import Determinism

extension Table {
  /// What a cell without a value means: one that is empty or reads `NA`, without quotes.
  public enum Missing: Sendable {
    /// A text like any other, so its column is one of texts.
    case text
    /// Not a number: its column may be numeric, with NaN there.
    case nan
  }

  /// Reads a CSV file in UTF-8: a header, then rows of as many cells, separated by commas.
  ///
  /// A byte order mark, CRLF, empty lines at the end and blanks around cells are passed over. A cell in quotes may hold
  /// anything, quotes as two, and **is text** even when it looks like a number. A column all of whose cells are
  /// integers is of integers, one all of whose cells are numbers by `Numeral` is of numbers (also where an integer is
  /// beyond `Int64`), any other is of texts; without rows, of numbers.
  /// - Throws: `DocumentError` with line and column for ragged rows, empty lines between rows, a name missing or twice,
  ///   stray quotes, zero bytes and what is not UTF-8.  Cost: linear, about 0.2 µs a cell.
  public init(csv bytes: [UInt8], file: String, missing: Missing = .text) throws(DocumentError) {
    let scanner = try CSVScanner(try SourceText(bytes, file: file))
    let names = try Self.names(scanner)
    let columns = names.indices.map { index in
      let (values, firstText) = Self.values(scanner, column: index, missing: missing)
      return Column(names[index], values, firstText: firstText)
    }
    self.init(columns, file: file)
  }

  private static func names(_ scanner: CSVScanner) throws(DocumentError) -> [String] {
    var names: [String] = []
    // Only asked, never listed; bytes, since equal strings may differ in theirs.
    var known: Set<[UInt8]> = []
    for cell in scanner.cells.prefix(scanner.width) {
      let name = scanner.content(cell)
      guard !name.isEmpty, known.insert(Array(name.utf8)).inserted else {
        throw scanner.text.error(
          at: cell.start, expected: name.isEmpty ? "a column's name" : "every column's name once",
          found: name.isEmpty ? "an empty cell in the header" : "\"\(name)\" again",
          remedy: "name each column differently")
      }
      names.append(name)
    }
    return names
  }

  private static func values(_ scanner: CSVScanner, column: Int, missing: Missing) -> (Values, Found?) {
    let rowCount = scanner.cells.count / scanner.width - 1
    let cells = (0..<rowCount).lazy.map { scanner.cells[($0 + 1) * scanner.width + column] }
    return scanner.text.bytes.withUnsafeBufferPointer { bytes in
      if !cells.isEmpty, let integers = all(cells, { integer(bytes, $0) }) { return (.integers(integers), nil) }
      if let numbers = all(cells, { number(bytes, $0, missing) }) { return (.numbers(numbers), nil) }
      let first = cells.first { number(bytes, $0, missing) == nil }.map { cell in
        Found(place: scanner.text.place(of: cell.start), text: found(scanner, cell))
      }
      return (.texts(cells.map(scanner.content)), first)
    }
  }

  private static func all<Value>(_ cells: some Sequence<CSVScanner.Cell>, _ read: (CSVScanner.Cell) -> Value?)
    -> [Value]?
  {
    var values: [Value] = []
    for cell in cells {
      guard let value = read(cell) else { return nil }
      values.append(value)
    }
    return values
  }

  private static func integer(_ bytes: UnsafeBufferPointer<UInt8>, _ cell: CSVScanner.Cell) -> Int64? {
    cell.isQuoted ? nil : Numeral.parseInteger(utf8: UnsafeBufferPointer(rebasing: bytes[cell.range]))
  }

  private static func number(
    _ bytes: UnsafeBufferPointer<UInt8>, _ cell: CSVScanner.Cell, _ missing: Missing
  ) -> Double? {
    guard !cell.isQuoted else { return nil }
    let text = bytes[cell.range]
    if missing == .nan, text.isEmpty || text.elementsEqual("NA".utf8) { return .nan }
    return Numeral.parse(utf8: UnsafeBufferPointer(rebasing: text))
  }

  private static func found(_ scanner: CSVScanner, _ cell: CSVScanner.Cell) -> String {
    if cell.range.isEmpty { return "an empty cell" }
    return scanner.text.excerpt(cell.range) + (cell.isQuoted ? " in quotes, which is text" : "")
  }
}
