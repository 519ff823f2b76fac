import Documents
public import Figures
public import Manifests
public import Records

extension Siamese {
  public static func figures(
    of outcome: Outcome, _ parameters: Parameters, _ manifest: Manifest
  ) throws -> [Figure] {
    [
      examples(outcome, manifest), training(outcome, manifest), verification(outcome, manifest),
      embedding(outcome, manifest), exchange(outcome, manifest),
    ].compactMap { $0 }
  }

  private static let words = [
    "genuine": "genuine pairs", "forgeries": "skilled forgeries", "other_classes": "other classes",
  ]

  /// Images of some classes, a row for each: genuine ones, then forgeries.
  private static func examples(_ outcome: Outcome, _ manifest: Manifest) -> Figure? {
    guard let array = outcome.arrays.first(where: { $0.name == "examples" })?.array, array.shape.count == 4,
      case .f32(let pixels) = array.scalars, let classes = outcome.table("classes")?.texts("class"),
      let forged = outcome.table("embedding")?.numbers("forged")
    else { return nil }
    let (rows, columns, height, width) = (array.shape[0], array.shape[1], array.shape[2], array.shape[3])
    let hasForgeries = forged.contains(1)
    let genuine = hasForgeries ? columns - min(4, columns / 2) : columns
    // A blank line around each image, and a wider gap before the forgeries.
    let (spanX, spanY) = (width + 1, height + 1)
    let gap = hasForgeries ? max(2, width / 16) : 0
    let (across, down) = (columns * spanX - 1 + gap, rows * spanY - 1)
    var values = [Double](repeating: .nan, count: across * down)
    for row in 0..<rows {
      for column in 0..<columns {
        let left = column * spanX + (column >= genuine ? gap : 0)
        for y in 0..<height {
          for x in 0..<width {
            // Rows of a grid are counted from below.
            let place = (down - 1 - row * spanY - y) * across + left + x
            values[place] = 1 - Double(pixels[((row * columns + column) * height + y) * width + x])
          }
        }
      }
    }
    let grid = Grid(
      x: (0..<across).map(Double.init), y: (0..<down).map(Double.init), values: values, colours: .sequential,
      range: 0...1, meaning: Axis("brightness"))
    let title = hasForgeries ? "\(genuine) genuine ones, then \(columns - genuine) forgeries" : "\(columns) images"
    return Figure(
      name: "examples", title: manifest.title ?? "",
      caption:
        "Images of the classes \(classes.prefix(rows).joined(separator: ", ")), none of which training has seen: "
        + "a row each, \(title).",
      panels: [
        Panel(
          x: Axis("column of pixels"), y: Axis("row of pixels"), layers: [.heatMap(grid)],
          aspect: Double(down) / Double(across))
      ], size: .twoColumns)
  }

  private static func training(_ outcome: Outcome, _ manifest: Manifest) -> Figure? {
    guard let curve = outcome.table("curve") else { return nil }
    let steps = curve.numbers("epoch")
    return Figure(
      name: "training", title: manifest.title ?? "",
      caption:
        "Training: the mean loss of each interval of steps (left); the equal error rate on pairs of classes that "
        + "training never sees, told right after it (right).",
      panels: [
        Panel(
          x: Axis("interval"), y: Axis("loss", scale: .logarithmic),
          layers: [.line(x: steps, y: curve.numbers("loss"), style: .series(0).solid)]),
        Panel(
          x: Axis("interval"), y: Axis("equal error rate", lower: 0),
          layers: [.line(x: steps, y: curve.numbers("test_eer"), style: .series(1).solid)]),
      ], columns: 2, size: .twoColumns)
  }

  /// The operating curves, and how distances are spread.
  private static func verification(_ outcome: Outcome, _ manifest: Manifest) -> Figure? {
    guard let roc = outcome.table("roc"), let spread = outcome.table("distances") else { return nil }
    var curves: [Figures.Layer] = [.line(x: [1e-4, 1], y: [1e-4, 1], style: .reference)]
    var bars: [Figures.Layer] = []
    for (k, sort) in ["forgeries", "other_classes"].enumerated() {
      let rows = roc.rows(where: "impostors", is: sort)
      guard !rows.isEmpty else { continue }
      curves.append(
        .line(
          x: roc.numbers("false_accept", rows), y: roc.numbers("false_reject", rows), label: words[sort],
          style: .series(k + 1)))
    }
    for (k, sort) in ["genuine", "forgeries", "other_classes"].enumerated()
    where spread.columns.contains(where: { $0.name == sort }) {
      bars.append(
        .steps(x: spread.numbers("distance"), y: spread.numbers(sort), label: words[sort], style: .series(k)))
    }
    if let threshold = ["forgeries", "other_classes"].lazy.compactMap({
      outcome.metrics.path(["verification", $0, "eer_threshold"])?.asNumber
    }).first {
      bars.append(.vertical(threshold))
    }
    return Figure(
      name: "verification", title: manifest.title ?? "",
      caption: "Pairs of classes that training never saw. Left: the part of genuine pairs that a threshold refuses "
        + "against the part of impostors that it accepts; on the grey line both are equal. Right: the distances; the "
        + "grey line is the threshold of equal errors.",
      panels: [
        Panel(
          x: Axis("false accepts", scale: .logarithmic, lower: 1e-3, upper: 1),
          y: Axis("false rejects", scale: .logarithmic, lower: 1e-3, upper: 1), layers: curves, aspect: 0.85),
        Panel(x: Axis("distance", lower: 0), y: Axis("part of pairs", lower: 0), layers: bars, aspect: 0.85),
      ], columns: 2, size: .twoColumns)
  }

  /// The vectors of test images along their two main components.
  private static func embedding(_ outcome: Outcome, _ manifest: Manifest) -> Figure? {
    guard let table = outcome.table("embedding"), let classes = outcome.table("classes")?.texts("class") else {
      return nil
    }
    let (x, y, forged) = (table.numbers("component_1"), table.numbers("component_2"), table.numbers("forged"))
    guard !x.isEmpty, x.count == y.count else { return nil }
    var layers: [Figures.Layer] = []
    let shown = classes.prefix(6)
    for (k, own) in shown.enumerated() {
      let rows = table.rows(where: "class", is: own)
      var style = Style.series(k)
      style.marker = .disc
      let genuine = rows.filter { forged[$0] == 0 }, others = rows.filter { forged[$0] != 0 }
      layers.append(.points(x: genuine.map { x[$0] }, y: genuine.map { y[$0] }, label: own, style: style))
      style.marker = .openSquare
      if !others.isEmpty { layers.append(.points(x: others.map { x[$0] }, y: others.map { y[$0] }, style: style)) }
    }
    let parts = outcome.metrics.path("components.variance")?.asArray?.compactMap(\.asNumber) ?? []
    func axis(_ k: Int) -> Axis {
      Axis("component \(k + 1)" + (k < parts.count ? ", \(Int((100 * parts[k]).rounded())) % of variance" : ""))
    }
    return Figure(
      name: "embedding", title: manifest.title ?? "",
      caption:
        "Vectors of images of \(shown.count) of the \(classes.count) classes that training never saw, along their "
        + "two main components"
        + (forged.contains(1) ? "; open squares are forgeries of the class of their colour." : "."),
      panels: [Panel(x: axis(0), y: axis(1), layers: layers, aspect: 0.8)])
  }

  /// Distances with the twins exchanged: of twins that are one, and of untied ones.
  private static func exchange(_ outcome: Outcome, _ manifest: Manifest) -> Figure? {
    guard let table = outcome.table("exchange"), let roc = outcome.table("roc"),
      let other = outcome.table("unshared_roc")
    else { return nil }
    var layers: [Figures.Layer] = []
    for (k, names) in [("unshared", "two encoders"), ("shared", "one encoder")].enumerated() {
      var style = Style.series(1 - k)
      style.markerSize = 2
      layers.append(
        .points(x: table.numbers(names.0), y: table.numbers(names.0 + "_exchanged"), label: names.1, style: style))
    }
    var curves: [Figures.Layer] = [.line(x: [1e-4, 1], y: [1e-4, 1], style: .reference)]
    for (k, sort) in ["forgeries", "other_classes"].enumerated() {
      for (table, name, place) in [(roc, "one encoder", 0), (other, "two encoders", 1)] {
        let rows = table.rows(where: "impostors", is: sort)
        guard !rows.isEmpty else { continue }
        var style = Style.series(place)
        style.dash = k == 0 ? .solid : .dashed
        curves.append(
          .line(
            x: table.numbers("false_accept", rows), y: table.numbers("false_reject", rows),
            label: "\(name), \(words[sort] ?? sort)", style: style))
      }
    }
    return Figure(
      name: "twins", title: manifest.title ?? "",
      caption:
        "What it buys that both twins are one encoder. Left: the distance of two images against that of the same "
        + "images in the other order, equal to the last bit for one encoder. Right: false rejects against false accepts.",
      panels: [
        Panel(x: Axis("d(a, b)", lower: 0), y: Axis("d(b, a)", lower: 0), layers: layers, aspect: 0.85),
        Panel(
          x: Axis("false accepts", scale: .logarithmic, lower: 1e-3, upper: 1),
          y: Axis("false rejects", scale: .logarithmic, lower: 1e-3, upper: 1), layers: curves, aspect: 0.85),
      ], columns: 2, size: .twoColumns)
  }
}
