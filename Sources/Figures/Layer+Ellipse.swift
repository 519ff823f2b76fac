import Determinism

extension Layer {
  /// The confidence ellipse of two parameters: the points x with (x − m)ᵀ C⁻¹ (x − m) = `radius`².
  ///
  /// `radius`² = 2.30 holds 68 %, 5.99 holds 95 % of a bivariate normal distribution.
  ///
  /// - Parameters:
  ///   - centre: m.
  ///   - variances: the diagonal of the covariance matrix C.
  ///   - covariance: its other entry.
  public static func ellipse(
    centre: (x: Double, y: Double), variances: (x: Double, y: Double), covariance: Double, radius: Double,
    label: String? = nil, style: Style = .series(0)
  ) -> Layer {
    // C = L Lᵀ turns the unit circle into the ellipse.
    let first = variances.x.squareRoot()
    let across = first > 0 ? covariance / first : 0
    let second = max(0, variances.y - across * across).squareRoot()
    let angles = (0...180).map { 2 * Double.pi * Double($0) / 180 }
    let circle = angles.map { (Elementary.cos($0), Elementary.sin($0)) }
    return .line(
      x: circle.map { centre.x + radius * first * $0.0 },
      y: circle.map { centre.y + radius * (across * $0.0 + second * $0.1) }, label: label, style: style)
  }
}
