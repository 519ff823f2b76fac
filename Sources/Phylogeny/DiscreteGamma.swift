import Determinism

/// A gamma distribution of rates with mean 1, cut into categories of equal probability, each at its mean.
///
/// The shape α says how even the rates are: all alike as α → ∞, most near zero and few large as α → 0.
/// Source: Yang (1994), doi:10.1007/BF00160154.
public struct DiscreteGamma: Sendable {
  /// The mean of each category, ascending; their mean is 1.
  public let rates: [Double]
  /// Their derivatives by α.
  public let slopes: [Double]

  /// Traps unless α > 0 and there is a category. Cost: microseconds per category.
  public init(shape: Double, categories: Int) {
    precondition(shape > 0 && categories > 0, "DiscreteGamma: shape \(shape), \(categories) categories")
    // With x gamma of shape α and scale 1, the mean of x/α up to a quantile q is P(α + 1, q).
    var (before, slopeBefore) = (0.0, 0.0)
    var rates: [Double] = []
    var slopes: [Double] = []
    for k in 1...categories {
      var (share, slope) = (1.0, 0.0)
      if k < categories {
        let quantile = Self.quantile(Double(k) / Double(categories), shape: shape)
        let own = LowerGamma(shape, quantile)
        let next = LowerGamma(shape + 1, quantile)
        // The quantile moves with α so that P(α, q) stays.
        let drift = own.density > 0 ? -own.slope / own.density : 0
        (share, slope) = (next.value, next.slope + next.density * drift)
      }
      rates.append(Double(categories) * (share - before))
      slopes.append(Double(categories) * (slope - slopeBefore))
      (before, slopeBefore) = (share, slope)
    }
    self.rates = rates
    self.slopes = slopes
  }

  /// q with P(shape, q) = probability: Newton's steps inside a bracket, on ln q.
  static func quantile(_ probability: Double, shape: Double) -> Double {
    var (low, high) = (-800.0, Elementary.log(shape + 10 * shape.squareRoot() + 40))
    var x = Elementary.log(shape)
    for _ in 0..<200 {
      let found = LowerGamma(shape, Elementary.exp(x))
      if found.value < probability { low = x } else { high = x }
      let slope = found.density * Elementary.exp(x)
      var next = slope > 0 ? x - (found.value - probability) / slope : .nan
      if !(next > low && next < high) { next = (low + high) / 2 }
      if (next - x).magnitude <= 1e-15 * max(1, x.magnitude) { break }
      x = next
    }
    return Elementary.exp(x)
  }
}

/// The regularised lower incomplete gamma function P(a, x), with its derivatives.
///
/// P(a, x) = xᵃ e⁻ˣ / Γ(a + 1) · Σ xⁿ / ((a + 1) … (a + n)): all terms are positive, and so are those of the sum's
/// derivative but for one sign. Cost: some x + 40 terms.
struct LowerGamma {
  let value: Double
  /// ∂P/∂a.
  let slope: Double
  /// ∂P/∂x.
  let density: Double

  init(_ a: Double, _ x: Double) {
    guard x > 0 else {
      (value, slope, density) = (0, 0, 0)
      return
    }
    var (term, sum, harmonic, weighted) = (1.0, 1.0, 0.0, 0.0)
    var n = 1.0
    while term > 1e-18 * sum || n < x {
      term *= x / (a + n)
      harmonic += 1 / (a + n)
      sum += term
      weighted += term * harmonic
      n += 1
    }
    let front = Elementary.exp(a * Elementary.log(x) - x - Elementary.lgamma(a + 1))
    value = min(front * sum, 1)
    slope = front * (sum * (Elementary.log(x) - Self.digamma(a + 1)) - weighted)
    density = front * a / x
  }

  /// ψ(a) for a ≥ 1: recurrence up to 10, then the asymptotic series.
  private static func digamma(_ a: Double) -> Double {
    var (shifted, sum) = (a, 0.0)
    while shifted < 10 {
      sum -= 1 / shifted
      shifted += 1
    }
    let r = 1 / (shifted * shifted)
    let series =
      r * (1.0 / 12 - r * (1.0 / 120 - r * (1.0 / 252 - r * (1.0 / 240 - r * (1.0 / 132 - r * 691 / 32760)))))
    return sum + Elementary.log(shifted) - 0.5 / shifted - series
  }
}
