import Determinism
import Documents
public import Figures
public import Manifests
public import Records

extension Classifier {
  public static func figures(
    of outcome: Outcome, _ parameters: Parameters, _ manifest: Manifest
  ) throws -> [Figure] {
    [
      rotations(outcome, manifest), translations(outcome, manifest), curves(outcome, manifest),
      classes(outcome, manifest), filters(outcome, manifest),
    ].compactMap { $0 }
  }

  /// Accuracy on turned images, a curve for each network.
  private static func rotations(_ outcome: Outcome, _ manifest: Manifest) -> Figure? {
    guard let table = outcome.table("rotations"), let angles = table["move"] else { return nil }
    let lowest = table.columns.dropFirst().flatMap { table[$0.name] ?? [] }.min() ?? 0
    // The circle closes: what holds at 0° holds at 360°.
    let layers = table.columns.dropFirst().enumerated().compactMap { k, column -> Figures.Layer? in
      guard let values = table[column.name], let first = values.first else { return nil }
      return .line(x: angles + [360], y: values + [first], label: title(column.name), style: .series(k).solid)
    }
    let marks = table.columns.dropFirst().enumerated().compactMap { k, column -> Figures.Layer? in
      guard let values = table[column.name] else { return nil }
      let quarters = angles.indices.filter { angles[$0].truncatingRemainder(dividingBy: 90) == 0 }
      return .points(x: quarters.map { angles[$0] }, y: quarters.map { values[$0] }, style: .series(k))
    }
    return Figure(
      name: "rotations", title: manifest.title ?? "",
      caption:
        "Accuracy on test images turned by an angle; training saw them upright. Marks are at quarter turns, which "
        + "only move pixels: there a network whose filter has turned copies says the same, bit for bit, as of the image "
        + "at rest.",
      panels: [
        Panel(
          x: Axis("turn of the image", unit: "degrees", lower: 0, upper: 360),
          y: Axis("accuracy", lower: (lowest * 10).rounded(.down) / 10, upper: 1), layers: layers + marks)
      ])
  }

  /// Accuracy under cyclic translations, of a network and of its twins.
  private static func translations(_ outcome: Outcome, _ manifest: Manifest) -> Figure? {
    guard let table = outcome.table("translations"), let shifts = table["move"], table.columns.count > 2,
      outcome.table("rotations") == nil
    else { return nil }
    let columns = table.columns.dropFirst()
    let layers = columns.enumerated().compactMap { k, column in
      table[column.name].map {
        Figures.Layer.line(x: shifts, y: $0, label: title(column.name), style: .series(k).solid)
      }
    }
    let marks = columns.enumerated().compactMap { k, column in
      table[column.name].map { Figures.Layer.points(x: shifts, y: $0, style: .series(k)) }
    }
    let rows = columns.compactMap { column -> (name: String, parameters: Double, adds: Double, change: Double)? in
      guard let own = outcome.metrics.path(["contrast", column.name]),
        let parameters = own["parameters_count"]?.asNumber, let adds = own["multiply_adds"]?.asNumber,
        let change = own.path(["translations", "largest_change_of_a_logit"])?.asNumber
      else { return nil }
      return (title(column.name), parameters, adds, change)
    }
    let bars = [("parameters", rows.map(\.parameters)), ("multiply-adds per image", rows.map(\.adds))].map {
      name, heights in
      Panel(
        x: Axis(categories: rows.map(\.name)), y: Axis(name, scale: .logarithmic),
        layers: [.bars(x: rows.indices.map(Double.init), heights: heights, width: 0.6)])
    }
    return Figure(
      name: "translations", title: manifest.title ?? "",
      caption:
        "What one filter at every position buys. Left: accuracy on test images moved cyclically along both axes; "
        + rows.map { "the largest change of a logit is \(Numeral.brief($0.change)) (\($0.name))" }.joined(
          separator: ", ")
        + ". Middle and right: what each network holds and what it computes.",
      panels: [
        Panel(x: Axis("shift", unit: "pixels"), y: Axis("accuracy", lower: 0, upper: 1.02), layers: layers + marks)
      ] + bars, columns: 3, size: .twoColumns)
  }

  private static func curves(_ outcome: Outcome, _ manifest: Manifest) -> Figure? {
    let tables = outcome.tables.filter { $0.name == "curve" || $0.name.hasPrefix("curve-") }
    guard !tables.isEmpty else { return nil }
    func lines(_ column: String) -> [Figures.Layer] {
      tables.enumerated().compactMap { k, entry in
        guard let epochs = entry.table["epoch"], let values = entry.table[column] else { return nil }
        let name = entry.name == "curve" ? "shared" : String(entry.name.dropFirst("curve-".count))
        return .line(x: epochs, y: values, label: tables.count > 1 ? title(name) : nil, style: .series(k).solid)
      }
    }
    return Figure(
      name: "training", title: manifest.title ?? "",
      caption: "Training: the mean cross-entropy of each epoch (left); the part of the test images, which training "
        + "never sees, told right after it (right).",
      panels: [
        Panel(x: Axis("epoch"), y: Axis("loss", unit: "nat", scale: .logarithmic), layers: lines("loss")),
        Panel(x: Axis("epoch"), y: Axis("test accuracy", upper: 1), layers: lines("test_accuracy")),
      ], columns: 2, size: .twoColumns)
  }

  private static func classes(_ outcome: Outcome, _ manifest: Manifest) -> Figure? {
    guard let table = outcome.table("classes"), let names = try? table.texts(named: "class"), table.columns.count == 3,
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

  /// How figures call a network.
  private static func title(_ name: String) -> String {
    switch name {
    case "shared": "shared"
    case "locally-connected": "by position"
    case "dense": "dense"
    case "own-orientations": "by orientation"
    case "cnn": "CNN"
    default: name
    }
  }
}

extension Table {
  fileprivate subscript(name: String) -> [Double]? { try? numbers(named: name) }
}
