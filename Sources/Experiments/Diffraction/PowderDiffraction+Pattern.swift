import Diffraction
import Documents
import Manifests

extension PowderDiffraction {
  /// One pattern as the manifest declares it.
  struct PatternSource: Sendable {
    let file: InputFile
    let bank: Int?
    let radiation: Source
    let wavelengths: [Double]
    let ratio: Double
    let geometry: Instrument.Geometry?
    let radius: Double
    let polarisation: Double
    let monochromator: Double?
    let absorption: Instrument.Absorption
    let slit: Slit
    let hasRoughness: Bool
    let texture: [Int]
    let shape: Instrument.Shape
    let imbalance: Double
    let background: Int
    let cutoff: Double
    let range: [Double]
    let excluded: [[Double]]
    let scattering: [Named<[Double]>]
    let noise: Noise

    /// How intensities scatter about the model.
    enum Noise: String, Sendable, CaseIterable {
      /// By the errors of the file, or √I.
      case errors
      /// As raw counts do, by their exact likelihood.
      case poisson
    }

    /// What a divergence slit keeps constant.
    enum Slit: String, Sendable, CaseIterable {
      case fixed, variable
    }
  }
}

extension PowderDiffraction.PatternSource {
  static var schema: Schema<Self> {
    Schema.record { fields in
      Self(
        file: fields.required("file", .inputFile, "columns of 2θ, intensity and perhaps error, or a file of GSAS"),
        bank: fields.optional("bank", .integer(atLeast: 1), "the bank of a GSAS file; the first else"),
        radiation: fields.required("radiation", .choice(of: PowderDiffraction.Source.self), "what was scattered"),
        wavelengths: fields.optional(
          "wavelength",
          .either(Schema<Double>.number(above: 0).map { [$0] }, .list(of: .number(above: 0), atLeast: 1, atMost: 2)),
          "λ in Å; two of a doublet; not needed for a tube's lines") ?? [],
        ratio: fields.optional(
          "ratio", .number(atLeast: 0), default: 0.5, "the second line's intensity over the first's"),
        geometry: fields.optional(
          "geometry", .choice(of: Instrument.Geometry.self),
          "how displacement moves peaks; bragg-brentano for X-rays, debye-scherrer for neutrons unless said"),
        radius: fields.optional("radius", .number(above: 0, unit: "mm"), default: 200, "the goniometer's radius"),
        polarisation: fields.optional(
          "polarisation", .number(atLeast: 0, atMost: 1), default: 0.5,
          "P of (1 − P) cos² 2θ + P; 0.5 without monochromator"),
        monochromator: fields.optional(
          "monochromator", .number(atLeast: 0, below: 180, unit: "°"), "2θ of a monochromator, in place of polarisation"
        ),
        absorption: fields.optional(
          "absorption", .choice(of: Instrument.Absorption.self), default: "none",
          "what the sample takes away of the beam"),
        slit: fields.optional(
          "slit", .choice(of: Slit.self), default: "fixed", "variable: the illuminated length is constant"),
        hasRoughness: fields.optional("roughness", .boolean, default: false, "whether a rough surface dims low angles"),
        texture: fields.optional(
          "texture", .list(of: .integer, atLeast: 3, atMost: 3), "hkl of preferred orientation, March and Dollase")
          ?? [],
        shape: fields.optional(
          "shape", .choice(of: Instrument.Shape.self), default: "axial", "whether low-angle peaks are asymmetric"),
        imbalance: fields.optional(
          "imbalance", .number(atLeast: 0, atMost: 1), default: 0,
          "|S − H| / (S + H) of sample and slit heights, for axial peaks"),
        background: fields.optional(
          "background", .integer(atLeast: 1, atMost: 36), default: 6, "terms of the Chebyshev background"),
        cutoff: fields.optional(
          "cutoff", .number(atLeast: 3, atMost: 1000), default: 40, "how far a peak reaches, in widths to each side"),
        range: fields.optional(
          "range", .list(of: .number(atLeast: 0, atMost: 180), atLeast: 2, atMost: 2), "the 2θ used, in °") ?? [],
        excluded: fields.optional(
          "exclude", .list(of: .list(of: .number, atLeast: 2, atMost: 2)), default: [], "regions of 2θ left out, in °"),
        scattering: fields.optional(
          "scattering", .map(.label, to: .list(of: .number, atLeast: 1, atMost: 2)), default: [:],
          "by atom type: [f′, f″] of X-rays, or [b] or [Re b, Im b] of neutrons in fm, in place of the tables'"),
        noise: fields.optional(
          "noise", .choice(of: Noise.self), default: "errors",
          "poisson: raw counts with their exact likelihood; errors: those of the file, or √I, as is usual"))
    }
    .refine { source, review in
      if source.wavelengths.isEmpty, source.radiation.lines.isEmpty {
        review.reject("the field wavelength is missing: λ in Å")
      }
      for pair in (source.range.isEmpty ? [] : [source.range]) + source.excluded where pair[0] >= pair[1] {
        review.reject("a region runs from \(pair[0])° to \(pair[1])°: the first must be less")
      }
      if source.texture == [0, 0, 0] { review.reject("texture needs a direction, such as [0, 0, 1]") }
      return source
    }
  }

  /// The instrument that the fields describe.
  var instrument: Instrument {
    var instrument = Instrument()
    instrument.radiation = radiation.radiation
    let lines = wavelengths.isEmpty ? radiation.lines : wavelengths
    instrument.wavelength = lines.first ?? instrument.wavelength
    instrument.secondWavelength = lines.count > 1 ? lines[1] : nil
    instrument.secondRatio = ratio
    instrument.geometry = geometry ?? (radiation.radiation == .neutron ? .debyeScherrer : .braggBrentano)
    instrument.radius = radius
    instrument.polarisation = monochromator.map(Instrument.polarisation(monochromator:)) ?? polarisation
    instrument.absorption = absorption
    instrument.hasVariableSlit = slit == .variable
    instrument.hasRoughness = hasRoughness
    instrument.texture = texture.count == 3 ? SIMD3(texture[0], texture[1], texture[2]) : nil
    instrument.shape = shape
    instrument.axialImbalance = imbalance
    instrument.backgroundTerms = background
    instrument.cutoff = cutoff
    for entry in scattering {
      instrument.scattering[entry.name] = Dispersion(
        real: entry.value[0], imaginary: entry.value.count > 1 ? entry.value[1] : 0)
    }
    return instrument
  }
}

extension Named where Value == PowderDiffraction.PatternSource {
  /// The pattern with its model.
  func entry(_ structure: StructureModel) throws(ManifestErrors) -> PatternEntry {
    let bytes = try value.file.bytes(limit: 1 << 28)
    do {
      let whole = try PowderPattern(bytes, file: value.file.path, bank: value.bank)
      let range = value.range.isEmpty ? nil : value.range[0]...value.range[1]
      let pattern = try whole.limited(
        to: range, excluding: value.excluded.map { $0[0]...$0[1] }, name: value.file.path)
      return try PatternEntry(
        name, pattern, structure, value.instrument, isCounted: value.noise == .poisson)
    } catch {
      throw ManifestErrors([value.file.place.problem("\(error)")])
    }
  }
}
