/// The entries of a panel's legend and where there is room for them.
struct LegendBox {
  /// The labels, in the order of the layers.
  let labels: [String]

  /// The height of one entry.
  static let entryHeight = 9.0
  /// The width of the sample of line or marker before a label, with its gap.
  static let sampleWidth = 19.0

  init(_ panel: Panel) {
    labels = panel.layers.compactMap(\.legendLabel)
  }

  /// The width of one entry: all have that of the widest.
  var entryWidth: Double {
    Self.sampleWidth + (labels.map { Typography.width($0, size: Typography.small) }.max() ?? 0)
  }

  /// Entries side by side in a row above a frame of the given width.
  ///
  /// gnuplot counts letters, not their widths, when it decides how many columns a frame has room for.
  func columns(inWidth width: Double) -> Int {
    let counted = Self.sampleWidth + 0.65 * Typography.small * Double(labels.map(\.count).max() ?? 0)
    return max(1, min(labels.count, Int(width / (max(entryWidth, counted) + 10))))
  }

  /// Rows above a frame of the given width.
  func rows(inWidth width: Double) -> Int {
    let columns = columns(inWidth: width)
    return (labels.count + columns - 1) / columns
  }

  /// The first corner in which the legend covers nothing of the layers, or `nil`.
  func freeCorner(of panel: Panel, x: AxisTicks, y: AxisTicks, width: Double, height: Double) -> Panel.Corner? {
    let boxWidth = (entryWidth + 8) / width
    let boxHeight = (Double(labels.count) * Self.entryHeight + 7) / height
    guard boxWidth < 0.75, boxHeight < 0.6 else { return nil }
    let traces = panel.layers.flatMap { $0.trace(x: x, y: y) }
    return Panel.Corner.allCases.first { corner in
      let isRight = corner == .upperRight || corner == .lowerRight
      let isUpper = corner == .upperRight || corner == .upperLeft
      let across = isRight ? (1 - boxWidth)...1.05 : -0.05...boxWidth
      let up = isUpper ? (1 - boxHeight)...1.05 : -0.05...boxHeight
      return !traces.contains { across.contains($0.x) && up.contains($0.y) }
    }
  }
}
