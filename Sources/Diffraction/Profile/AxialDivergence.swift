import CKernels
import Determinism

/// The asymmetry of low-angle peaks: rays that leave the plane of the diffractometer are seen at smaller angles.
///
/// With the sample and the receiving slit of half heights S and H at the distance L, a ray at the height z L is detected
/// at 2φ where cos 2φ = cos 2θ √(1 + z²), with the density W(z) / ((1 + z²) sin 2φ) over 0 < z < A, A = (S + H)/L.
/// W is constant up to κ A, κ = |S − H| / (S + H), and falls to zero at A. In z the density has no singularity, so that
/// Gauss–Legendre nodes serve. L. W. Finger, D. E. Cox, A. P. Jephcoat, doi:10.1107/S0021889894004218.
struct AxialDivergence: Sendable {
  /// 2θ and A.
  let position: Double
  let asymmetry: Double
  /// κ: 0 for equal heights, 1 where one is much the smaller.
  let imbalance: Double

  private static let degree = 180 / Double.pi

  /// How far the profile of a peak at `position` (degrees) reaches to its asymmetric side, in degrees.
  static func reach(_ position: Double, _ asymmetry: Double) -> Double {
    let angle = position / degree
    let a = limited(asymmetry, Elementary.cos(angle), Elementary.sin(angle)).value
    let c = Elementary.cos(angle) * (1 + a * a).squareRoot()
    return (Elementary.acos(c) * degree - position).magnitude
  }

  /// How many nodes make the error of a profile of this width less than 1e-4 of its height.
  static func nodeCount(_ position: Double, _ asymmetry: Double, width: Double) -> Int {
    let ratio = reach(position, asymmetry) / width
    guard ratio > 1e-3 else { return 3 }
    // The Lorentzian's pole bounds the convergence: an ellipse of semi-axis Γ / 2E about the interval.
    let b = 1 / (2 * ratio)
    let rate = Elementary.log(b + (1 + b * b).squareRoot())
    return min(3 + Int((4.6 / rate).rounded(.up)), 64)
  }

  /// The nodes at a place, with their derivatives to 2θ (degrees) and A.
  func nodes(_ count: Int) -> [kn_peak_node] {
    guard asymmetry > 0, count > 1 else { return [.middle(position)] }
    let angle = position / Self.degree
    let (c, s) = (Elementary.cos(angle), Elementary.sin(angle))
    let (a, slope) = Self.limited(asymmetry, c, s)
    var raw: [(centre: Double, byPosition: Double, byZ: Double, weight: Double, logT: Double, logA: Double)] = []
    raw.reserveCapacity(count)
    var (sum, sumT, sumA) = (0.0, 0.0, 0.0)
    for (x, w) in Self.heights(count, imbalance) {
      let z = a * x
      let stretch = (1 + z * z).squareRoot()
      let cosine = c * stretch
      let sine = (1 - cosine * cosine).squareRoot()
      let byT = s * stretch / sine
      let byZ = -c * z / (stretch * sine)
      let weight = w / (stretch * stretch * sine)
      // Derivatives of ln weight, per radian and per unit of A.
      let cot = cosine / sine
      let logT = -cot * byT
      let logA = (-2 * z * x / (stretch * stretch) - cot * byZ * x)
      raw.append((Elementary.acos(cosine) * Self.degree, byT, byZ * x * Self.degree, weight, logT, logA))
      sum += weight
      sumT += weight * logT
      sumA += weight * logA
    }
    return raw.map { node in
      let weight = node.weight / sum
      return kn_peak_node(
        centre: node.centre, weight: weight, weight_by_position: weight * (node.logT - sumT / sum) / Self.degree,
        lever_of_position: weight * node.byPosition, weight_by_asymmetry: weight * (node.logA - sumA / sum) * slope,
        lever_of_asymmetry: weight * node.byZ * slope)
    }
  }

  /// Nodes in z / A with W's weights: a rule for each side of its kink.
  private static func heights(_ count: Int, _ kink: Double) -> [(Double, Double)] {
    let first = kink <= 0 ? 0 : kink >= 1 ? count : max(count / 2, 1)
    var nodes: [(Double, Double)] = []
    nodes.reserveCapacity(count)
    if first > 0 {
      let rule = GaussLegendre.rule(first)
      for k in rule.places.indices { nodes.append((kink * rule.places[k], kink * rule.weights[k])) }
    }
    if first < count {
      let rule = GaussLegendre.rule(count - first)
      let width = 1 - kink
      for k in rule.places.indices {
        nodes.append((kink + width * rule.places[k], width * rule.weights[k] * (1 - rule.places[k])))
      }
    }
    return nodes
  }

  /// Rays are not seen below 0 or beyond 180°: A ends where 2φ would.
  private static func limited(_ a: Double, _ c: Double, _ s: Double) -> (value: Double, slope: Double) {
    let most = 0.98 * s / max(c.magnitude, 1e-12)
    return a < most ? (a, 1) : (most, 0)
  }
}
