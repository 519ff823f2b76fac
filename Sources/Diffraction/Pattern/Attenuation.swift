import Determinism

/// A factor of intensity with its derivatives to sin θ and to its own parameters.
struct Factor {
  var value = 1.0
  var bySine = 0.0
  var byParameter: (Double, Double) = (0, 0)

  /// The product of two factors, of which only the sine's derivative is asked.
  mutating func multiply(_ other: Double, slope: Double) {
    bySine = bySine * other + value * slope
    byParameter = (byParameter.0 * other, byParameter.1 * other)
    value *= other
  }
}

/// What Lorentz, polarisation, sample and slit do to an intensity, as functions of s = sin θ.
enum Attenuation {
  /// 2 ((1 − P) cos² 2θ + P) / (s² cos θ) for X-rays, 1 / (s² cos θ) for neutrons; the parameter is P.
  static func lorentz(_ s: Double, polarisation: Double?) -> Factor {
    let c = (1 - s * s).squareRoot()
    let below = s * s * c
    let belowSlope = 2 * s * c - s * s * s / c
    guard let p = polarisation else {
      return Factor(value: 1 / below, bySine: -belowSlope / (below * below))
    }
    let cosine = 1 - 2 * s * s
    let above = 2 * ((1 - p) * cosine * cosine + p)
    let slope = 2 * (1 - p) * 2 * cosine * (-4 * s)
    return Factor(
      value: above / below, bySine: (slope - above / below * belowSlope) / below,
      byParameter: (2 * (1 - cosine * cosine) / below, 0))
  }

  /// A cylinder's transmission, µR ≤ 3: exp(−k₀ µR − k₁ (µR)² − k₂ (µR)³ − k₃ (µR)⁴), each k a function of sin² θ.
  ///
  /// N. N. Lobanov and L. Alte da Veiga, 6th European Powder Diffraction Conference (1998), P12-16.
  static func cylinder(_ s: Double, _ mu: Double) -> Factor {
    let q = s * s
    let fall = Elementary.exp(-0.024551 * q)
    let (root, fourth) = (s, s.squareRoot())
    let head = 25.99978 - 0.01911 * fourth
    let k = [
      16 / (3 * Double.pi), head * fall + 0.109561 * root - 26.04556,
      -0.02489 - 0.39499 * q + 1.219077 * q * s - 1.31268 * q * q + 0.871081 * q * q * s - 0.2327 * q * q * q,
      0.003045 + 0.018167 * q - 0.03305 * q * q,
    ]
    // Derivatives to s.
    let slopes = [
      0.0, -0.01911 * 0.5 / fourth * fall - 0.024551 * 2 * s * head * fall + 0.109561,
      -2 * 0.39499 * s + 3 * 1.219077 * q - 4 * 1.31268 * q * s + 5 * 0.871081 * q * q - 6 * 0.2327 * q * q * s,
      2 * 0.018167 * s - 4 * 0.03305 * q * s,
    ]
    let powers = [mu, mu * mu, mu * mu * mu, mu * mu * mu * mu]
    var (exponent, bySine) = (0.0, 0.0)
    for i in 0..<4 {
      exponent -= k[i] * powers[i]
      bySine -= slopes[i] * powers[i]
    }
    let byMu = -(k[0] + 2 * k[1] * mu + 3 * k[2] * mu * mu + 4 * k[3] * mu * mu * mu)
    let value = Elementary.exp(exponent)
    return Factor(value: value, bySine: value * bySine, byParameter: (value * byMu, 0))
  }

  /// A plate across the beam: exp(−µt / cos θ) / cos θ.
  static func plate(_ s: Double, _ mu: Double) -> Factor {
    let c = (1 - s * s).squareRoot()
    let value = Elementary.exp(-mu / c) / c
    return Factor(value: value, bySine: value * (1 - mu / c) * s / (c * c), byParameter: (-value / c, 0))
  }

  /// A rough surface: (1 − p + p exp(−τ / s)) / (1 − p + p exp(−τ)), with p, τ its parameters.
  ///
  /// P. Suortti, doi:10.1107/S0021889872009707: dims low angles by the part p of rays that graze grains.
  static func roughness(_ s: Double, _ p: Double, _ tau: Double) -> Factor {
    let (near, far) = (Elementary.exp(-tau / s), Elementary.exp(-tau))
    let (above, below) = (1 - p + p * near, 1 - p + p * far)
    let value = above / below
    return Factor(
      value: value, bySine: p * near * tau / (s * s) / below,
      byParameter: (
        ((near - 1) - value * (far - 1)) / below, (-p * near / s + value * p * far) / below
      ))
  }
}
