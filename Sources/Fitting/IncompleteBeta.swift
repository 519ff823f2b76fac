import Determinism

/// The regularised incomplete beta function I_x(a, b) for a, b > 0 and 0 ≤ x ≤ 1. Relative error ≤ 1e-12 for a and b
/// up to 10⁴; beyond, where one is large and the other below 1, it grows to 1e-10 at 10⁶.
///
/// Continued fraction (Numerical Recipes §6.4) on the side where it converges, with Loader's prefactor.
/// Cost: about √max(a, b) terms.
public enum IncompleteBeta {
  /// - Parameter complement: 1 − x, where the caller knows it better than by subtraction.
  public static func value(_ x: Double, _ a: Double, _ b: Double, complement: Double? = nil) -> Double {
    let y = complement ?? 1 - x
    guard x > 0 else { return x == 0 ? 0 : .nan }
    guard y > 0 else { return y == 0 ? 1 : .nan }
    return x * (a + b + 2) < a + 1 ? fraction(x, y, a, b) : 1 - fraction(y, x, b, a)
  }

  /// xᵃ yᵇ Γ(a + b) / (Γ(a + 1) Γ(b)).
  private static func density(_ x: Double, _ y: Double, _ a: Double, _ b: Double) -> Double {
    let n = a + b
    let exponent =
      SaddlePoint.stirlingError(n) - SaddlePoint.stirlingError(a) - SaddlePoint.stirlingError(b)
      - SaddlePoint.deviance(a, n * x) - SaddlePoint.deviance(b, n * y) - SaddlePoint.logRootTwoPi
    return Elementary.exp(exponent) * (n / (a * b)).squareRoot() * b / n
  }

  private static func fraction(_ x: Double, _ y: Double, _ a: Double, _ b: Double) -> Double {
    let tiny = 1e-300
    var c = 1.0
    var d = 1 - (a + b) * x / (a + 1)
    if abs(d) < tiny { d = tiny }
    d = 1 / d
    var h = d
    for i in 1..<1_000_000 {
      let m = Double(i)
      var numerator = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
      d = 1 + numerator * d
      if abs(d) < tiny { d = tiny }
      c = 1 + numerator / c
      if abs(c) < tiny { c = tiny }
      d = 1 / d
      h *= d * c
      numerator = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
      d = 1 + numerator * d
      if abs(d) < tiny { d = tiny }
      c = 1 + numerator / c
      if abs(c) < tiny { c = tiny }
      d = 1 / d
      let factor = d * c
      h *= factor
      if abs(factor - 1) < 1e-16 { break }
    }
    return h * density(x, y, a, b)
  }
}
