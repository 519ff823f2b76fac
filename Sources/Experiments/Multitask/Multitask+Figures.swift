import Documents
public import Figures
public import Manifests
public import Records

extension Multitask {
  public static func figures(
    of outcome: Outcome, _ parameters: Parameters, _ manifest: Manifest
  ) throws -> [Figure] {
    [
      sharingFigure(outcome, manifest), training(outcome, manifest), confusionFigure(outcome, manifest),
      calibrationFigure(outcome, manifest), samples(outcome, manifest),
    ].compactMap { $0 }
  }

  /// Each task's first score against the training-set size, shared and alone, and what sharing gains.
  private static func sharingFigure(_ outcome: Outcome, _ manifest: Manifest) -> Figure? {
    guard let table = outcome.table("learning"), let tasks = outcome.metrics["learning"]?.asObject else { return nil }
    let networks = Network.allCases.filter { table.column(named: $0.rawValue) != nil }
    let rows = tasks.map { task in
      let score = task.value["score"]?.asString ?? ""
      let scores = table.texts("score")
      return table.rows(where: "task", is: task.key).filter { scores[$0] == score }
    }
    guard (rows.first?.count ?? 0) > 1 else { return nil }
    func axis(_ own: [Int]) -> Axis {
      let sizes = table.numbers("size", own)
      return Axis(
        "training set", unit: "samples", scale: .logarithmic, lower: (sizes.first ?? 1) / 1.25,
        upper: (sizes.last ?? 1) * 1.25)
    }
    let curves = zip(tasks, rows).map { task, own in
      let sizes = table.numbers("size", own)
      let layers = networks.flatMap { network -> [Figures.Layer] in
        let place = network == .shared ? 0 : 1
        let style = Style.series(place)
        let means = table.numbers(network.rawValue, own)
        // Beside each other, where bars would hide each other.
        let x = sizes.map { $0 * (place == 0 ? 0.97 : 1.03) }
        return [
          .line(x: x, y: means, style: style),
          .points(
            x: x, y: means,
            yError: errors(means, table.numbers("\(network.rawValue)_upper", own)),
            label: network == .shared ? "one trunk" : "each alone", style: style),
        ]
      }
      return Panel(
        title: task.key, x: axis(own), y: Axis(shown(task.value["score"]?.asString ?? "")), layers: layers,
        // Beside each other, frames are alike only when legends are.
        legend: networks.count > 1 ? .above : .none, aspect: 0.85)
    }
    let gains: [Panel] =
      networks.count < 2
      ? []
      : zip(tasks, rows).map { task, own in
        let (sizes, means) = (table.numbers("size", own), table.numbers("gain", own))
        return Panel(
          x: axis(own), y: Axis("gain by sharing"),
          layers: [
            .horizontal(0),
            .points(x: sizes, y: means, yError: errors(means, table.numbers("gain_upper", own)), style: .series(2)),
          ], aspect: 0.6)
      }
    return Figure(
      name: "sharing", title: manifest.title ?? "",
      caption:
        "Each task learned on one trunk with the others and alone, on as many steps: its score on samples that training "
        + "never sees, against the size of the training set (top), and the difference in the same repeats (bottom; above "
        + "0, sharing is better). Bars are intervals at 95 % for the mean over repeats.",
      panels: curves + gains, columns: tasks.count, sharesX: !gains.isEmpty, size: .twoColumns)
  }

  /// Symmetric bars; none where there was one repeat.
  private static func errors(_ means: [Double], _ upper: [Double]) -> Figures.Layer.Errors? {
    upper.allSatisfy(\.isFinite) ? .symmetric(zip(means, upper).map { $1 - $0 }) : nil
  }

  /// A score as axes name it.
  private static func shown(_ score: String) -> String {
    switch score {
    case "auc": "area under ROC"
    case "r2": "R²"
    default: score.replacing("_", with: " ")
    }
  }

  private static func training(_ outcome: Outcome, _ manifest: Manifest) -> Figure? {
    guard let table = outcome.table("curve") else { return nil }
    let layers = table.columns.dropFirst().enumerated().map { k, column in
      Figures.Layer.line(
        x: table.numbers("step"), y: table.numbers(column.name), label: column.name, style: .series(k))
    }
    return Figure(
      name: "training", title: manifest.title ?? "",
      caption: "The mean loss of each twentieth of the steps, in the first repeat at the largest size.",
      panels: [Panel(x: Axis("step"), y: Axis("loss"), layers: layers)])
  }

  private static func confusionFigure(_ outcome: Outcome, _ manifest: Manifest) -> Figure? {
    guard let table = outcome.table("confusion") else { return nil }
    let (tasks, networks) = (table.texts("task"), table.texts("network"))
    var panels: [Panel] = []
    for task in (outcome.metrics["tasks"]?.asObject ?? []).map(\.key) {
      for network in Network.allCases {
        let own = tasks.indices.filter { tasks[$0] == task && networks[$0] == network.rawValue }
        guard !own.isEmpty else { continue }
        let answers = table.texts("predicted")
        let classes = own.prefix { table.texts("class")[$0] == table.texts("class")[own[0]] }.map { answers[$0] }
        let counts = table.numbers("count", own)
        let rows = classes.indices.reversed().flatMap { k in counts[k * classes.count..<(k + 1) * classes.count] }
        panels.append(
          Panel(
            title: network == .shared ? "\(task), one trunk" : "\(task), alone",
            x: Axis("predicted", categories: classes), y: Axis("true", categories: classes.reversed()),
            layers: [
              .heatMap(
                Grid(
                  x: classes.indices.map(Double.init), y: classes.indices.map(Double.init), values: rows,
                  meaning: Axis("samples"), digits: 0))
            ], aspect: 1))
      }
    }
    return Figure(
      name: "confusion", title: manifest.title ?? "",
      caption: "How often a class (rows) of the test samples is taken for each (columns), at the largest size.",
      panels: panels, columns: min(2, panels.count), size: panels.count > 1 ? .twoColumns : .oneColumn)
  }

  private static func calibrationFigure(_ outcome: Outcome, _ manifest: Manifest) -> Figure? {
    guard let table = outcome.table("calibration") else { return nil }
    let (tasks, networks) = (table.texts("task"), table.texts("network"))
    let panels = (outcome.metrics["tasks"]?.asObject ?? []).map(\.key).compactMap { task -> Panel? in
      let layers = Network.allCases.enumerated().compactMap { k, network -> Figures.Layer? in
        let own = tasks.indices.filter { tasks[$0] == task && networks[$0] == network.rawValue }
        guard !own.isEmpty else { return nil }
        let observed = table.numbers("observed", own)
        let (below, above) = (table.numbers("observed_lower", own), table.numbers("observed_upper", own))
        return .points(
          x: table.numbers("predicted", own), y: observed,
          yError: .asymmetric(
            below: zip(observed, below).map { $0 - $1 }, above: zip(observed, above).map { $1 - $0 }),
          label: network == .shared ? "one trunk" : "alone", style: .series(k))
      }
      guard !layers.isEmpty else { return nil }
      return Panel(
        title: task, x: Axis("predicted survival", lower: 0, upper: 1),
        y: Axis("observed survival", lower: 0, upper: 1),
        layers: [.line(x: [0, 1], y: [0, 1], style: .reference)] + layers, aspect: 1)
    }
    return Figure(
      name: "calibration", title: manifest.title ?? "",
      caption:
        "Survival at the horizon in four groups of rising risk: predicted with the baseline hazard of the training "
        + "set, and observed in the test set (Kaplan and Meier, intervals at 95 %).",
      panels: panels)
  }

  private static func samples(_ outcome: Outcome, _ manifest: Manifest) -> Figure? {
    guard let array = outcome.arrays.first(where: { $0.name == "samples" })?.array, array.shape.count == 3,
      case .f32(let pixels) = array.scalars
    else { return nil }
    let (count, height, width) = (array.shape[0], array.shape[1], array.shape[2])
    let columns = min(5, count), rows = (count + columns - 1) / columns
    let (spanX, spanY) = (width + 2, height + 2)
    var values = [Double](repeating: .nan, count: (columns * spanX - 2) * (rows * spanY - 2))
    for image in 0..<count {
      for y in 0..<height {
        for x in 0..<width {
          let place = (image / columns * spanY + y) * (columns * spanX - 2) + image % columns * spanX + x
          values[place] = Double(pixels[(image * height + y) * width + x])
        }
      }
    }
    let (across, down) = (columns * spanX - 2, rows * spanY - 2)
    let grid = Grid(
      x: (0..<across).map(Double.init), y: (0..<down).map(Double.init),
      values: (0..<down).reversed().flatMap { values[$0 * across..<($0 + 1) * across] }, meaning: Axis("brightness"))
    return Figure(
      name: "samples", title: manifest.title ?? "",
      caption: "The first \(count) images of the test set of the first repeat.",
      panels: [
        Panel(
          x: Axis("pixel"), y: Axis("pixel"), layers: [.heatMap(grid)], aspect: Double(rows) / Double(columns))
      ], size: .twoColumns)
  }
}
