import Determinism

/// A robust loss ρ(r²) at one residual: ρ, ρ′ and ρ″ with respect to r².
struct LossValue {
  let loss: Double
  let slope: Double
  let curvature: Double
}

/// ρ = r² within c, 2c|r| − c² beyond.
struct Huber {
  let threshold: Double
  init(_ threshold: Double) { self.threshold = threshold }

  func value(_ r: Double) -> LossValue {
    let size = abs(r)
    guard size > threshold else { return LossValue(loss: r * r, slope: 1, curvature: 0) }
    let slope = threshold / size
    return LossValue(loss: threshold * (2 * size - threshold), slope: slope, curvature: -slope / (2 * size * size))
  }
}

/// ρ = c² ln(1 + r²/c²).
struct Cauchy {
  let threshold: Double
  init(_ threshold: Double) { self.threshold = threshold }

  func value(_ r: Double) -> LossValue {
    let ratio = r / threshold
    let slope = 1 / (1 + ratio * ratio)
    let scale = threshold * threshold
    return LossValue(
      loss: scale * Elementary.log1p(ratio * ratio), slope: slope, curvature: -slope * slope / scale)
  }
}
