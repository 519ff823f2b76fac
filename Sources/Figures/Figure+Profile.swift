extension Figure {
  /// The profile of a cost along one parameter, with the parabola that standard errors assume.
  ///
  /// - Parameters:
  ///   - parameter: the axis of the parameter.
  ///   - values: where the profile was computed.
  ///   - rise: the least cost with the parameter held there, minus the least cost: Δχ² or −2 Δ log L.
  ///   - best: the best value.
  ///   - standardError: of the parameter; draws ((value − best) / error)²; `nil` draws no parabola.
  ///   - interval: the ends of the interval that the profile gives; `nil` for an open end.
  ///   - levels: rises drawn as lines of reference with their names, such as 1 for 68 %.
  public static func profile(
    name: String, title: String = "", caption: String, parameter: Axis, values: [Double], rise: [Double],
    riseAxis: Axis = Axis("−2 Δ log L"), best: Double, standardError: Double? = nil,
    interval: (lower: Double?, upper: Double?) = (nil, nil),
    levels: [(rise: Double, name: String)] = [(1, "68 %"), (3.841, "95 %")]
  ) -> Figure {
    let finite = values.filter(\.isFinite)
    let least = finite.min() ?? 0
    let greatest = finite.max() ?? 1
    let most = max(rise.filter(\.isFinite).max() ?? 1, levels.map(\.rise).max() ?? 0)
    var layers: [Layer] = []
    for level in levels where level.rise <= most * 1.2 {
      layers.append(.horizontal(level.rise))
      layers.append(
        .text(level.name, x: best, y: level.rise + most * 0.035, anchor: .centre, style: .init(colour: .grey)))
    }
    let dotted = Style(colour: .grey, dash: .dotted)
    for end in [interval.lower, interval.upper].compactMap({ $0 }) { layers.append(.vertical(end, style: dotted)) }
    layers.append(.line(x: values, y: rise, label: "profile", style: .series(0)))
    if let standardError, standardError > 0 {
      // Only where it stands no higher than the profile: its tails would shrink what matters.
      let grid = (0...200).map { least + (greatest - least) * Double($0) / 200 }
      let parabola = grid.map { value in
        let pull = (value - best) / standardError
        return pull * pull <= most * 1.05 ? pull * pull : .nan
      }
      layers.append(.line(x: grid, y: parabola, label: "standard error", style: .series(1)))
    }
    layers.append(.points(x: [best], y: [0], style: Style(colour: .blue)))
    let y = Axis(riseAxis.label, unit: riseAxis.unit, lower: 0)
    return Figure(
      name: name, title: title, caption: caption, panels: [Panel(x: parameter, y: y, layers: layers)])
  }
}
