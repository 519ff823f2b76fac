extension Script {
  /// The plot command of one frame.
  ///
  /// - Parameter files: the data file of each layer, `nil` for those that need none.
  mutating func writeLayers(_ layers: [Layer], files: [String?], x: AxisTicks, y: AxisTicks) {
    var parts: [String] = []
    for (layer, file) in zip(layers, files) {
      switch layer.content {
      case .horizontal(let value):
        writeLine(layer, "graph 0, first \(Self.value(value))", "graph 1, first \(Self.value(value))")
      case .vertical(let value):
        writeLine(layer, "first \(Self.value(value)), graph 0", "first \(Self.value(value)), graph 1")
      case .text(let text, let atX, let atY, let anchor):
        label(
          text, at: "first \(Self.value(atX)), first \(Self.value(atY))", anchor: anchor, colour: layer.style.colour)
      default: break
      }
      parts += layer.plotted(file, x: x, y: y)
    }
    // A frame must be drawn even when nothing is in it.
    line("plot " + (parts.isEmpty ? "NaN notitle" : parts.joined(separator: ", \\\n     ")))
  }

  private mutating func writeLine(_ layer: Layer, _ from: String, _ to: String) {
    line("set arrow from \(from) to \(to) nohead back \(layer.style.lineProperties)")
  }
}

extension Layer {
  /// The label as the legend shows it; `nil` for none.
  var legendLabel: String? { label.flatMap { $0.isEmpty ? nil : Typography.elided($0) } }

  /// This layer's parts of the plot command.
  func plotted(_ file: String?, x: AxisTicks, y: AxisTicks) -> [String] {
    let title = legendLabel.map { "title " + ScriptText.quoted($0) } ?? "notitle"
    let source = file.map { "\"\($0)\" skip 1 using " } ?? ""
    switch content {
    case .points(_, _, let xError, let yError):
      return errorBars(xError, yError, source, x: x, y: y)
        + ["\(source)1:2 with points \(style.pointProperties) \(title)"]
    case .line: return ["\(source)1:2 with lines \(style.lineProperties) \(title)"]
    case .steps: return ["\(source)1:2 with histeps \(style.lineProperties) \(title)"]
    case .band:
      let lower = Self.kept("$2", above: y)
      return [
        "\(source)1:\(lower):3 with filledcurves linecolor rgb \"\(style.colour.text)\" "
          + "fillstyle transparent solid 0.25 noborder \(title)"
      ]
    case .bars(_, _, let width):
      return [
        "\(source)1:2:(\(Script.value(width))) with boxes linecolor rgb \"\(style.colour.text)\" linewidth 0.5 "
          + "fillstyle solid 0.55 border linecolor rgb \"\(style.colour.text)\" \(title)"
      ]
    case .heatMap(let grid):
      // Cells with thin outlines of their own colour: gnuplot's images are blurred or have seams in some viewers.
      let ends = Self.ends("$1", grid.x) + ":" + Self.ends("$2", grid.y)
      return [
        "\(source)1:2:\(ends):3 with boxxyerror linecolor palette linewidth 0.25 fillstyle solid 1 notitle"
      ]
    case .horizontal, .vertical:
      return title == "notitle" ? [] : ["keyentry with lines \(style.lineProperties) \(title)"]
    case .text: return []
    }
  }

  /// Error bars as lines: gnuplot's own style for them blanks the curves behind every point.
  private func errorBars(
    _ xError: Errors?, _ yError: Errors?, _ source: String, x: AxisTicks, y: AxisTicks
  ) -> [String] {
    let look = "with vectors nohead linecolor rgb \"\(style.colour.text)\" linewidth 0.7 notitle"
    let first = 3
    var parts: [String] = []
    if let xError {
      let (low, high) = xError.ends(of: 1, column: first)
      let from = Self.kept(low, above: x)
      parts.append("\(source)\(from):2:(\(high)-\(from)):(0) \(look)")
    }
    if let yError {
      let (low, high) = yError.ends(of: 2, column: first + (xError?.columnCount ?? 0))
      let from = Self.kept(low, above: y)
      parts.append("\(source)1:\(from):(0):(\(high)-\(from)) \(look)")
    }
    return parts
  }

  /// Both edges of the cell about a centre.
  private static func ends(_ centre: String, _ centres: [Double]) -> String {
    let edges = edges(centres)
    let half = Script.value((edges[1] - edges[0]) / Double(2 * centres.count))
    return "(\(centre)-\(half)):(\(centre)+\(half))"
  }

  /// An expression, kept above zero on a logarithmic axis, where gnuplot would drop the whole point.
  private static func kept(_ expression: String, above axis: AxisTicks) -> String {
    guard axis.scale == .logarithmic else { return "(\(expression))" }
    let floor = Script.value(min(axis.lower, axis.upper) / 1e3)
    return "(\(expression) > \(floor) ? \(expression) : \(floor))"
  }
}

extension Layer.Errors {
  /// How many columns of the data file hold the lengths.
  fileprivate var columnCount: Int {
    if case .symmetric = self { 1 } else { 2 }
  }

  /// The ends of the bars of column `value`, whose lengths stand from `column` on.
  fileprivate func ends(of value: Int, column: Int) -> (low: String, high: String) {
    ("$\(value)-$\(column)", "$\(value)+$\(column + columnCount - 1)")
  }
}
