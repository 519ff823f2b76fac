import Determinism

/// Sines of degrees.
enum Trigonometry {
  static let degree = 180 / Double.pi

  static func sine(_ degrees: Double) -> Double { Elementary.sin(degrees / degree) }
}

/// Where one line of one reflection stands and how wide it is, with the derivatives to s = sin θ.
struct PeakState {
  /// s, cos θ and tan θ.
  let sine, cosine, tangent: Double
  /// 2θ as measured, in degrees: the Bragg angle with what displaces it.
  let position: Double
  let positionBySine: Double
  let shape: PseudoVoigt
  /// G and its derivatives to G² = U tan² θ + V tan θ + W; 0 where G² is at its floor.
  let gaussianBySquare: Double
  let squareBySine: Double
  /// 1, or 0 where L = X / cos θ + Y tan θ is at its floor.
  let lorentzianSlope: Double
  let lorentzianBySine: Double

  /// Peaks narrower than this, in degrees, are none that a diffractometer makes.
  private static let floor = 1e-3

  /// Nil where the line does not reach the reflection.
  init?(_ model: PatternModel, _ point: [Double], q: Double, line: Double) {
    let result = point.withUnsafeBufferPointer { PeakState(model, $0, q: q, line: line) }
    guard let result else { return nil }
    self = result
  }

  init?(_ model: PatternModel, _ point: UnsafeBufferPointer<Double>, q: Double, line: Double) {
    let slots = model.slots
    let s = point[slots.wavelength] * line * q.squareRoot() / 2
    guard s > 1e-4, s < 0.9998 else { return nil }
    let c = (1 - s * s).squareRoot()
    let t = s / c
    (sine, cosine, tangent) = (s, c, t)
    let degree = Trigonometry.degree
    var position = 2 * Elementary.asin(s) * degree + point[slots.zero]
    var slope = 2 * degree / c
    let (displacement, transparency) = (point[slots.displacement], point[slots.transparency])
    let unit = 1e-3 / model.instrument.radius * degree
    switch model.instrument.geometry {
    case .braggBrentano:
      position -= 2 * unit * displacement * c + transparency * 2 * s * c
      slope += 2 * unit * displacement * t - transparency * 2 * (1 - 2 * s * s) / c
    case .debyeScherrer:
      position -= unit * (displacement * (1 - 2 * s * s) + transparency * 2 * s * c)
      slope += unit * (displacement * 4 * s - transparency * 2 * (1 - 2 * s * s) / c)
    }
    (self.position, positionBySine) = (position, slope)
    let w = slots.widths
    let (u, v, x, y) = (point[w], point[w + 1], point[w + 3], point[w + 4])
    let square = (u * t + v) * t + point[w + 2]
    let least = Self.floor * Self.floor
    let gaussian = max(square, least).squareRoot()
    gaussianBySquare = square > least ? 0.5 / gaussian : 0
    let cube = c * c * c
    squareBySine = (2 * u * t + v) / cube
    let lorentzian = x / c + y * t
    lorentzianSlope = lorentzian > 0 ? 1 : 0
    lorentzianBySine = lorentzianSlope * (x * s + y) / cube
    shape = PseudoVoigt(gaussian: gaussian, lorentzian: max(lorentzian, 0))
  }

  /// The derivatives of the position to zero, displacement and transparency or offset.
  func positionSlopes(_ instrument: Instrument) -> (zero: Double, displacement: Double, transparency: Double) {
    let unit = 1e-3 / instrument.radius * Trigonometry.degree
    switch instrument.geometry {
    case .braggBrentano: return (1, -2 * unit * cosine, -2 * sine * cosine)
    case .debyeScherrer: return (1, -unit * (1 - 2 * sine * sine), -unit * 2 * sine * cosine)
    }
  }
}
