extension Minimizer {
  /// Full steps that no longer ask the objective, which cannot tell points this near apart, but only whether steps
  /// still shrink. Ends when the next step would be below rounding, or when steps no longer shrink.
  mutating func polish() {
    var last = Double.infinity
    for _ in 0..<80 {
      let norms = current.columnNorms(evaluator)
      hold(gradient: current.gradient(evaluator), norms: norms)
      damping.lambda = 0
      factor.factor(current, damping, evaluator)
      guard let step = factor.step(damping, columnNorms: norms), isFine(step) else { return }
      let length = length(step, norms)
      let change = relativeChange(step)
      guard length > 0, length < 0.8 * last, change > Self.rounding, evaluate(step) == nil else { return }
      guard trial.objective <= current.objective + 1e-9 * abs(current.objective) else { return }
      swap(&current, &trial)
      // Steps shrink by a steady factor or faster, so the next one is foreseen.
      let before = min(last, lastLength)
      if before.isFinite && change * (length / before) <= Self.negligible { return }
      last = length
    }
  }

  /// A step that changes no coordinate by more than this, relatively, is made of rounding.
  private static let rounding = 1e-15
  /// A step that is foreseen to be below this is not worth an evaluation.
  private static let negligible = 1e-12

  /// Whether a step changes coordinates by less than half, and leaves no bound.
  func isFine(_ step: [Double]) -> Bool {
    evaluator.shape.free.allSatisfy { c in
      let (x, s) = (current.point[c], step[c])
      let isSmall = damping.isHeld[c] || x == 0 || abs(s) <= 0.5 * abs(x)
      return isSmall && x + s >= coordinates[c].lower && x + s <= coordinates[c].upper
    }
  }

  /// How long a step is when each coordinate is measured by its column's norm.
  func length(_ step: [Double], _ norms: [Double]) -> Double {
    var sum = 0.0
    for c in evaluator.shape.free where !damping.isHeld[c] { sum += norms[c] * step[c] * (norms[c] * step[c]) }
    return sum.squareRoot()
  }

  private func relativeChange(_ step: [Double]) -> Double {
    var change = 0.0
    for c in evaluator.shape.free where !damping.isHeld[c] && step[c] != 0 {
      let x = current.point[c]
      change = max(change, x == 0 ? 1 : abs(step[c] / x))
    }
    return change
  }
}
