/// Where everything of a figure stands on its page: computed from the widths of the labels before gnuplot
/// sees anything, so that frames align and nothing overlaps.
struct Layout {
  /// The page, in points.
  var width: Double
  var height: Double
  /// The title of the figure, line by line.
  var title: [String]
  /// One per panel.
  var frames: [Frame]

  /// Where one panel stands.
  struct Frame {
    var main = Rectangle(left: 0, bottom: 0, right: 0, top: 0)
    var residuals: Rectangle?
    var x: AxisTicks
    var y: AxisTicks
    var residualsY: AxisTicks?
    var colours: AxisTicks?
    /// Whether the x axis is labelled here or by the panel below.
    var showsX = true
    /// Whether the y label stands here or at the panel to the left.
    var showsYLabel = true
    /// Whether names on the x axis stand upright, for want of room.
    var rotatesX = false
    /// The title of the panel, line by line.
    var title: [String] = []
    var legend = PlacedLegend.none
  }

  enum PlacedLegend: Equatable {
    case none
    case inside(Panel.Corner)
    case above(columns: Int, rows: Int)
  }

  static let pointsPerMillimetre = 72 / 25.4
  /// Between the edge of the page and anything.
  static let pad = 3.0
  /// Between a vertical axis with its numbers and the label.
  static let tickGap = 9.0
  /// Between a frame and its residuals.
  static let residualGap = 5.0
  /// Height of a panel of residuals over that of its main panel.
  static let residualShare = 0.38
  /// Width of a colour scale, and its distance from the frame.
  static let colourScale = (width: 7.0, gap: 5.0)

  init(_ figure: Figure) throws(FigureError) {
    let count = figure.panels.count
    guard count > 0 else { throw .noPanels(figure: figure.name) }
    let columns = max(1, min(count, figure.columns ?? Self.columns(count: count, width: figure.size.width)))
    width = (figure.size.width * Self.pointsPerMillimetre).rounded()
    height = ((figure.size.height ?? 0) * Self.pointsPerMillimetre).rounded()

    title = Typography.wrapped(figure.title, size: Typography.title, to: width - 2 * Self.pad)

    // Margins follow from labels, labels from room: three rounds settle both.
    var room = (width: width / Double(columns) - 40, height: 80.0)
    room.height = room.width * figure.panels[0].aspect
    frames = []
    for _ in 0..<3 {
      let previous = frames
      frames = Self.frames(figure, columns: columns, room: room, previous: previous)
      room = try place(figure, columns: columns)
    }
  }

  /// Panels side by side: legible at the width of the page.
  private static func columns(count: Int, width: Double) -> Int {
    if width < 130 { return count <= 3 ? 1 : 2 }
    return count <= 1 ? 1 : count <= 4 ? 2 : 3
  }

  /// Axes and legends of all panels, for frames of about the given size.
  private static func frames(
    _ figure: Figure, columns: Int, room: (width: Double, height: Double), previous: [Frame]
  ) -> [Frame] {
    var extents = figure.panels.map(\.extents)
    if figure.sharesX {
      var common = Extent()
      for extent in extents { common.include(extent.x) }
      for k in extents.indices { extents[k].x = common }
    }
    let hasCommonY = figure.panels.allSatisfy { $0.y.text == figure.panels[0].y.text }
    return figure.panels.indices.map { k in
      let panel = figure.panels[k]
      var frame = Frame(
        x: .fitting(panel.x, extents[k].x, across: room.width),
        y: .fitting(panel.y, extents[k].y, up: room.height))
      if let residuals = panel.residuals {
        frame.residualsY = .fitting(residuals.y, extents[k].residualsY, up: room.height * residualShare)
      }
      if let grid = panel.grid {
        frame.colours = .fitting(grid.meaning, grid.extent, up: room.height)
      }
      frame.showsX = !figure.sharesX || k + columns >= figure.panels.count
      // The label of a colour scale to the left would read as that of this axis.
      frame.showsYLabel = columns == 1 || !hasCommonY || panel.grid != nil || k.isMultiple(of: columns)
      if !panel.x.categories.isEmpty {
        let widest = frame.x.ticks.map { Typography.width($0) }.max() ?? 0
        frame.rotatesX = widest + 4 > room.width / Double(panel.x.categories.count)
      }
      frame.title = Typography.wrapped(panel.title, size: Typography.title, to: room.width + 10)
      frame.legend = legend(
        of: panel, frame, room: room, wasAbove: previous.isEmpty ? false : previous[k].isLegendAbove)
      return frame
    }
  }

  private static func legend(
    of panel: Panel, _ frame: Frame, room: (width: Double, height: Double), wasAbove: Bool
  ) -> PlacedLegend {
    let box = LegendBox(panel)
    if box.labels.isEmpty { return .none }
    let above = PlacedLegend.above(columns: box.columns(inWidth: room.width), rows: box.rows(inWidth: room.width))
    switch panel.legend {
    case .none: return .none
    case .inside(let corner): return .inside(corner)
    case .above: return above
    case .automatic:
      if wasAbove { return above }
      let corner = box.freeCorner(of: panel, x: frame.x, y: frame.y, width: room.width, height: room.height)
      return corner.map { .inside($0) } ?? above
    }
  }
}

extension Layout.Frame {
  /// Between the frame and a legend above it: a power of ten stands there too.
  var liftOfLegend: Double { y.commonExponent == 0 ? 3 : 3 + Typography.small * 1.4 }

  var isLegendAbove: Bool {
    if case .above = legend { true } else { false }
  }
}
