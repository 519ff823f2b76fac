import Determinism
import Documents
import Records

/// A table of an outcome in a page: its first rows, and where the whole of it is.
struct TableView {
  struct Cell {
    let text: String
    let isNumber: Bool
  }

  struct Row {
    let cells: [Cell]
  }

  let name: String
  let columns: [Cell]
  let rows: [Row]
  let extent: String
  let link: String
  /// Few rows are shown at once; a long table is unfolded by the reader.
  let isShort: Bool

  private static let mostRows = 24
  private static let mostColumns = 12
  private static let mostTables = 60

  static func all(of dossier: Dossier, _ places: RecordPlaces) -> [TableView] {
    (dossier.outcome?.tables ?? []).prefix(mostTables).map { name, table in
      TableView(name, table, link: places.link(places.outcome + "tables/\(name).csv"))
    }
  }

  init(_ name: String, _ table: Table, link: String) {
    self.name = name
    self.link = link
    let shown = table.columns.prefix(Self.mostColumns)
    let count = min(table.rowCount, Self.mostRows)
    columns = shown.map { Cell(text: $0.name, isNumber: !$0.values.areTexts) }
    rows = (0..<count).map { row in Row(cells: shown.map { Cell($0.values, row) }) }
    isShort = table.rowCount <= 10
    let all = "\(Typeset.count(table.rowCount, "row")), \(Typeset.count(table.columns.count, "column"))"
    let cut = count < table.rowCount || shown.count < table.columns.count
    extent = cut ? "\(all); the first \(Typeset.count(count, "row")) shown" : all
  }
}

extension TableView.Cell {
  fileprivate init(_ values: Table.Values, _ row: Int) {
    switch values {
    case .numbers(let numbers): self.init(text: Typeset.number(numbers[row], digits: 5), isNumber: true)
    case .integers(let integers): self.init(text: Typeset.grouped(integers[row]), isNumber: true)
    case .texts(let texts): self.init(text: texts[row], isNumber: false)
    }
  }
}

extension Table.Values {
  fileprivate var areTexts: Bool { if case .texts = self { true } else { false } }
}

/// Any other file of an outcome: arrays with what they hold, the rest with its size.
struct FileView {
  let name: String
  let kind: String
  /// Where it lies; nil for a file too large for the site.
  let link: String?
  /// How to get a file that the site does not hold.
  let command: String?

  /// Larger files stay in the ledger.
  static let largest = 4 << 20

  static func all(of dossier: Dossier, _ places: RecordPlaces) -> [FileView] {
    var files = dossier.outcomeFiles.filter {
      !($0.path.hasPrefix("tables/") && $0.path.hasSuffix(".csv"))
    }
    files.removeAll { $0.path == "metrics.json" || $0.path == "sharing.json" }
    return files.prefix(400).map { file in
      let isHeld = file.bytes.count <= largest
      return FileView(
        name: file.path, kind: kind(of: file), link: isHeld ? places.link(places.outcome + file.path) : nil,
        command: isHeld || dossier.record == nil ? nil : "kanon show \(dossier.designation) outcome/\(file.path)")
    }
  }

  private static func kind(of file: StoredFile) -> String {
    let size = Typeset.size(file.bytes.count)
    guard file.path.hasSuffix(".npy"), let array = try? NumericArray(npy: file.bytes, file: file.path) else {
      return size
    }
    let shape = array.shape.map(String.init).joined(separator: " × ")
    return "\(shape.isEmpty ? "scalar" : shape) \(array.type)\(array.range.map { ", " + $0 } ?? ""), \(size)"
  }
}

extension NumericArray {
  fileprivate var type: String {
    switch scalars {
    case .f64: "float64"
    case .f32: "float32"
    case .i64: "int64"
    }
  }

  /// `from −1.2 to 3.4`; nil when there is no number.
  fileprivate var range: String? {
    func range(_ values: some Sequence<Double>) -> String? {
      var (least, most) = (Double.infinity, -Double.infinity)
      for value in values { (least, most) = (min(least, value), max(most, value)) }
      return least <= most ? "from \(Typeset.number(least, digits: 4)) to \(Typeset.number(most, digits: 4))" : nil
    }
    switch scalars {
    case .f64(let values): return range(values)
    case .f32(let values): return range(values.lazy.map { Double($0) })
    case .i64(let values): return range(values.lazy.map { Double($0) })
    }
  }
}
