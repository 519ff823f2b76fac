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
      guard let step = factor.step(damping, columnNorms: norms) else { return }
      var length = 0.0
      var change = 0.0
      for c in evaluator.shape.free where !damping.isHeld[c] {
        let x = current.point[c]
        let isSmall = x == 0 || abs(step[c]) <= 0.5 * abs(x)
        let isInside = x + step[c] >= coordinates[c].lower && x + step[c] <= coordinates[c].upper
        guard isSmall && isInside else { return }
        length += norms[c] * step[c] * (norms[c] * step[c])
        change = max(change, x == 0 ? 1 : abs(step[c] / x))
      }
      length = length.squareRoot()
      guard length > 0, length < 0.8 * last, evaluate(step).fault == nil else { return }
      guard trial.objective <= current.objective + 1e-9 * abs(current.objective) else { return }
      swap(&current, &trial)
      // Steps shrink by a steady factor or faster, so the next one is foreseen.
      if last.isFinite && change * (length / last) <= 1e-14 { return }
      last = length
    }
  }
}
