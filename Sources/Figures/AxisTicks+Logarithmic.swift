extension AxisTicks {
  /// Marks at powers of ten; within less than two decades also at 2 × and 5 ×.
  mutating func addLogarithmicTicks(atMost count: Int) {
    let least = min(lower, upper)
    let greatest = max(lower, upper)
    let decades = Self.decades(from: least, to: greatest)
    guard decades.count >= 2 else { return addFineTicks(from: least, to: greatest, atMost: count) }
    let stride = (decades.count + count - 1) / count
    for (k, exponent) in decades.enumerated() {
      let label = k.isMultiple(of: stride) ? Self.power(exponent) : ""
      ticks.append(
        Tick(position: Decimal10(digits: 1, exponent: exponent).scientific, label: label, isMarkup: true))
    }
    guard stride == 1, let first = decades.first, let last = decades.last else { return }
    for exponent in (first - 1)...last {
      for digits in 2...9 {
        let value = Decimal10(digits: digits, exponent: exponent)
        guard value.value >= least && value.value <= greatest else { continue }
        ticks.append(Tick(position: value.scientific, label: "", isMinor: true))
      }
    }
  }

  private mutating func addFineTicks(from least: Double, to greatest: Double, atMost count: Int) {
    let guess = Self.decades(from: least / 10, to: greatest)
    let candidates = guess.flatMap { exponent in
      (1...9).map { Decimal10(digits: $0, exponent: exponent) }
    }.filter { $0.value >= least && $0.value <= greatest }
    let labelled = [[1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 2, 3, 5, 7], [1, 2, 5], [1, 3], [1]].first { digits in
      let chosen = candidates.count { digits.contains($0.digits) }
      return chosen <= min(count, 6) && chosen >= 2
    }
    guard let labelled else {
      // Less than a factor of two: marks as on a linear scale.
      return addLinearTicks(atMost: count)
    }
    for value in candidates {
      let isPlain = value.exponent >= -3 && value.exponent <= 3
      let label = isPlain ? Self.label(value) : "\(value.digits)×" + Self.power(value.exponent)
      let hasLabel = labelled.contains(value.digits)
      ticks.append(
        Tick(position: value.scientific, label: hasLabel ? label : "", isMarkup: !isPlain, isMinor: !hasLabel))
    }
  }

  /// The integers n with `least` ≤ 10ⁿ ≤ `greatest`.
  private static func decades(from least: Double, to greatest: Double) -> [Int] {
    let guess = Int((Double(least.exponent) * 0.30103).rounded(.down)) - 1
    let last = Int((Double(greatest.exponent + 1) * 0.30103).rounded(.up)) + 1
    return (guess...max(guess, last)).filter { exponent in
      let value = Decimal10(digits: 1, exponent: exponent).value
      return value >= least * (1 - 1e-12) && value <= greatest * (1 + 1e-12)
    }
  }

  private static func power(_ exponent: Int) -> String {
    "10^{" + (exponent < 0 ? "−\(-exponent)" : "\(exponent)") + "}"
  }
}
