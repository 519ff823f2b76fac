extension AxisTicks {
  /// Marks at multiples of 1, 2 or 5 times a power of ten, with minor marks between them; angles by parts of a turn.
  mutating func addLinearTicks(atMost count: Int, isOfTurns: Bool = false) {
    let least = min(lower, upper)
    let greatest = max(lower, upper)
    let room = (greatest - least) / Double(count)
    let step =
      isOfTurns && room <= 90 ? Decimal10(digits: room <= 45 ? 45 : 90, exponent: 0) : Self.niceStep(atLeast: room)
    let width = step.value
    // Beyond 2⁵³ steps from zero the marks are not distinct numbers any more.
    guard width > 0, (greatest / width).magnitude < 9e15, (least / width).magnitude < 9e15 else { return }
    let first = Int((least / width).rounded(.up))
    let last = Int((greatest / width).rounded(.down))
    guard first <= last else { return }
    let exponent = Self.commonExponent(greatest: max(abs(Double(first)), abs(Double(last))) * width, step: step)
    commonExponent = exponent
    for k in first...last {
      let value = Decimal10(digits: k * step.digits, exponent: step.exponent)
      let shown = Decimal10(digits: value.digits, exponent: value.exponent - exponent)
      ticks.append(Tick(position: value.scientific, label: Self.label(shown)))
    }
    addMinorTicks(of: step, from: least, to: greatest)
  }

  private mutating func addMinorTicks(of step: Decimal10, from least: Double, to greatest: Double) {
    // Halves of 1 × and 5 × would be odd numbers to read; fifths of 1 and 5, halves of 2, thirds of 45° are round.
    let parts = step.digits == 2 ? 2 : step.digits % 45 == 0 ? 3 : 5
    let minor = Decimal10(digits: step.digits * 10 / parts, exponent: step.exponent - 1)
    let first = Int((least / minor.value).rounded(.up))
    let last = Int((greatest / minor.value).rounded(.down))
    guard first <= last else { return }
    for k in first...last where !k.isMultiple(of: parts) {
      let position = Decimal10(digits: k * minor.digits, exponent: minor.exponent)
      ticks.append(Tick(position: position.scientific, label: "", isMinor: true))
    }
  }

  /// The least of 1, 2, 5 × 10ⁿ that is not below `width`.
  static func niceStep(atLeast width: Double) -> Decimal10 {
    guard width.isFinite, width > 0 else { return Decimal10(digits: 1, exponent: 0) }
    var exponent = max(-320, Int((Double(width.exponent) * 0.30103).rounded(.down)) - 1)
    while true {
      for digits in [1, 2, 5] {
        let step = Decimal10(digits: digits, exponent: exponent)
        if step.value >= width * (1 - 1e-12) { return step }
      }
      exponent += 1
    }
  }

  /// The power of ten that is left out of labels that would be long, so that one digit stands before the point.
  private static func commonExponent(greatest: Double, step: Decimal10) -> Int {
    if greatest == 0 || (greatest < 1e5 && step.exponent >= -3) { return 0 }
    var exponent = Int((Double(greatest.exponent) * 0.30103).rounded(.down))
    while greatest < Decimal10(digits: 1, exponent: exponent).value { exponent -= 1 }
    while greatest >= Decimal10(digits: 1, exponent: exponent + 1).value { exponent += 1 }
    // A fine step on a number of ordinary size is better written out.
    return exponent >= -2 && exponent < 5 ? 0 : exponent
  }

  /// A number as printed, with a true minus sign.
  static func label(_ value: Decimal10) -> String {
    let plain = value.plain
    return plain.hasPrefix("-") ? "−" + plain.dropFirst() : plain
  }
}
