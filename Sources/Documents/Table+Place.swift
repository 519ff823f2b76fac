extension Table {
  /// Where a cell stands in the CSV file that a table was read from, for messages about its value.
  ///
  /// Reads the file's structure anew: tables do not keep the places of their cells.
  /// - Parameter row: From 0, below the header.
  /// - Returns: nil when there is no such cell.
  public static func place(ofRow row: Int, column name: String, inCSV bytes: [UInt8]) -> DocumentError.Place? {
    guard let text = try? SourceText(bytes, file: ""), let scanner = try? CSVScanner(text) else { return nil }
    let column = scanner.cells.prefix(scanner.width).firstIndex { scanner.content($0) == name }
    guard let column else { return nil }
    let cell = (row + 1) * scanner.width + column
    return scanner.cells.indices.contains(cell) ? text.place(of: scanner.cells[cell].start) : nil
  }
}
