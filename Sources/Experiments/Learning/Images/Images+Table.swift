import Determinism
import Documents
import Manifests

extension Images {
  init(_ source: ImageSource.Table) throws(ManifestErrors) {
    let (file, path) = (source.file, source.file.path)
    let table = try file.csv()
    guard let label = table.columns.first(where: { sameUTF8($0.name, source.label.value) }) else {
      throw ManifestErrors([table.missing(source.label, in: path)])
    }
    let columns = table.columns.filter { !sameUTF8($0.name, label.name) }
    let (height, width, channels) = (source.height.value, source.width, source.channels)
    guard columns.count == height * width * channels else {
      throw ManifestErrors([
        source.height.place.problem(
          expected: "as many pixels as \(path) has columns beside the label, \(columns.count)",
          found: "\(height) x \(width)" + (channels == 1 ? "" : " x \(channels)"))
      ])
    }
    var numbers: [[Double]] = []
    for column in columns {
      guard let values = column.values.pixels else {
        throw ManifestErrors([
          file.place.problem("the column \(column.name) of \(path) holds text where pixels are due")
        ])
      }
      if let bad = values.firstIndex(where: { !$0.isFinite }) {
        throw ManifestErrors([file.place.problem("\(path):\(bad + 2): the pixel \(column.name) is not finite")])
      }
      numbers.append(values)
    }
    let labels = try ImageLabels(
      label.values, declared: source.classes, of: path, at: source.label.place, line: { "\(path):\($0 + 2)" })
    self.init(
      height: height, width: width, channels: channels,
      pixels: (0..<table.rowCount).flatMap { row in numbers.map { Float($0[row] / source.scale) } },
      labels: labels.labels, classes: labels.classes)
  }
}

extension InputFile {
  /// The file as a table.
  func csv() throws(ManifestErrors) -> Table {
    let bytes = try bytes()
    do throws(DocumentError) { return try Table(csv: bytes, file: path) } catch {
      throw ManifestErrors([place.problem("\(error)")])
    }
  }
}

extension Table {
  /// What is to be said where a table has no column of that name.
  func missing(_ name: Located<String>, in path: String) -> Problem {
    name.place.problem(
      expected: "a column of \(path)", found: name.value,
      suggestion: nearestName(to: name.value, among: columns.map(\.name)))
  }
}

extension Table.Values {
  fileprivate var pixels: [Double]? {
    switch self {
    case .numbers(let numbers): numbers
    case .integers(let integers): integers.map(Double.init)
    case .texts: nil
    }
  }
}
