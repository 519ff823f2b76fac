import Determinism
import Documents
import Manifests

/// Images `[n, height, width, 1]` with their classes.
struct Images: Sendable {
  let height, width: Int
  /// Row by row, image by image.
  let pixels: [Float]
  /// For each image its place among the classes.
  let labels: [Int]
  /// The names of the classes, in order: numbers by value, else by their bytes.
  let classes: [String]

  var count: Int { labels.count }
  var pixelCount: Int { height * width }

  /// - Throws: what is wrong with the table, at its place in the manifest.
  init(_ source: Classifier.ImageSource) throws(ManifestErrors) {
    let bytes = try source.file.bytes()
    let table: Table
    do throws(DocumentError) { table = try Table(csv: bytes, file: source.file.path) } catch {
      throw ManifestErrors([source.file.place.problem("\(error)")])
    }
    guard let label = table.columns.first(where: { sameUTF8($0.name, source.label.value) }) else {
      throw ManifestErrors([
        source.label.place.problem(
          expected: "a column of \(source.file.path)", found: source.label.value,
          suggestion: nearestName(to: source.label.value, among: table.columns.map(\.name)))
      ])
    }
    let columns = table.columns.filter { !sameUTF8($0.name, label.name) }
    (height, width) = (source.height.value, source.width)
    guard columns.count == height * width else {
      throw ManifestErrors([
        source.height.place.problem(
          expected: "as many pixels as \(source.file.path) has columns beside the label, \(columns.count)",
          found: "\(height) x \(width)")
      ])
    }
    var numbers: [[Double]] = []
    for column in columns {
      guard let values = column.values.pixels, let bad = values.firstIndex(where: { !$0.isFinite }) ?? Optional(-1)
      else {
        throw ManifestErrors([
          source.file.place.problem("the column \(column.name) of \(source.file.path) holds text where pixels are due")
        ])
      }
      guard bad < 0 else {
        throw ManifestErrors([
          source.file.place.problem("\(source.file.path):\(bad + 2): the pixel \(column.name) is not finite")
        ])
      }
      numbers.append(values)
    }
    let names = label.values.names
    classes = label.values.classes
    var place: [String: Int] = [:]
    for (i, name) in classes.enumerated() { place[name] = i }
    labels = names.map { place[$0] ?? 0 }
    guard classes.count > 1 else {
      throw ManifestErrors([
        source.label.place.problem("\(source.file.path) has images of \(classes.count) class; at least 2 are due")
      ])
    }
    pixels = (0..<names.count).flatMap { row in numbers.map { Float($0[row] / source.scale) } }
  }

  func image(_ i: Int) -> ArraySlice<Float> { pixels[i * pixelCount..<(i + 1) * pixelCount] }

  /// An image moved cyclically.
  func shifted(_ i: Int, down: Int, right: Int) -> [Float] {
    let image = Array(image(i))
    return (0..<pixelCount).map { p in
      let (y, x) = ((p / width - down) % height, (p % width - right) % width)
      return image[(y < 0 ? y + height : y) * width + (x < 0 ? x + width : x)]
    }
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

  fileprivate var names: [String] {
    switch self {
    case .numbers(let numbers): numbers.map { Numeral.render($0) }
    case .integers(let integers): integers.map { Numeral.render($0) }
    case .texts(let texts): texts
    }
  }

  /// The different values, in order.
  fileprivate var classes: [String] {
    switch self {
    case .numbers(let numbers): Set(numbers).sorted().map { Numeral.render($0) }
    case .integers(let integers): Set(integers).sorted().map { Numeral.render($0) }
    case .texts(let texts):
      texts.sorted(by: orderedByUTF8).reduce(into: []) {
        if $0.isEmpty || !sameUTF8($0[$0.count - 1], $1) { $0.append($1) }
      }
    }
  }
}
