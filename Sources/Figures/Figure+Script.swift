extension Figure {
  /// The gnuplot script that draws this figure from the data files beside it.
  func script(_ layout: Layout, _ data: DataFiles) -> String {
    var script = Script()
    writeHead(layout, to: &script)
    for (k, panel) in panels.enumerated() {
      let frame = layout.frames[k]
      script.line("\n# Panel \(k + 1)" + (panel.title.isEmpty ? "" : ": " + ScriptText.comment(panel.title)))
      script.writeFrame(
        frame.main, x: frame.x, y: frame.y, on: layout,
        look: .init(
          showsXNumbers: frame.showsX && frame.residuals == nil, rotatesX: frame.rotatesX,
          isXNamed: !panel.x.categories.isEmpty, isYNamed: !panel.y.categories.isEmpty))
      writeTexts(of: panel, frame, layout, isFirst: k == 0, to: &script)
      script.writeLegend(panel, frame, layout)
      if let grid = panel.grid, let colours = frame.colours { script.writeColours(grid, colours, frame.main, layout) }
      script.writeLayers(panel.layers, files: data.names[k].main, x: frame.x, y: frame.y)
      if let residuals = panel.residuals, let box = frame.residuals, let y = frame.residualsY {
        script.line("\n# Residuals of panel \(k + 1)")
        script.writeFrame(box, x: frame.x, y: y, on: layout, look: .init(showsXNumbers: frame.showsX))
        if frame.showsYLabel { script.writeYLabel(residuals.y, box, frame, layout) }
        if frame.showsX { script.writeXLabel(panel.x, box, frame, layout) }
        script.line("unset key")
        script.writeLayers(residuals.layers, files: data.names[k].residuals, x: frame.x, y: y)
      }
    }
    script.line("\nunset multiplot\nunset output")
    script.line("if (format eq \"svg\") { format = \"pdf\"; load \"\(name).gp\" }")
    return script.text
  }

  /// Terminal, font and output. Run by hand, the script draws both formats, one after the other.
  private func writeHead(_ layout: Layout, to script: inout Script) {
    let font = "font \"\(Typography.family),\(Script.number(Typography.label))\" enhanced"
    let width = Script.number(layout.width)
    let height = Script.number(layout.height)
    script.line("# \(name)" + (title.isEmpty ? "" : ": " + ScriptText.comment(title)))
    script.line("# Written by Kanon. To draw \(name).svg and \(name).pdf: gnuplot \(name).gp")
    script.line("if (!exists(\"format\")) { format = \"svg\" }")
    script.line(
      "if (format eq \"svg\") { set terminal svg size \(width),\(height) \(font) "
        + "background \"#ffffff\"; set output \"\(name).svg\"; lift = 0.35; leading = 0.86 }")
    // 0.75 and 2 turn cairo's units into points of print, as those of SVG are.
    script.line(
      "if (format eq \"pdf\") { set terminal pdfcairo size \(width)/72.0,\(height)/72.0 \(font) "
        + "fontscale 0.75 linewidth 2; set output \"\(name).pdf\"; lift = 0; leading = 1.3 }")
    script.line("set multiplot")
  }

  private func writeTexts(
    of panel: Panel, _ frame: Layout.Frame, _ layout: Layout, isFirst: Bool, to script: inout Script
  ) {
    if isFirst {
      let top = layout.height - Layout.pad
      script.writeTitle(layout.title, centre: layout.width / 2, top: top, layout)
    }
    var top = frame.main.top + 3 + Typography.titleHeight(frame.title.count)
    if case .above(_, let rows) = frame.legend { top += frame.liftOfLegend - 2 + Double(rows) * LegendBox.entryHeight }
    script.writeTitle(frame.title, centre: (frame.main.left + frame.main.right) / 2, top: top, layout)
    if frame.showsYLabel {
      script.writeYLabel(panel.y, frame.main, frame, layout)
    }
    script.writeCommonExponent(frame.y, frame.main, layout)
    if frame.showsX && frame.residuals == nil { script.writeXLabel(panel.x, frame.main, frame, layout) }
  }
}

extension Layout {
  /// A place on the page as gnuplot reads it.
  func screen(_ x: Double, _ y: Double) -> String {
    "screen \(Script.number(x / width)),\(Script.number(y / height))"
  }
}
