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
      if let part = layer.plotted(file, x: x, y: y) { parts.append(part) }
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

  /// This layer's part of the plot command.
  func plotted(_ file: String?, x: AxisTicks, y: AxisTicks) -> String? {
    let title = legendLabel.map { "title " + ScriptText.quoted($0) } ?? "notitle"
    let source = file.map { "\"\($0)\" skip 1 using " } ?? ""
    switch content {
    case .points(_, _, let xError, let yError):
      let (columns, kind) = Self.errorColumns(xError, yError, x: x, y: y)
      return "\(source)\(columns) with \(kind) \(style.pointProperties) \(title)"
    case .line: return "\(source)1:2 with lines \(style.lineProperties) \(title)"
    case .steps: return "\(source)1:2 with histeps \(style.lineProperties) \(title)"
    case .band:
      let lower = Self.kept("$2", above: y)
      return "\(source)1:\(lower):3 with filledcurves linecolor rgb \"\(style.colour.text)\" "
        + "fillstyle transparent solid 0.25 noborder \(title)"
    case .bars(_, _, let width):
      return "\(source)1:2:(\(Script.value(width))) with boxes linecolor rgb \"\(style.colour.text)\" linewidth 0.5 "
        + "fillstyle solid 0.55 border linecolor rgb \"\(style.colour.text)\" \(title)"
    case .heatMap: return "\(source)1:2:3 with image pixels notitle"
    case .horizontal, .vertical:
      return title == "notitle" ? nil : "keyentry with lines \(style.lineProperties) \(title)"
    case .text: return nil
    }
  }

  /// Values with the ends of their error bars, and gnuplot's name for that.
  private static func errorColumns(
    _ xError: Errors?, _ yError: Errors?, x: AxisTicks, y: AxisTicks
  ) -> (columns: String, kind: String) {
    var next = 3
    func ends(_ errors: Errors?, of column: String, on axis: AxisTicks) -> String {
      switch errors {
      case .symmetric:
        defer { next += 1 }
        return ":\(kept("$\(column)-$\(next)", above: axis)):($\(column)+$\(next))"
      case .asymmetric:
        defer { next += 2 }
        return ":\(kept("$\(column)-$\(next)", above: axis)):($\(column)+$\(next + 1))"
      case nil: return ""
      }
    }
    let columns = "1:2" + ends(xError, of: "1", on: x) + ends(yError, of: "2", on: y)
    switch (xError, yError) {
    case (nil, nil): return (columns, "points")
    case (nil, _): return (columns, "yerrorbars")
    case (_, nil): return (columns, "xerrorbars")
    default: return (columns, "xyerrorbars")
    }
  }

  /// An expression, kept above zero on a logarithmic axis, where gnuplot would drop the whole point.
  private static func kept(_ expression: String, above axis: AxisTicks) -> String {
    guard axis.scale == .logarithmic else { return "(\(expression))" }
    let floor = Script.value(min(axis.lower, axis.upper) / 1e3)
    return "(\(expression) > \(floor) ? \(expression) : \(floor))"
  }
}
