import Determinism

/// What the noise of a dataset contributes whatever the model says: weights, and the likelihood's constant.
struct NoiseConstants: Sendable {
  /// 1/σ per row; nil when all are 1.
  let weights: [Double]?
  /// 1/y per row, 1 where y = 0; Poisson only.
  let reciprocals: [Double]
  let likelihood: Likelihood

  /// Sums of squares below this lose digits to subnormal numbers.
  private static let least = 1e-280

  init(_ noise: Noise, observed: [Double], dataset: String) throws(FittingError) {
    let logTwoPi = 1.8378770664093453
    var saturated: Double? = nil
    var fits = false
    var reciprocals: [Double] = []
    var weights: [Double]? = nil
    var warning: String? = nil
    var magnitude = 0.0
    for y in observed { magnitude += y * y }
    if noise == .gaussian, magnitude < Self.least, let row = observed.firstIndex(where: { $0 != 0 }) {
      throw FittingError(
        dataset, "row \(row + 1): squares of numbers as small as \(observed[row]) vanish; choose a smaller unit")
    }
    switch noise {
    case .gaussian: break
    case .gaussianKnown(let sigma), .huber(let sigma, _), .cauchy(let sigma, _):
      weights = try Self.weights(sigma, count: observed.count, dataset: dataset)
    case .neyman:
      try Self.checkCounts(observed, dataset: dataset)
      weights = observed.map { 1 / max($0, 1).squareRoot() }
      warning = Noise.neymanWarning
    case .poisson:
      try Self.checkCounts(observed, dataset: dataset)
      if let row = observed.firstIndex(where: { $0 != $0.rounded() }) {
        warning =
          "Counts are whole numbers, but row \(row + 1) of \(dataset) has \(observed[row]). Rates, or counts that were "
          + "scaled or freed of background, do not scatter like Poisson counts: their errors come out wrong. Fit the "
          + "raw counts, or give gaussian noise with a sigma."
      }
      reciprocals = observed.map { $0 > 0 ? 1 / $0 : 1 }
      var sum = 0.0
      for y in observed where y > 0 { sum += y * Elementary.log(y) - y - Elementary.lgamma(y + 1) }
      saturated = sum
      fits = true
    }
    switch noise {
    case .gaussianKnown, .neyman:
      var sum = 0.0
      for w in weights ?? [] { sum += Elementary.log(w) - logTwoPi / 2 }
      saturated = sum
      fits = true
    case .huber(_, let threshold), .cauchy(_, let threshold):
      guard threshold > 0, threshold.isFinite else {
        throw FittingError(dataset, "the loss's threshold is \(threshold); it must be positive (Huber's usual: 1.345)")
      }
    default: break
    }
    self.weights = weights
    self.reciprocals = reciprocals
    likelihood = Likelihood(
      observations: observed.count, estimatesScale: noise == .gaussian, saturated: saturated,
      isGoodnessOfFit: fits, magnitude: magnitude, warning: warning)
  }

  private static func weights(_ sigma: [Double], count: Int, dataset: String) throws(FittingError) -> [Double] {
    guard sigma.count == count else {
      throw FittingError(dataset, "has \(sigma.count) sigmas for \(count) rows")
    }
    if let row = sigma.firstIndex(where: { !($0 > 0 && $0.isFinite) }) {
      throw FittingError(dataset, "row \(row + 1): sigma is \(sigma[row]); it must be positive and finite")
    }
    if let row = sigma.firstIndex(where: { !(1e-150...1e150).contains($0) }) {
      throw FittingError(
        dataset, "row \(row + 1): sigma is \(sigma[row]), whose square is out of range; choose another unit")
    }
    return sigma.map { 1 / $0 }
  }

  private static func checkCounts(_ observed: [Double], dataset: String) throws(FittingError) {
    if let row = observed.firstIndex(where: { $0 < 0 }) {
      throw FittingError(
        dataset, "row \(row + 1): \(observed[row]) is negative, and counts are not; use gaussian noise")
    }
  }
}
