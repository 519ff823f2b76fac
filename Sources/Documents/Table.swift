import Determinism

/// Named columns of equal length, in their order: what a CSV file holds.
public struct Table: Sendable, Equatable {
  /// A column: a name and its values.
  public struct Column: Sendable {
    public let name: String
    public let values: Values
    /// Where the first cell stands that is no number, in a column read from a file.
    let firstText: Found?

    public init(_ name: String, _ values: Values) { self.init(name, values, firstText: nil) }

    init(_ name: String, _ values: Values, firstText: Found?) {
      self.name = name
      self.values = values
      self.firstText = firstText
    }

    public init(_ name: String, numbers: [Double]) { self.init(name, .numbers(numbers)) }
    public init(_ name: String, integers: [Int64]) { self.init(name, .integers(integers)) }
    public init(_ name: String, texts: [String]) { self.init(name, .texts(texts)) }
  }

  /// The values of a column, all of one type.
  public enum Values: Sendable {
    case numbers([Double])
    case integers([Int64])
    case texts([String])

    public var count: Int {
      switch self {
      case .numbers(let numbers): numbers.count
      case .integers(let integers): integers.count
      case .texts(let texts): texts.count
      }
    }
  }

  /// A cell's place in its file and what it reads.
  struct Found: Sendable {
    let place: DocumentError.Place
    let text: String
  }

  public let columns: [Column]
  /// The file that the table was read from, as it was named to the reader; for messages.
  let file: String

  /// Traps when the columns differ in length or two have one name.
  public init(_ columns: [Column]) {
    self.init(columns, file: "table")
  }

  init(_ columns: [Column], file: String) {
    for column in columns {
      precondition(
        column.values.count == columns[0].values.count,
        "Table: column \(column.name) has \(column.values.count) rows, but \(columns[0].name) \(columns[0].values.count)"
      )
    }
    let names = columns.map(\.name).sorted(by: orderedByUTF8)
    for (name, next) in zip(names, names.dropFirst()) {
      precondition(!sameUTF8(name, next), "Table: two columns are called \(name)")
    }
    self.columns = columns
    self.file = file
  }

  public var rowCount: Int { columns.first?.values.count ?? 0 }

  /// The column of a name, compared by bytes; `nil` where there is none.
  public func column(named name: String) -> Column? {
    columns.first { sameUTF8($0.name, name) }
  }

  /// The values of a numeric column, integers as numbers.
  /// - Throws: `DocumentError` at the header when there is no such column, at the first cell that is no number else.
  public func numbers(named name: String) throws(DocumentError) -> [Double] {
    guard let column = column(named: name) else { throw missing(name) }
    switch column.values {
    case .numbers(let numbers): return numbers
    case .integers(let integers): return integers.map { Double($0) }
    case .texts(let texts):
      throw DocumentError(
        file: file, place: column.firstText?.place ?? .line(2, column: 1), expected: "a number in column \(name)",
        found: column.firstText?.text ?? "\"\(texts.first ?? "")\"", remedy: "correct the cell, or remove its row")
    }
  }

  /// The values of a column as texts, numbers as `Numeral` writes them.
  /// - Throws: `DocumentError` at the header when there is no such column.
  public func texts(named name: String) throws(DocumentError) -> [String] {
    guard let column = column(named: name) else { throw missing(name) }
    switch column.values {
    case .numbers(let numbers): return numbers.map { Numeral.render($0) }
    case .integers(let integers): return integers.map { Numeral.render($0) }
    case .texts(let texts): return texts
    }
  }

  private func missing(_ name: String) -> DocumentError {
    DocumentError(
      file: file, place: .line(1, column: 1), expected: "a column \(name)",
      found: "the columns " + columns.map(\.name).joined(separator: ", "), remedy: "name one of these")
  }
}

extension Table {
  /// Whether two tables are written alike: names, types and values in their order, all NaN being one.
  public static func == (a: Table, b: Table) -> Bool { a.columns == b.columns }
}

extension Table.Column: Equatable {
  public static func == (a: Table.Column, b: Table.Column) -> Bool {
    sameUTF8(a.name, b.name) && a.values == b.values
  }
}

extension Table.Values: Equatable {
  public static func == (a: Table.Values, b: Table.Values) -> Bool {
    switch (a, b) {
    case (.numbers(let a), .numbers(let b)):
      a.elementsEqual(b) { $0.bitPattern == $1.bitPattern || $0.isNaN && $1.isNaN }
    case (.integers(let a), .integers(let b)): a == b
    case (.texts(let a), .texts(let b)): a.elementsEqual(b, by: sameUTF8)
    default: false
    }
  }
}
