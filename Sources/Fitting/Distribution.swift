import Determinism

/// Tail probabilities and quantiles of the distributions that judge a fit. Relative error ≤ 1e-12 in the
/// tails too, up to 10⁴ degrees of freedom (`IncompleteBeta` says what beyond).
public enum Distribution {
  /// The probability that χ² of `degrees` degrees of freedom exceeds x.
  public static func chiSquaredTail(_ x: Double, degrees: Double) -> Double {
    x <= 0 ? 1 : IncompleteGamma.upper(degrees / 2, x / 2)
  }

  /// The probability that Fisher's F of (numerator, denominator) degrees of freedom exceeds f.
  public static func fTail(_ f: Double, numerator: Double, denominator: Double) -> Double {
    guard f > 0 else { return f.isNaN ? .nan : 1 }
    let total = denominator + numerator * f
    return IncompleteBeta.value(
      denominator / total, denominator / 2, numerator / 2, complement: numerator * f / total)
  }

  /// The probability that Student's t of `degrees` degrees of freedom exceeds t.
  public static func studentTail(_ t: Double, degrees: Double) -> Double {
    let total = degrees + t * t
    let half = IncompleteBeta.value(degrees / total, degrees / 2, 0.5, complement: t * t / total) / 2
    return t < 0 ? 1 - half : half
  }

  /// The probability that a standard normal variable exceeds z.
  public static func normalTail(_ z: Double) -> Double { Elementary.erfc(z * 0.7071067811865476) / 2 }

  /// z that a standard normal variable exceeds with probability `tail`.
  public static func normalQuantile(tail: Double) -> Double {
    guard tail > 0, tail < 1 else { return tail == 0 ? .infinity : tail == 1 ? -.infinity : .nan }
    if tail > 0.5 { return -normalQuantile(tail: 1 - tail) }
    // Abramowitz and Stegun 26.2.23, then Halley's method.
    let t = (-2 * Elementary.log(tail)).squareRoot()
    var z =
      t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)))
    for _ in 0..<4 {
      let density = Elementary.exp(-z * z / 2) * 0.3989422804014327
      let error = (normalTail(z) - tail) / density
      z += error / (1 - z * error / 2)
    }
    return z
  }

  /// t that Student's t of `degrees` degrees of freedom exceeds with probability `tail`.
  public static func studentQuantile(tail: Double, degrees: Double) -> Double {
    guard tail > 0, tail < 1 else { return tail == 0 ? .infinity : tail == 1 ? -.infinity : .nan }
    if tail > 0.5 { return -studentQuantile(tail: 1 - tail, degrees: degrees) }
    if tail == 0.5 { return 0 }
    var (low, high) = (0.0, 2.0)
    while studentTail(high, degrees: degrees) > tail, high < 1e300 { (low, high) = (high, high * 2) }
    // Newton on ln tail against ln t, nearly a line far out; bisection where it would leave the bracket.
    var t = max(low, min(high, normalQuantile(tail: tail)))
    for _ in 0..<200 {
      let found = studentTail(t, degrees: degrees)
      if found > tail { low = t } else { high = t }
      let slope = (studentTail(t * (1 + 1e-6), degrees: degrees) - found) / (t * 1e-6)
      var next = t - (found - tail) / slope
      if abs(next - t) <= 1e-15 * t { return t }
      if !(next > low && next < high) { next = (low + high) / 2 }
      t = next
    }
    return t
  }
}
