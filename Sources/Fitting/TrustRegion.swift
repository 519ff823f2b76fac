/// Finds the Levenberg–Marquardt parameter for a trust region: ‖D p(λ)‖ = Δ within 10 %, or λ = 0 when the
/// Gauss–Newton step fits. Moré, "The Levenberg–Marquardt algorithm", doi:10.1007/BFb0067700, over an arrowhead.
struct TrustRegion {
  /// The step found, its λ and its length ‖D p‖ over coordinates not held.
  struct Step {
    var step: [Double]
    var lambda: Double
    var length: Double
  }

  let linearization: Linearization
  let gradient: [Double]
  let columnNorms: [Double]
  let evaluator: Evaluator

  /// - Parameter guess: λ of the last step, where the search begins.
  func solve(
    radius: Double, guess: Double, damping: inout Damping, factor: inout ArrowheadFactor
  ) -> Step? {
    damping.lambda = 0
    factor.factor(linearization, damping, evaluator)
    var low = 0.0
    var excess = 0.0
    let newton = factor.step(damping, columnNorms: columnNorms)
    if let newton {
      let length = scaledLength(newton, damping)
      guard length.isFinite else { return nil }
      excess = length - radius
      if excess <= 0.1 * radius { return Step(step: newton, lambda: 0, length: length) }
      low = excess / radius / curvature(newton, length, damping, factor)
    }
    let slope = slopeLength(damping)
    guard slope > 0, slope.isFinite else { return newton.map { Step(step: $0, lambda: 0, length: excess + radius) } }
    var high = slope / radius
    var lambda = min(max(guess, low), high)
    if lambda == 0 { lambda = newton == nil ? 0.001 * high : slope / (excess + radius) }
    var found: Step?
    for trial in 1...12 {
      lambda = max(lambda, Double.leastNormalMagnitude, 1e-3 * (lambda == 0 ? high : 0))
      damping.lambda = lambda
      factor.factor(linearization, damping, evaluator)
      guard let step = factor.step(damping, columnNorms: columnNorms.map { _ in 0 }) else {
        lambda = max(lambda * 10, 1e-3 * high)
        continue
      }
      let length = scaledLength(step, damping)
      found = Step(step: step, lambda: lambda, length: length)
      let before = excess
      excess = length - radius
      if abs(excess) <= 0.1 * radius || (low == 0 && excess <= before && before < 0) || trial == 12 { break }
      let correction = excess / radius / curvature(step, length, damping, factor)
      if excess > 0 { low = max(low, lambda) } else { high = min(high, lambda) }
      lambda = max(low, lambda + correction)
    }
    return found
  }

  /// ‖D p‖ over coordinates not held.
  func scaledLength(_ step: [Double], _ damping: Damping) -> Double {
    var sum = 0.0
    for c in evaluator.shape.free where !damping.isHeld[c] {
      let value = damping.scale[c] * step[c]
      sum += value * value
    }
    return sum.squareRoot()
  }

  /// ‖R⁻ᵀ D² p‖² / ‖D p‖²: minus the relative slope of the step's length in λ.
  private func curvature(
    _ step: [Double], _ length: Double, _ damping: Damping, _ factor: ArrowheadFactor
  ) -> Double {
    var u = step
    for c in u.indices { u[c] *= damping.scale[c] * damping.scale[c] / length }
    return factor.forwardNormSquared(u, damping)
  }

  /// ‖D⁻¹ g‖ over coordinates not held.
  private func slopeLength(_ damping: Damping) -> Double {
    var sum = 0.0
    for c in evaluator.shape.free where !damping.isHeld[c] && damping.scale[c] > 0 {
      let value = gradient[c] / damping.scale[c]
      sum += value * value
    }
    return sum.squareRoot()
  }
}
