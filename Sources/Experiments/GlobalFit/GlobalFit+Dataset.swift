import Determinism
import Documents
import Manifests

extension GlobalFit {
  /// One dataset: a name and columns of numbers.
  struct Dataset: Sendable {
    let name: String
    let rows: Int
    let table: Table

    /// Names of the columns that hold numbers.
    var numericColumns: [String] { table.columns.filter { $0.values.numbers != nil }.map(\.name) }

    /// A column's numbers.
    /// - Throws: a problem at a place in the manifest, when the column is missing or holds text.
    func numbers(_ column: String, at place: Place) throws(ManifestErrors) -> [Double] {
      guard let found = table.columns.first(where: { sameUTF8($0.name, column) }) else {
        let known = table.columns.map(\.name)
        throw ManifestErrors([
          place.problem(
            "the dataset \(name) has no column \(column); it has \(known.joined(separator: ", "))",
            suggestion: nearestName(to: column, among: known))
        ])
      }
      guard let numbers = found.values.numbers else {
        throw ManifestErrors([
          place.problem("the column \(column) of the dataset \(name) holds text where numbers are due")
        ])
      }
      return numbers
    }

    /// Reads all datasets, in the order of the manifest, or of the first row of each.
    static func read(_ source: DatasetSource) throws(ManifestErrors) -> [Dataset] {
      switch source {
      case .files(let files):
        var datasets: [Dataset] = []
        for file in files {
          let table = try file.value.table()
          guard let rows = table.columns.first?.values.count, rows > 0 else {
            throw ManifestErrors([file.place.problem("\(file.value.path) has a header and no rows")])
          }
          datasets.append(Dataset(name: file.name, rows: rows, table: table))
        }
        return datasets
      case .column(let file, let by): return try split(file.table(), file, by)
      }
    }

    private static func split(
      _ table: Table, _ file: InputFile, _ by: Located<String>
    ) throws(ManifestErrors) -> [Dataset] {
      guard let column = table.columns.first(where: { sameUTF8($0.name, by.value) }) else {
        let known = table.columns.map(\.name)
        throw ManifestErrors([
          by.place.problem(
            "\(file.path) has no column \(by.value); it has \(known.joined(separator: ", "))",
            suggestion: nearestName(to: by.value, among: known))
        ])
      }
      var order: [String] = []
      var rows: [String: [Int]] = [:]
      for (row, label) in column.values.labels.enumerated() {
        if rows[label] == nil { order.append(label) }
        rows[label, default: []].append(row)
      }
      guard !order.isEmpty else { throw ManifestErrors([file.place.problem("\(file.path) has a header and no rows")]) }
      return order.map { label in
        let chosen = rows[label] ?? []
        let columns = table.columns.map { Table.Column($0.name, $0.values.picking(chosen)) }
        return Dataset(name: label, rows: chosen.count, table: Table(columns))
      }
    }
  }
}

extension InputFile {
  /// The table that the file holds.
  fileprivate func table() throws(ManifestErrors) -> Table {
    let bytes = try bytes()
    do throws(DocumentError) { return try Table(csv: bytes, file: path) } catch {
      throw ManifestErrors([place.problem("\(error)")])
    }
  }
}

extension Table.Values {
  /// Integers are numbers too; texts are none.
  var numbers: [Double]? {
    switch self {
    case .numbers(let numbers): numbers
    case .integers(let integers): integers.map(Double.init)
    case .texts: nil
    }
  }

  /// Each value as a name for a dataset.
  var labels: [String] {
    switch self {
    case .numbers(let numbers): numbers.map { Numeral.render($0) }
    case .integers(let integers): integers.map { Numeral.render($0) }
    case .texts(let texts): texts
    }
  }

  fileprivate func picking(_ rows: [Int]) -> Table.Values {
    switch self {
    case .numbers(let numbers): .numbers(rows.map { numbers[$0] })
    case .integers(let integers): .integers(rows.map { integers[$0] })
    case .texts(let texts): .texts(rows.map { texts[$0] })
    }
  }
}
