import Determinism

/// The regularised incomplete gamma functions, P(a, x) + Q(a, x) = 1, for a > 0 and x ≥ 0; relative error ≤ 1e-12.
///
/// Series below a + 1, continued fraction above (Numerical Recipes §6.2), with Loader's prefactor.
/// Cost: about √a terms where x is near a.
public enum IncompleteGamma {
  /// P(a, x) = ∫₀ˣ tᵃ⁻¹ e⁻ᵗ dt / Γ(a).
  public static func lower(_ a: Double, _ x: Double) -> Double {
    guard x > 0 else { return x == 0 ? 0 : .nan }
    if x.isInfinite { return 1 }
    return x < a + 1 ? series(a, x) : 1 - fraction(a, x)
  }

  /// Q(a, x), accurate in its tail.
  public static func upper(_ a: Double, _ x: Double) -> Double {
    guard x > 0 else { return x == 0 ? 1 : .nan }
    if x.isInfinite { return 0 }
    return x < a + 1 ? 1 - series(a, x) : fraction(a, x)
  }

  /// xᵃ e⁻ˣ / Γ(a + 1).
  private static func density(_ a: Double, _ x: Double) -> Double {
    Elementary.exp(-SaddlePoint.stirlingError(a) - SaddlePoint.deviance(a, x) - SaddlePoint.logRootTwoPi)
      / a.squareRoot()
  }

  private static func series(_ a: Double, _ x: Double) -> Double {
    var (term, sum, n) = (1.0, 1.0, a)
    repeat {
      n += 1
      term *= x / n
      sum += term
    } while term > sum * 1e-17
    return sum * density(a, x)
  }

  /// Lentz's evaluation of the continued fraction.
  private static func fraction(_ a: Double, _ x: Double) -> Double {
    let tiny = 1e-300
    var b = x + 1 - a
    var c = 1 / tiny
    var d = 1 / b
    var h = d
    for i in 1..<1_000_000 {
      let an = -Double(i) * (Double(i) - a)
      b += 2
      d = an * d + b
      if abs(d) < tiny { d = tiny }
      c = b + an / c
      if abs(c) < tiny { c = tiny }
      d = 1 / d
      let factor = d * c
      h *= factor
      if abs(factor - 1) < 1e-16 { break }
    }
    return h * density(a, x) * a
  }
}
