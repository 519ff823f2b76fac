/// Walks along the likelihood profile of one coordinate until the objective has risen by a given amount.
///
/// The walk follows √(F − F̂), which is nearly a line, from the minimum outwards: secant steps inside a bracket. Every
/// point is a search of its own with the coordinate pinned, begun where the last one ended.
struct ProfileWalk {
  private let fit: Fit
  private let coordinate: Int
  private let rise: Double
  private let direction: [Double]
  private let error: Double
  private var minimizer: Minimizer
  private var warm: [(x: Double, point: [Double])]

  init(_ fit: Fit, _ coordinate: Int, rise: Double) {
    self.fit = fit
    self.coordinate = coordinate
    self.rise = rise
    var evaluator = Evaluator(fit.problem, fit.covariance.factor.shape, isParallel: fit.options.isParallel)
    evaluator.priorScale = fit.priorScale
    minimizer = Minimizer(evaluator, options: fit.options)
    minimizer.pinned = [coordinate]
    let x = fit.minimum.point[coordinate]
    let variance = fit.covariance.variance(coordinate) ?? 0
    error = variance > 0 && variance.isFinite ? variance.squareRoot() : max(abs(x), 1) * 0.1
    direction = fit.minimum.point.indices.map { c in
      variance > 0 ? (fit.covariance.covariance(c, coordinate) ?? 0) / variance : 0
    }
    warm = [(x, fit.minimum.point)]
  }

  private var center: Double { fit.minimum.point[coordinate] }

  /// True when one standard error reaches far across zero: then the walk towards zero goes by factors.
  private var isRunaway: Bool { error > 30 * abs(center) && center != 0 }

  /// √((F − F̂)/rise) at x, ∞ where there is no value; 1 is the interval's end.
  mutating func height(_ x: Double) -> Double {
    let near = warm.min { abs($0.x - x) < abs($1.x - x) }!
    var start = near.point
    let far = isRunaway
    for c in start.indices where direction[c] != 0 && c != coordinate && !far {
      let at = start[c] + direction[c] * (x - near.x)
      start[c] = min(max(at, fit.problem.coordinates[c].lower), fit.problem.coordinates[c].upper)
    }
    start[coordinate] = x
    minimizer.evaluations = 0
    var found = minimizer.run(from: start)
    if !found.objective.isFinite {
      start = near.point
      start[coordinate] = x
      found = minimizer.run(from: start)
    }
    guard found.objective.isFinite else { return .infinity }
    warm.append((x, found.point))
    if warm.count > 12 { warm.remove(at: 1) }
    return (max(0, found.objective - fit.minimum.objective) / rise).squareRoot()
  }

  /// The end of the interval on one side, −1 or +1.
  mutating func end(side: Double) -> ProfileInterval.End {
    warm = [(center, fit.minimum.point)]
    let limit = side < 0 ? fit.problem.coordinates[coordinate].lower : fit.problem.coordinates[coordinate].upper
    if center == limit { return .bound(limit) }
    let inwards = isRunaway && side * center < 0
    var (near, nearHeight) = (center, 0.0)
    var (far, farHeight) = (center, 0.0)
    let scale = fit.rise(atLevel: Fit.oneSigma)
    var reach = error * (rise / scale).squareRoot()
    var flat = 0
    for _ in 0..<120 {
      far = inwards ? (far == center ? center / 4 : far / 4) : center + side * reach
      if side * (far - limit) >= 0 { far = limit }
      farHeight = height(far)
      if farHeight >= 1 { break }
      if far == limit { return .bound(limit) }
      flat = abs(farHeight - nearHeight) <= 1e-3 * (farHeight + 1e-3) ? flat + 1 : 0
      // Towards zero a profile may stay flat over many decades before it rises; outwards it does not come back.
      if !inwards && flat >= 6 || inwards && abs(far) < 1e-250 || !far.isFinite { return .open(searchedTo: far) }
      (near, nearHeight) = (far, farHeight)
      let guess = farHeight > 0.1 ? min(4, 1.02 / farHeight) : 4
      reach *= max(guess, 1.05)
    }
    guard farHeight >= 1 else { return .open(searchedTo: far) }
    return .at(root(near, nearHeight, far, farHeight, byFactors: inwards))
  }

  /// The point between two where the height is 1: regula falsi (Illinois), bisection where there is no value.
  private mutating func root(
    _ near: Double, _ nearHeight: Double, _ far: Double, _ farHeight: Double, byFactors: Bool
  ) -> Double {
    var (low, lowHeight, high, highHeight) = (near, nearHeight - 1, far, farHeight - 1)
    var lastSide = 0
    for _ in 0..<100 {
      var next = high - highHeight * (high - low) / (highHeight - lowHeight)
      if byFactors && abs(low) > 2 * abs(high) && high != 0 {
        next = (abs(low) * abs(high)).squareRoot() * (low < 0 ? -1 : 1)
      }
      if !((next - low) * (next - high) < 0) { next = (low + high) / 2 }
      let value = height(next) - 1
      if abs(value) <= 1e-11 || abs(high - low) <= 1e-13 * abs(high) { return next }
      if value < 0 {
        (low, lowHeight) = (next, value)
        if lastSide < 0 { highHeight /= 2 }
        lastSide = -1
      } else {
        (high, highHeight) = (next, value)
        if lastSide > 0 { lowHeight /= 2 }
        lastSide = 1
      }
    }
    return high
  }
}
