import Determinism

/// A diffractometer with constant wavelength, as far as its kind goes; its numbers are parameters.
public struct Instrument: Sendable {
  /// Where the sample and the detector stand.
  public enum Geometry: String, Sendable, CaseIterable {
    /// A flat sample that reflects; its height error moves a peak by −2 (s/R) cos θ.
    case braggBrentano = "bragg-brentano"
    /// A capillary or can in the beam; its offsets move a peak by −(s/R) cos 2θ and −(o/R) sin 2θ.
    case debyeScherrer = "debye-scherrer"
  }

  /// What the sample takes away from a beam of its own.
  public enum Absorption: String, Sendable, CaseIterable {
    /// Independent of angle, as for a thick flat sample that reflects.
    case none
    /// A cylinder of radius R in the beam; the parameter is µR, at most 3.
    case cylinder
    /// A plate across the beam, turning with θ; the parameter is µt.
    case plate
  }

  /// How peaks are shaped.
  public enum Shape: String, Sendable, CaseIterable {
    /// The pseudo-Voigt of Thompson, Cox and Hastings, made asymmetric by axial divergence.
    case axial
    /// The same, symmetric.
    case symmetric
  }

  public var radiation = Radiation.xray
  /// λ of the first line, in Å.
  public var wavelength = 1.5405929
  /// λ of a second line; nil for none.
  public var secondWavelength: Double?
  /// The second line's intensity over the first's.
  public var secondRatio = 0.5
  public var geometry = Geometry.braggBrentano
  /// The radius of the goniometer, in mm.
  public var radius = 200.0
  /// The part P of the intensity polarised so that it is scattered without loss: (1 − P) cos² 2θ + P.
  public var polarisation = 0.5
  public var absorption = Absorption.none
  /// A slit that keeps the illuminated length constant: intensities grow with sin θ.
  public var hasVariableSlit = false
  /// A rough or porous surface that dims low angles (Suortti).
  public var hasRoughness = false
  /// The reciprocal vector along which platelets or needles are oriented; nil for none.
  public var texture: SIMD3<Int>?
  public var shape = Shape.axial
  /// |S − H| / (S + H) of the half heights of sample and receiving slit: 0 where they are equal.
  public var axialImbalance = 0.0
  /// The number of terms of the background.
  public var backgroundTerms = 6
  /// How far a peak is computed, in widths to each side.
  public var cutoff = 40.0
  /// f′ and f″, or a scattering length, in place of the tables', by the atoms' types.
  public var scattering: [String: Dispersion] = [:]

  public init() {}

  /// The names of its parameters.
  public var parameters: [InstrumentParameter] {
    typealias P = InstrumentParameter
    var list = [P("scale", .scale, start: 1, lower: 0), P("zero", .zero, start: 0, unit: "°")]
    list.append(P("displacement", .displacement, start: 0, unit: "µm"))
    list.append(
      geometry == .braggBrentano
        ? P("transparency", .transparency, start: 0, unit: "°") : P("offset", .transparency, start: 0, unit: "µm"))
    list.append(P("wavelength", .wavelength, start: wavelength, unit: "Å", lower: 1e-3))
    if secondWavelength != nil { list.append(P("ratio", .ratio, start: secondRatio, lower: 0)) }
    if radiation == .xray {
      list.append(P("polarisation", .polarisation, start: polarisation, lower: 0, upper: 1))
    }
    list += [
      P("U", .widths, start: 0, unit: "°²"), P("V", .widths, start: 0, unit: "°²"),
      P("W", .widths, start: 0.01, unit: "°²", lower: 1e-6), P("X", .widths, start: 0.02, unit: "°", lower: 0),
      P("Y", .widths, start: 0, unit: "°", lower: 0),
    ]
    if shape == .axial { list.append(P("axial", .asymmetry, start: 0.01, lower: 0, upper: 0.2)) }
    if texture != nil { list.append(P("march", .texture, start: 1, lower: 0.05, upper: 20)) }
    if absorption != .none {
      list.append(P("absorption", .absorption, start: 0.1, lower: 0, upper: absorption == .cylinder ? 3 : 20))
    }
    if hasRoughness {
      list.append(P("roughness", .roughness, start: 0.1, lower: 0, upper: 0.95))
      list.append(P("depth", .roughness, start: 0.3, lower: 0.01, upper: 10))
    }
    list += (0..<backgroundTerms).map { P("background\($0)", .background, start: 0) }
    return list
  }
}

/// One number of an instrument.
public struct InstrumentParameter: Sendable, Equatable {
  /// What it says of the instrument; stages of a refinement go by these.
  public enum Role: String, Sendable, CaseIterable {
    case scale, zero, displacement, transparency, wavelength, ratio, polarisation, widths, asymmetry, texture,
      absorption
    case roughness, background
  }

  public let name: String
  public let role: Role
  public let start: Double
  public let unit: String?
  public let lower: Double
  public let upper: Double

  init(
    _ name: String, _ role: Role, start: Double, unit: String? = nil, lower: Double = -.infinity,
    upper: Double = .infinity
  ) {
    (self.name, self.role, self.start, self.unit) = (name, role, start, unit)
    (self.lower, self.upper) = (lower, upper)
  }
}

extension Instrument {
  /// The P that a monochromator before or behind the sample gives: 1 / (1 + cos² 2θ_m).
  public static func polarisation(monochromator angle: Double) -> Double {
    let cosine = Elementary.cos(angle / Trigonometry.degree)
    return 1 / (1 + cosine * cosine)
  }
}
