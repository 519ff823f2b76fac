import Determinism

/// The pseudo-Voigt that stands for the convolution of a Gaussian and a Lorentzian: one width and one mixing of both.
///
/// Γ⁵ = G⁵ + 2.69269 G⁴L + 2.42843 G³L² + 4.47163 G²L³ + 0.07842 GL⁴ + L⁵ and, with r = L/Γ,
/// η = 1.36603 r − 0.47719 r² + 0.11116 r³. P. Thompson, D. E. Cox, J. B. Hastings, doi:10.1107/S0021889887087090.
public struct PseudoVoigt: Sendable, Equatable {
  /// Γ, the full width at half maximum of both parts.
  public let width: Double
  /// η, the Lorentzian's part of the area.
  public let mixing: Double
  /// ∂Γ/∂G and ∂η/∂G.
  let byGaussian: (width: Double, mixing: Double)
  /// ∂Γ/∂L and ∂η/∂L.
  let byLorentzian: (width: Double, mixing: Double)

  /// - Parameters:
  ///   - g: the Gaussian's full width at half maximum, positive.
  ///   - l: the Lorentzian's, not negative.
  public init(gaussian g: Double, lorentzian l: Double) {
    // In units of the larger, so that no fifth power underflows.
    let unit = max(g, l)
    let (x, y) = (g / unit, l / unit)
    let sum =
      ((((x + 2.69269 * y) * x + 2.42843 * y * y) * x + 4.47163 * y * y * y) * x + 0.07842 * y * y * y * y) * x
      + y * y * y * y * y
    let root = Elementary.pow(sum, 0.2)
    let fourth = 5 * root * root * root * root
    let gaussian =
      (5 * x * x * x * x + 4 * 2.69269 * x * x * x * y + 3 * 2.42843 * x * x * y * y + 2 * 4.47163 * x * y * y * y
        + 0.07842 * y * y * y * y) / fourth
    let lorentzian =
      (2.69269 * x * x * x * x + 2 * 2.42843 * x * x * x * y + 3 * 4.47163 * x * x * y * y
        + 4 * 0.07842 * x * y * y * y + 5 * y * y * y * y) / fourth
    width = unit * root
    let r = l / width
    mixing = ((0.11116 * r - 0.47719) * r + 1.36603) * r
    let slope = (3 * 0.11116 * r - 2 * 0.47719) * r + 1.36603
    byGaussian = (gaussian, -slope * r / width * gaussian)
    byLorentzian = (lorentzian, slope * (1 - r * lorentzian) / width)
  }

  /// The profile of unit area at distances from its middle.
  public func values(at distances: [Double]) -> [Double] {
    var profile = PeakRows(capacity: distances.count)
    profile.fill(distances, count: distances.count, shape: self, nodes: [.middle(0)])
    return Array(profile.storage[..<distances.count])
  }

  /// The profile of unit area of a peak at `position` (2θ in degrees), made asymmetric by axial divergence.
  /// - Parameters:
  ///   - axial: (S + H)/L; 0 for a symmetric peak.
  ///   - imbalance: |S − H| / (S + H).
  ///   - nodes: how many nodes its quadrature has; as many as it needs where nil.
  public func values(
    at angles: [Double], position: Double, axial: Double, imbalance: Double = 0, nodes: Int? = nil
  ) -> [Double] {
    var profile = PeakRows(capacity: angles.count)
    let count = nodes ?? AxialDivergence.nodeCount(position, axial, width: width)
    let divergence = AxialDivergence(position: position, asymmetry: axial, imbalance: imbalance)
    profile.fill(angles, count: angles.count, shape: self, nodes: divergence.nodes(count))
    return Array(profile.storage[..<angles.count])
  }

  public static func == (a: PseudoVoigt, b: PseudoVoigt) -> Bool { a.width == b.width && a.mixing == b.mixing }
}
