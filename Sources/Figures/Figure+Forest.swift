/// A value with its error, as one row of a forest plot.
public struct Estimate: Sendable, Equatable {
  /// The name of the row.
  public var name: String
  /// The value.
  public var value: Double
  /// How far the interval reaches below and above the value.
  public var below: Double
  public var above: Double
  /// Whether it is the joint value that the others are compared with; its interval is shaded through all rows.
  public var isShared: Bool

  /// A value with the lengths of its error bar.
  public init(name: String, value: Double, below: Double, above: Double, isShared: Bool = false) {
    self.name = name
    self.value = value
    self.below = below
    self.above = above
    self.isShared = isShared
  }

  /// A value with its standard error.
  public init(name: String, value: Double, standardError: Double, isShared: Bool = false) {
    self.init(name: name, value: value, below: standardError, above: standardError, isShared: isShared)
  }
}

extension Figure {
  /// What sharing bought: the shared value and each dataset's own, one row each, first at the top.
  ///
  /// Estimates that are not finite have an empty row. `truth` is a known value, drawn as a line.
  public static func forest(
    name: String, title: String = "", caption: String, parameter: Axis, estimates: [Estimate],
    truth: Double? = nil
  ) -> Figure {
    let rows = Double(estimates.count)
    var layers: [Layer] = []
    for shared in estimates where shared.isShared && shared.value.isFinite {
      let ends = [shared.value - shared.below, shared.value + shared.above]
      // A rectangle: one bar from the top row to the bottom one.
      layers.append(.band(x: ends, lower: [-0.5, -0.5], upper: [rows - 0.5, rows - 0.5], style: .series(1)))
      layers.append(.vertical(shared.value, style: Style(colour: .vermilion, width: 0.6)))
    }
    if let truth {
      layers.append(.vertical(truth, label: "truth", style: Style(colour: .black, dash: .dashed, width: 0.7)))
    }
    for (isShared, label, style) in [(false, "alone", Style.series(0)), (true, "shared", Style.series(1))] {
      let chosen = estimates.enumerated().filter { $0.element.isShared == isShared }
      guard !chosen.isEmpty else { continue }
      layers.append(
        .points(
          x: chosen.map(\.element.value), y: chosen.map { Double($0.offset) },
          xError: .asymmetric(below: chosen.map(\.element.below), above: chosen.map(\.element.above)), label: label,
          style: style))
    }
    let panel = Panel(
      x: parameter, y: Axis(categories: estimates.map(\.name), reversed: true), layers: layers, legend: .above,
      aspect: min(1.6, max(0.3, 0.12 + rows * 0.075)))
    return Figure(name: name, title: title, caption: caption, panels: [panel])
  }
}
