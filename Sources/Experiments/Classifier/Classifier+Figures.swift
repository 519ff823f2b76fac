import Documents
public import Figures
public import Manifests
public import Records

extension Classifier {
  public static func figures(
    of outcome: Outcome, _ parameters: Parameters, _ manifest: Manifest
  ) throws -> [Figure] {
    [curves(outcome, manifest), classes(outcome, manifest), filters(outcome, manifest), shifts(outcome, manifest)]
      .compactMap { $0 }
  }

  private static func curves(_ outcome: Outcome, _ manifest: Manifest) -> Figure? {
    guard let table = outcome.table("curve"), let epochs = table["epoch"], let loss = table["loss"],
      let test = table["test_accuracy"]
    else { return nil }
    return Figure(
      name: "training", title: manifest.title ?? "",
      caption: "Training: the mean cross-entropy of each epoch (left); the part of the test images, which training "
        + "never sees, told right after it (right).",
      panels: [
        Panel(
          x: Axis("epoch"), y: Axis("loss", unit: "nat", scale: .logarithmic),
          layers: [.line(x: epochs, y: loss, style: .series(0).solid)]),
        Panel(
          x: Axis("epoch"), y: Axis("test accuracy", upper: 1),
          layers: [.line(x: epochs, y: test, style: .series(1).solid)]),
      ], columns: 2, size: .twoColumns)
  }

  private static func classes(_ outcome: Outcome, _ manifest: Manifest) -> Figure? {
    guard let table = outcome.table("classes"), let names = try? table.texts(named: "class"),
      let accuracy = table["accuracy"]
    else { return nil }
    return Figure(
      name: "classes", title: manifest.title ?? "",
      caption: "The part of the test images of each class that is told right.",
      panels: [
        Panel(
          x: Axis("class", categories: names), y: Axis("accuracy", lower: 0, upper: 1),
          layers: [.bars(x: names.indices.map(Double.init), heights: accuracy, width: 0.7)])
      ])
  }

  private static func filters(_ outcome: Outcome, _ manifest: Manifest) -> Figure? {
    guard let array = outcome.arrays.first(where: { $0.name == "filters" })?.array, array.shape.count == 4,
      case .f32(let weights) = array.scalars
    else { return nil }
    let (height, width, channels, count) = (array.shape[0], array.shape[1], array.shape[2], array.shape[3])
    let columns = min(count, 8), rows = (count + columns - 1) / columns
    // A cell of blank around each filter; only the first channel is drawn.
    let (spanX, spanY) = (width + 1, height + 1)
    var values = [Double](repeating: .nan, count: (columns * spanX - 1) * (rows * spanY - 1))
    for filter in 0..<count {
      for y in 0..<height {
        for x in 0..<width {
          let place = (filter / columns * spanY + y) * (columns * spanX - 1) + filter % columns * spanX + x
          values[place] = Double(weights[((y * width + x) * channels) * count + filter])
        }
      }
    }
    let largest = values.reduce(0) { $1.isNaN ? $0 : max($0, abs($1)) }
    let grid = Grid(
      x: (0..<columns * spanX - 1).map(Double.init), y: (0..<rows * spanY - 1).map { -Double($0) }.reversed(),
      values: (0..<rows * spanY - 1).reversed().flatMap { row in
        values[row * (columns * spanX - 1)..<(row + 1) * (columns * spanX - 1)]
      }, colours: .diverging, range: -max(largest, 1e-6)...max(largest, 1e-6), meaning: Axis("weight"))
    return Figure(
      name: "filters", title: manifest.title ?? "",
      caption: "The \(count) filters of the first layer, \(height) × \(width) taps each.",
      panels: [
        Panel(
          x: Axis("column of taps"), y: Axis("row of taps"), layers: [.heatMap(grid)],
          aspect: Double(rows) / Double(columns))
      ])
  }

  /// Accuracy under translations, of the network and of its unshared twin.
  private static func shifts(_ outcome: Outcome, _ manifest: Manifest) -> Figure? {
    guard let contrast = outcome.metrics["contrast"] else { return nil }
    let layers = [("shared", "one filter at every position"), ("unshared", "a filter of its own at every position")]
      .enumerated().compactMap { k, names -> Figures.Layer? in
        guard let values = contrast.path([names.0, "translations", "accuracy_by_shift"])?.asArray else { return nil }
        let numbers = values.compactMap(\.asNumber)
        return .points(x: numbers.indices.map(Double.init), y: numbers, label: names.1, style: .series(k))
      }
    return Figure(
      name: "translations", title: manifest.title ?? "",
      caption: "Accuracy on test images moved cyclically along both axes.",
      panels: [Panel(x: Axis("shift", unit: "pixels"), y: Axis("accuracy", lower: 0, upper: 1), layers: layers)])
  }
}

extension Table {
  fileprivate subscript(name: String) -> [Double]? { try? numbers(named: name) }
}
