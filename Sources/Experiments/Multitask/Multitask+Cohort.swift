import Determinism
import Documents
import Manifests

extension Multitask {
  /// Samples: what a network sees of each, and the columns that labels are read from.
  struct Cohort: Sendable {
    enum Inputs: Sendable {
      /// Images of shape `[height, width, channels]`, one after the other.
      case images([Float], shape: [Int])
      /// Columns of the table, coded by what the training set holds.
      case covariates([Covariate])
    }

    let inputs: Inputs
    let table: Table
    /// How the table is called in messages.
    let file: String

    var count: Int { table.rowCount }
  }

  /// What the network is given: the numbers of every sample, one after the other.
  struct Encoded: Sendable {
    let shape: [Int]
    /// What each number means, where it is one of a few.
    let names: [String]
    let values: [Float]

    var width: Int { shape.reduce(1, *) }
    func sample(_ i: Int) -> ArraySlice<Float> { values[i * width..<(i + 1) * width] }
  }
}

extension Multitask.Cohort {
  /// The inputs of every sample, scaled by what the training rows say, and by them alone.
  func encoded(training: ArraySlice<Int>) -> Multitask.Encoded {
    switch inputs {
    case .images(let pixels, let shape): return Multitask.Encoded(shape: shape, names: [], values: pixels)
    case .covariates(let covariates):
      let columns = covariates.flatMap { $0.coded(training: training) }
      return Multitask.Encoded(
        shape: [columns.count], names: columns.map(\.name),
        values: (0..<count).flatMap { row in columns.map { Float($0.values[row]) } })
    }
  }

  /// A column that a label is read from.
  /// - Throws: a problem at the place of its name.
  func column(_ name: Located<String>) throws(ManifestErrors) -> Table.Column {
    guard let column = table.column(named: name.value) else {
      throw ManifestErrors([
        name.place.problem(
          expected: "a column of \(file)", found: name.value,
          suggestion: nearestName(to: name.value, among: table.columns.map(\.name)))
      ])
    }
    return column
  }

  /// The numbers of a column; NaN where there is none.
  func numbers(_ name: Located<String>) throws(ManifestErrors) -> [Double] {
    switch try column(name).values {
    case .numbers(let numbers): return numbers
    case .integers(let integers): return integers.map(Double.init)
    case .texts(let texts):
      let row = texts.firstIndex { !isMissing($0) && Numeral.parse($0) == nil } ?? 0
      throw ManifestErrors([
        name.place.problem("\(place(row)): \(name.value) is the text \(texts[row]); a number or an empty cell is due")
      ])
    }
  }

  /// The texts of a column; nil where there is none.
  func texts(_ name: Located<String>) throws(ManifestErrors) -> [String?] {
    switch try column(name).values {
    case .numbers(let numbers):
      // A column of whole numbers is one of numbers where a cell is empty: 1 is still 1.
      return numbers.map { number in
        number.isNaN ? nil : Int64(exactly: number).map { Numeral.render($0) } ?? Numeral.render(number)
      }
    case .integers(let integers): return integers.map { Numeral.render($0) }
    case .texts(let texts): return texts.map { isMissing($0) ? nil : $0 }
    }
  }

  /// A row as messages name it, by its line.
  func place(_ row: Int) -> String { "\(file):\(row + 2)" }

  private func isMissing(_ text: String) -> Bool { text.isEmpty || sameUTF8(text, "NA") }
}
