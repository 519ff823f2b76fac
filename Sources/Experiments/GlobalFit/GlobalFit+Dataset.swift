import Determinism
import Documents
import Manifests

extension GlobalFit {
  /// One dataset: a name and columns of numbers.
  struct Dataset: Sendable {
    let name: String
    let rows: Int
    let table: Table
    /// The table as its file holds it, which knows lines and columns.
    fileprivate let source: Table
    fileprivate let file: InputFile
    /// The rows of the file that are the dataset's.
    fileprivate let fileRows: [Int]

    /// A column's numbers.
    /// - Throws: a problem at a place in the manifest, when the column is missing or holds text: then with the cell.
    func numbers(_ column: String, at place: Place) throws(ManifestErrors) -> [Double] {
      guard let found = table.column(named: column) else {
        let known = table.columns.map(\.name)
        throw ManifestErrors([
          place.problem(
            "the dataset \(name) has no column \(column); it has \(known.joined(separator: ", "))",
            suggestion: nearestName(to: column, among: known))
        ])
      }
      guard let numbers = found.values.numbers else {
        do throws(DocumentError) { return try source.numbers(named: column) } catch {
          throw ManifestErrors([place.problem("\(error)")])
        }
      }
      if let row = numbers.firstIndex(where: \.isNaN) {
        let (count, what) = (numbers.count(where: \.isNaN), "correct the cell, or remove its row")
        let remedy = count == 1 ? what : what + "; there are \(count) like it in the column"
        throw ManifestErrors([problem(row, column, at: place, expected: "a number", remedy: remedy)])
      }
      return numbers
    }

    /// What is wrong with a cell's value: its file, line and column, and what would have been right.
    func problem(_ row: Int, _ column: String, at place: Place, expected: String, remedy: String) -> Problem {
      let value = table.column(named: column)?.values.labels[row] ?? ""
      let bytes = (try? file.bytes()) ?? []
      let cell = Table.place(ofRow: fileRows[row], column: column, inCSV: bytes) ?? .line(fileRows[row] + 2, column: 1)
      return place.problem(
        "\(DocumentError(file: file.path, place: cell, expected: "\(expected) in column \(column)", found: value, remedy: remedy))"
      )
    }
  }

  /// The datasets of a manifest as far as they could be read, in its order, or in that of the first row of each.
  struct DatasetReading {
    private(set) var datasets: [Dataset] = []
    private(set) var problems: [Problem] = []
    /// The names of all datasets, read or not; nil where they are not known.
    private(set) var names: [String]?

    init(_ source: DatasetSource) {
      switch source {
      case .files(let files):
        names = files.allSatisfy { !$0.namePlace.isExample } ? files.map(\.name) : nil
        for file in files where file.isSound { read(file) }
      case .column(let file, let by):
        guard !file.place.isExample, !by.place.isExample else { return }
        do throws(ManifestErrors) { try split(file.table(), file, by) } catch { problems += error.problems }
        if problems.isEmpty { names = datasets.map(\.name) }
      }
    }

    /// Whether every dataset was read.
    var isWhole: Bool { names?.count == datasets.count }

    private mutating func read(_ file: Named<InputFile>) {
      do throws(ManifestErrors) {
        let table = try file.value.table()
        guard table.rowCount > 0 else {
          throw ManifestErrors([file.place.problem("\(file.value.path) has a header and no rows")])
        }
        datasets.append(
          Dataset(
            name: file.name, rows: table.rowCount, table: table, source: table, file: file.value,
            fileRows: Array(0..<table.rowCount)))
      } catch {
        problems += error.problems
      }
    }

    private mutating func split(_ table: Table, _ file: InputFile, _ by: Located<String>) throws(ManifestErrors) {
      guard let column = table.column(named: by.value) else {
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
      datasets = order.map { label in
        let chosen = rows[label] ?? []
        let columns = table.columns.map { Table.Column($0.name, $0.values.picking(chosen)) }
        return Dataset(
          name: label, rows: chosen.count, table: Table(columns), source: table, file: file, fileRows: chosen)
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
