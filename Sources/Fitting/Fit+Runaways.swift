extension Fit {
  /// The one-sided level of the bound that is reported for a parameter without a finite estimate.
  static let boundLevel = 0.95

  /// Finds coordinates whose value means nothing because their profile never rises on a side, and says what is left.
  ///
  /// Suspects have an error larger than their value; a suspect is cleared when one standard error either way costs
  /// what a parabola says. The profile of the others decides.
  mutating func findRunaways() {
    var profiles = 0
    for c in estimates.indices {
      guard let error = estimates[c].standardError, error > suspicion(c) * abs(estimates[c].value) else { continue }
      // An error far above its value decides nothing: other parameters may make the tangent rise.
      if error <= 10 * abs(estimates[c].value), risesAsExpected(c, error) { continue }
      guard profiles < 16 else {
        set(c, .unidentified(.unbounded))
        continue
      }
      profiles += 1
      judge(c)
    }
    for c in estimates.indices where estimates[c].state == .unidentified(.unbounded) && profiles < 16 {
      profiles += 1
      judge(c)
    }
  }

  /// Error over value from which a coordinate is looked at: own coordinates of many datasets only when it is absurd.
  private func suspicion(_ c: Int) -> Double {
    estimates.count <= 64 || problem.coordinates[c].blocks.count > 1 ? 1 : 1_000
  }

  private mutating func judge(_ c: Int) {
    // One-sided at 95 % is two-sided at 90 %.
    let level = Self.boundLevel
    guard let interval = profile(c, level: 2 * level - 1) else { return }
    switch (interval.lower, interval.upper) {
    case (.open, .open), (.open, .bound), (.bound, .open), (.bound, .bound): set(c, .unidentified(.unbounded))
    case (.at(let x), .open), (.at(let x), .bound): set(c, .unidentified(.greater(than: x, level: level)))
    case (.open, .at(let x)): set(c, .unidentified(.less(than: x, level: level)))
    // A natural limit, such as a constant that cannot be negative, with a finite limit above is no lack of data.
    case (.bound, .at): break
    case (.at(let lower), .at(let upper)):
      // An error far beyond the interval comes of a slope that vanishes at the minimum, as that of A² at A = 0.
      if let error = estimates[c].standardError, error > 30 * (upper - lower) {
        set(c, .unidentified(.flat(lower: lower, upper: upper, level: 2 * level - 1)))
      }
    }
  }

  private mutating func set(_ c: Int, _ state: Estimate.State) {
    estimates[c] = Estimate(
      coordinate: estimates[c].coordinate, value: estimates[c].value, state: state, standardError: nil,
      interval: estimates[c].interval)
  }

  /// True when the objective rises by about one at one standard error to either side, along the profile's tangent.
  private func risesAsExpected(_ c: Int, _ error: Double) -> Bool {
    var evaluator = Evaluator(problem, covariance.factor.shape, isParallel: options.isParallel)
    evaluator.priorScale = priorScale
    var trial = minimum.linearization
    let unit = (statistics.scale ?? 1) * (statistics.scale ?? 1)
    for side in [-1.0, 1.0] {
      let point = minimum.point.indices.map { i in
        minimum.point[i] + side * (covariance.covariance(i, c) ?? 0) / error
      }
      for (i, coordinate) in problem.coordinates.enumerated() where !coordinate.isFixed {
        guard point[i] >= coordinate.lower && point[i] <= coordinate.upper else { return false }
      }
      guard evaluator.linearize(at: point, into: &trial) == nil else { return false }
      let rise = (trial.objective - minimum.objective) / unit
      guard rise > 0.25 && rise < 4 else { return false }
    }
    return true
  }
}
