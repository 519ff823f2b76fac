extension Layout {
  /// Gives every frame its rectangle; returns the size of a frame.
  mutating func place(_ figure: Figure, columns: Int) throws(FigureError) -> (width: Double, height: Double) {
    let rows = (figure.panels.count + columns - 1) / columns
    let left = (0..<columns).map { c in greatest(figure, { $0 % columns == c }, Self.left) }
    let right = (0..<columns).map { c in greatest(figure, { $0 % columns == c }, Self.right) }
    let top = (0..<rows).map { r in greatest(figure, { $0 / columns == r }, Self.top) }
    let bottom = (0..<rows).map { r in greatest(figure, { $0 / columns == r }, Self.bottom) }
    let heading = title.isEmpty ? 0 : Typography.titleHeight(title.count) + 2

    let room = (width - 2 * Self.pad - left.reduce(0, +) - right.reduce(0, +)) / Double(columns)
    let fixed = top.reduce(0, +) + bottom.reduce(0, +) + heading + 2 * Self.pad
    var shapes = (0..<rows).map { r in
      figure.panels.indices.filter { $0 / columns == r }.map { Self.shape(figure.panels[$0], width: room) }.max() ?? 0
    }
    if figure.size.height == nil {
      height = (fixed + shapes.reduce(0, +)).rounded(.up)
    } else {
      let scale = (height - fixed) / shapes.reduce(0, +)
      shapes = shapes.map { $0 * scale }
    }
    guard room >= 20, (shapes.min() ?? 0) >= 15 else {
      throw .noRoom(figure: figure.name, width: figure.size.width, height: height / Self.pointsPerMillimetre)
    }

    var upper = height - Self.pad - heading
    for r in 0..<rows {
      upper -= top[r]
      var from = Self.pad
      for c in 0..<columns where r * columns + c < frames.count {
        from += left[c]
        setRectangles(
          r * columns + c, hasResiduals: figure.panels[r * columns + c].residuals != nil,
          in: Rectangle(left: from, bottom: upper - shapes[r], right: from + room, top: upper))
        from += room + right[c]
      }
      upper -= shapes[r] + bottom[r]
    }
    return (room, frames[0].main.height)
  }

  private mutating func setRectangles(_ k: Int, hasResiduals: Bool, in whole: Rectangle) {
    frames[k].main = whole
    guard hasResiduals else { return }
    let main = (whole.height - Self.residualGap) / (1 + Self.residualShare)
    frames[k].main.bottom = whole.top - main
    frames[k].residuals = Rectangle(
      left: whole.left, bottom: whole.bottom, right: whole.right, top: whole.top - main - Self.residualGap)
  }

  /// The height of a panel's frames at the given width.
  private static func shape(_ panel: Panel, width: Double) -> Double {
    let main = width * panel.aspect
    return panel.residuals == nil ? main : main * (1 + residualShare) + residualGap
  }

  private func greatest(
    _ figure: Figure, _ isMember: (Int) -> Bool, _ margin: (Panel, Frame) -> Double
  ) -> Double {
    frames.indices.filter(isMember).map { margin(figure.panels[$0], frames[$0]) }.max() ?? 0
  }

  // MARK: Margins

  private static func left(_ panel: Panel, _ frame: Frame) -> Double {
    let label = frame.showsYLabel && !panel.y.text.isEmpty ? Typography.label * Typography.leading + 2 : 0
    return label + tickWidth(frame) + tickGap
  }

  /// The widest number beside the vertical axes.
  static func tickWidth(_ frame: Frame) -> Double {
    let ticks = frame.y.ticks + (frame.residualsY?.ticks ?? [])
    return ticks.map { Typography.width($0) }.max() ?? 0
  }

  private static func right(_ panel: Panel, _ frame: Frame) -> Double {
    if let grid = panel.grid, let colours = frame.colours {
      let numbers = colours.ticks.map { Typography.width($0) }.max() ?? 0
      let label = grid.meaning.text.isEmpty ? 0 : Typography.label * Typography.leading
      return colourScale.gap + colourScale.width + 5 + numbers + label + 3
    }
    guard frame.showsX, !frame.rotatesX else { return 5 }
    let overhangs = frame.x.ticks.map { tick in
      Typography.width(tick) / 2 - (1 - frame.x.fraction(tick.place)) * frame.main.width
    }
    return max(5, (overhangs.max() ?? 0) + 2)
  }

  private static func top(_ panel: Panel, _ frame: Frame) -> Double {
    var height = 3.0
    if !frame.title.isEmpty { height += Typography.titleHeight(frame.title.count) + 1 }
    if frame.y.commonExponent != 0 { height = max(height, 3 + Typography.small * 1.4) }
    if case .above(_, let rows) = frame.legend { height += frame.liftOfLegend + Double(rows) * LegendBox.entryHeight }
    return height
  }

  private static func bottom(_ panel: Panel, _ frame: Frame) -> Double {
    guard frame.showsX else { return 5 }
    let widest = frame.x.ticks.map { Typography.width($0) }.max() ?? 0
    let ticks = frame.rotatesX ? widest + 5 : Typography.small * Typography.leading + 4
    let hasLabel = !panel.x.text.isEmpty || frame.x.commonExponent != 0
    return ticks + (hasLabel ? Typography.label * Typography.leading : 0) + 2
  }
}
