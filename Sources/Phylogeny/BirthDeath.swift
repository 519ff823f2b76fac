import Determinism

/// The linear birth–death process along one branch: every copy is duplicated at rate λ and lost at rate μ.
///
/// The descendants of one copy after a time t are none with probability a, else geometric with ratio b:
///
///     P(0 | 1) = a,   P(c | 1) = (1 − a)(1 − b) b^(c−1),   a = μφ / (1 + μφ),   b = λφ / (1 + μφ),
///     φ = (1 − e^(−(λ−μ)t)) / (λ − μ),   which is t where λ = μ.
///
/// Nothing cancels in these: λ = μ, λ = 0 and μ = 0 are no special cases, and λt may be of any size.
/// Source: Bailey, The Elements of Stochastic Processes (1964), §8.6; Kendall, doi:10.1214/aoms/1177730285.
public struct BirthDeath: Sendable, Hashable {
  /// λ, duplications per copy and unit of time; at least 0.
  public let birth: Double
  /// μ, losses per copy and unit of time; at least 0.
  public let death: Double
  /// t, the length of the branch.
  public let time: Double
  /// a, the probability that a copy leaves none.
  public let extinction: Double
  /// 1 − a, to full precision.
  public let survival: Double
  /// b, the ratio of the geometric distribution.
  public let ratio: Double
  /// 1 − b, to full precision.
  public let rest: Double

  public init(birth: Double, death: Double, time: Double) {
    (self.birth, self.death, self.time) = (birth, death, time)
    let growth = (birth - death) * time
    // With falling sizes e^(−growth) may overflow: both sides of the fractions are multiplied by e^growth.
    let scale = growth < 0 ? Elementary.exp(growth) : 1
    let phi = time * Self.relativeGap(growth.magnitude)
    let denominator = scale + death * phi
    extinction = death * phi / denominator
    survival = scale / denominator
    ratio = birth * phi / denominator
    rest = (growth < 0 ? 1 : Elementary.exp(-growth)) / denominator
  }

  /// (1 − e⁻ˣ) / x for x ≥ 0.
  private static func relativeGap(_ x: Double) -> Double { x == 0 ? 1 : -Elementary.expm1(-x) / x }

  /// ∂a/∂λ, ∂a/∂μ, ∂b/∂λ, ∂b/∂μ.
  public var slopes: (aBirth: Double, aDeath: Double, bBirth: Double, bDeath: Double) {
    let growth = (birth - death) * time
    let phi = growth < 0 ? time * Self.relativeGap(-growth) * Elementary.exp(-growth) : time * Self.relativeGap(growth)
    // φ depends on λ − μ alone.
    let slope = -time * time * Self.gapSlope(growth)
    let one = 1 + death * phi
    let square = one * one
    return (
      aBirth: death * slope / square, aDeath: (phi - death * slope) / square,
      bBirth: (phi * one + birth * slope) / square, bDeath: -(birth * slope + birth * phi * phi) / square
    )
  }

  /// (1 − e⁻ˣ(1 + x)) / x², by its series near 0, where the closed form cancels.
  private static func gapSlope(_ x: Double) -> Double {
    guard x.magnitude < 1 else { return (1 - Elementary.exp(-x) * (1 + x)) / (x * x) }
    var (sum, power) = (0.0, 1.0)
    for n in 0..<24 {
      sum += power / Double(n + 2)
      power *= -x / Double(n + 1)
    }
    return sum
  }
}
