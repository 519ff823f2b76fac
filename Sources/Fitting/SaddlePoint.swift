import Determinism

/// Loader's parts of densities, which lose no digits for large counts.
/// Loader, "Fast and accurate computation of binomial probabilities" (2000).
enum SaddlePoint {
  /// ln √2π.
  static let logRootTwoPi = 0.9189385332046727

  /// ln Γ(n + 1) − (n + ½) ln n + n − ln √2π: the error of Stirling's formula. For n > 0.
  static func stirlingError(_ n: Double) -> Double {
    if n < 16 {
      // Shifted to where the series holds: Γ(n + 1) = Γ(m + 1) / ((n + 1) … m).
      var (m, product) = (n, 1.0)
      while m < 16 {
        m += 1
        product *= m
      }
      return series(m) + (m + 0.5) * Elementary.log(m) - (n + 0.5) * Elementary.log(n) - (m - n)
        - Elementary.log(product)
    }
    return series(n)
  }

  private static func series(_ n: Double) -> Double {
    let s = 1 / (n * n)
    var sum = -3617.0 / 122_400
    for c in [1.0 / 156, -691.0 / 360_360, 1.0 / 1_188, -1.0 / 1_680, 1.0 / 1_260, -1.0 / 360, 1.0 / 12] {
      sum = sum * s + c
    }
    return sum / n
  }

  /// x ln (x / m) + m − x ≥ 0, without cancellation when x is near m.
  static func deviance(_ x: Double, _ m: Double) -> Double {
    let difference = x - m
    guard abs(difference) < 0.1 * (x + m) else { return x * Elementary.log(x / m) - difference }
    let v = difference / (x + m)
    var sum = difference * v
    var term = 2 * x * v
    for k in 1..<1_000 {
      term *= v * v
      let next = sum + term / Double(2 * k + 1)
      if next == sum { break }
      sum = next
    }
    return sum
  }
}
