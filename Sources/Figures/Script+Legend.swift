import Determinism

extension Script {
  /// gnuplot's key where the layout found room for it.
  mutating func writeLegend(_ panel: Panel, _ frame: Layout.Frame, _ layout: Layout) {
    let look = "Left reverse noenhanced samplen 1.6 spacing leading font \",\(Self.number(Typography.small))\""
    switch frame.legend {
    case .none: line("unset key")
    case .inside(let corner): line("set key inside \(corner.words) vertical \(look)")
    case .above(let columns, let rows):
      // gnuplot hangs the block of rows from the place given.
      let top = frame.main.top + frame.liftOfLegend + Double(rows) * LegendBox.entryHeight
      line(
        "set key at \(layout.screen(frame.main.left, top)) left top horizontal maxcols \(columns) \(look)")
    }
  }

  /// The palette, the scale beside the frame, and the values written into the cells.
  mutating func writeColours(_ grid: Grid, _ ticks: AxisTicks, _ box: Rectangle, _ layout: Layout) {
    line("set palette defined (\(grid.colours.stops))")
    line("set cbrange [\(Self.value(ticks.lower)):\(Self.value(ticks.upper))] noextend")
    let left = box.right + Layout.colourScale.gap
    line(
      "set colorbox vertical user origin \(layout.screen(left, box.bottom)) "
        + "size \(layout.screen(Layout.colourScale.width, box.height)) border")
    line(
      "set cbtics scale 0.4 (\(Self.list(ticks.ticks.filter { !$0.isMinor }, showsLabels: true))) enhanced "
        + "font \",\(Self.number(Typography.small))\"")
    let numbers = ticks.ticks.map { Typography.width($0) }.max() ?? 0
    if !grid.meaning.text.isEmpty {
      let x = left + Layout.colourScale.width + 5 + numbers + 2 + Typography.label * 0.5
      label(
        grid.meaning.text, at: layout.screen(x, (box.bottom + box.top) / 2), size: Typography.label, rotated: true)
    }
    writeCommonExponent(ticks, Rectangle(left: left - 4, bottom: box.bottom, right: box.right, top: box.top), layout)
    if let digits = grid.digits { writeValues(grid, digits: digits, ticks) }
  }

  private mutating func writeValues(_ grid: Grid, digits: Int, _ ticks: AxisTicks) {
    for (row, y) in grid.y.enumerated() {
      for (column, x) in grid.x.enumerated() {
        let value = grid.values[row * grid.x.count + column]
        guard value.isFinite else { continue }
        let isDark = grid.colours.isDark(at: ticks.fraction(value))
        label(
          Decimal10.fixed(value, digits: digits), at: "first \(Self.value(x)),\(Self.value(y))",
          colour: isDark ? Style.Colour(rgb: 0xFFFFFF) : .black)
      }
    }
  }
}

extension Panel.Corner {
  var words: String {
    switch self {
    case .upperRight: "right top"
    case .upperLeft: "left top"
    case .lowerRight: "right bottom"
    case .lowerLeft: "left bottom"
    }
  }
}

extension Grid.ColourScale {
  /// The colours that gnuplot interpolates between.
  var stops: String {
    switch self {
    case .sequential:
      "0 \"#00224e\", 1 \"#2a3f6d\", 2 \"#575d6d\", 3 \"#7d7c78\", 4 \"#a69d75\", 5 \"#d3c164\", 6 \"#fee838\""
    case .diverging:
      "0 \"#0072b2\", 1 \"#7fb8d8\", 2 \"#ffffff\", 3 \"#eaae7f\", 4 \"#d55e00\""
    }
  }

  /// Whether black letters would be hard to read on the colour at a fraction of the scale.
  func isDark(at fraction: Double) -> Bool {
    switch self {
    case .sequential: fraction < 0.5
    case .diverging: fraction < 0.15
    }
  }
}

extension Decimal10 {
  /// A number with a fixed count of digits after the point, and a true minus sign.
  static func fixed(_ value: Double, digits: Int) -> String {
    let digits = min(max(digits, 0), 15)
    let scale = Decimal10(digits: 1, exponent: digits).value
    guard abs(value * scale) < 9e15 else { return Numeral.render(value) }
    let rounded = Int((value * scale).rounded(.toNearestOrEven))
    let text = String(rounded.magnitude)
    let padded = String(repeating: "0", count: max(0, digits + 1 - text.count)) + text
    let sign = rounded < 0 ? "−" : ""
    return digits == 0 ? sign + text : sign + padded.dropLast(digits) + "." + padded.suffix(digits)
  }
}
