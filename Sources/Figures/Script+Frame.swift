extension Script {
  /// What a frame shows beside itself.
  struct FrameLook {
    var showsXNumbers = true
    var rotatesX = false
    var isXNamed = false
    var isYNamed = false
  }

  /// Forgets the panel before and sets the frame, ranges and ticks of this one.
  mutating func writeFrame(
    _ box: Rectangle, x: AxisTicks, y: AxisTicks, on layout: Layout, look: FrameLook
  ) {
    restartLabels()
    line("reset")
    line("set encoding utf8")
    line("set datafile separator comma")
    line("set border 15 linewidth 0.6 linecolor rgb \"#262626\"")
    line("set lmargin at screen \(Self.number(box.left / layout.width))")
    line("set rmargin at screen \(Self.number(box.right / layout.width))")
    line("set bmargin at screen \(Self.number(box.bottom / layout.height))")
    line("set tmargin at screen \(Self.number(box.top / layout.height))")
    writeAxis("x", x, isNamed: look.isXNamed, isRotated: look.rotatesX, showsNumbers: look.showsXNumbers)
    writeAxis("y", y, isNamed: look.isYNamed, isRotated: false, showsNumbers: true)
  }

  private mutating func writeAxis(
    _ axis: String, _ ticks: AxisTicks, isNamed: Bool, isRotated: Bool, showsNumbers: Bool
  ) {
    line("set \(axis)range [\(Self.value(ticks.lower)):\(Self.value(ticks.upper))] noextend")
    if ticks.scale == .logarithmic { line("set logscale \(axis) 10") }
    guard !ticks.ticks.isEmpty else { return line("unset \(axis)tics") }
    line(
      "set \(axis)tics scale \(isNamed ? "0" : "0.6,0.3") (\(Self.list(ticks.ticks, showsLabels: showsNumbers)))"
        + (isRotated ? " rotate by 90 right" : axis == "x" ? " offset 0,lift" : "")
        + (isNamed ? " noenhanced" : " enhanced") + " font \",\(Self.number(Typography.small))\"")
  }

  /// The marks as gnuplot lists them: label, place, level.
  static func list(_ ticks: [Tick], showsLabels: Bool) -> String {
    ticks.map { tick in
      ScriptText.quotedTick(showsLabels ? tick.label : "") + " " + tick.position + (tick.isMinor ? " 1" : "")
    }.joined(separator: ", ")
  }

  // MARK: Titles and labels of axes

  /// The lines of a title, below each other, since gnuplot's own distance of lines differs between formats.
  mutating func writeTitle(_ lines: [String], centre: Double, top: Double, _ layout: Layout) {
    for (k, words) in lines.enumerated() {
      let y = top - Typography.titleHeight(k) - Typography.title * 0.6
      label(words, at: layout.screen(centre, y), size: Typography.title)
    }
  }

  mutating func writeYLabel(_ axis: Axis, _ box: Rectangle, _ frame: Layout.Frame, _ layout: Layout) {
    guard !axis.text.isEmpty else { return }
    let x = box.left - Layout.tickWidth(frame) - Layout.tickGap - Typography.label * 0.5
    label(
      axis.text, at: layout.screen(x, (box.bottom + box.top) / 2), size: Typography.label, rotated: true)
  }

  mutating func writeXLabel(_ axis: Axis, _ box: Rectangle, _ frame: Layout.Frame, _ layout: Layout) {
    let widest = frame.x.ticks.map { Typography.width($0) }.max() ?? 0
    let numbers = frame.rotatesX ? widest + 5 : Typography.small * Typography.leading + 4
    let y = box.bottom - numbers - Typography.label * 0.55
    if !axis.text.isEmpty {
      label(axis.text, at: layout.screen((box.left + box.right) / 2, y), size: Typography.label)
    }
    if frame.x.commonExponent != 0 {
      label(
        Self.power(frame.x.commonExponent), at: layout.screen(box.right, y), anchor: .right, isMarkup: true)
    }
  }

  /// The power of ten that the labels of a vertical axis leave out, above its upper end.
  mutating func writeCommonExponent(_ ticks: AxisTicks, _ box: Rectangle, _ layout: Layout) {
    guard ticks.commonExponent != 0 else { return }
    label(
      Self.power(ticks.commonExponent), at: layout.screen(box.left, box.top + 5), anchor: .left, isMarkup: true)
  }

  static func power(_ exponent: Int) -> String {
    "×10^{" + (exponent < 0 ? "−\(-exponent)" : "\(exponent)") + "}"
  }
}
