import Documents

// What figures read out of a recorded outcome.

extension Table {
  func texts(_ column: String) -> [String] {
    guard let values = columns.first(where: { $0.name == column })?.values else { return [] }
    return values.labels
  }

  func rows(where column: String, is text: String) -> [Int] {
    texts(column).enumerated().filter { $0.element == text }.map(\.offset)
  }

  func numbers(_ column: String, _ rows: [Int]) -> [Double] {
    guard let numbers = columns.first(where: { $0.name == column })?.values.numbers else { return [] }
    return rows.map { numbers[$0] }
  }

  /// A whole column of numbers.
  func numbers(_ column: String) -> [Double] { numbers(column, Array(0..<rowCount)) }
}

extension String {
  /// Letters and digits; the rest becomes _.
  var fileName: String {
    String(
      unicodeScalars.map {
        $0.isASCII && ($0.properties.isAlphabetic || $0.properties.numericType != nil) ? Character($0) : "_"
      })
  }
}
