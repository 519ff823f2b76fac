import CKernels
import Determinism

/// One powder pattern as its structure and its instrument make it: a model of all intensities, with exact derivatives.
///
/// y(2θ) = background + scale Σ m |F|² L A T Φ(2θ − 2θ_h), over reflections h and lines of the source, m being the
/// multiplicity, L Lorentz and polarisation, A what absorbs, T the texture, Φ a profile of unit area.
///
/// Which reflections, windows and nodes it sums over is decided when it is made, at a point of the parameters, so that
/// the model is smooth around it: `planned(at:)` decides anew elsewhere.
public struct PatternModel: Sendable {
  public let structure: StructureModel
  public let instrument: Instrument
  /// 2θ of the points, in degrees.
  public let angles: [Double]
  /// The structure's parameters, then the instrument's.
  public let parameterNames: [String]
  /// The declared starts of all parameters.
  public let start: [Double]
  let factors: StructureFactors
  let background: Background
  let slots: InstrumentSlots
  private(set) var plan: PeakPlan

  /// - Throws: an atom without tabulated scattering; a wavelength under which no reflection lies in the range.
  public init(_ structure: StructureModel, _ instrument: Instrument, angles: [Double]) throws(DiffractionError) {
    self.structure = structure
    self.instrument = instrument
    self.angles = angles
    let own = instrument.parameters
    parameterNames = structure.parameters.map(\.name) + own.map(\.name)
    start = structure.start + own.map(\.start)
    factors = try StructureFactors(
      structure, instrument.radiation, wavelength: instrument.wavelength, scattering: instrument.scattering)
    background = Background(angles, terms: instrument.backgroundTerms)
    slots = InstrumentSlots(own, from: structure.parameters.count)
    plan = PeakPlan()
    plan = try PeakPlan(self, at: start)
  }

  /// The same model, its reflections, windows and nodes decided at a point.
  public func planned(at point: [Double]) throws(DiffractionError) -> PatternModel {
    var copy = self
    copy.plan = try PeakPlan(self, at: point)
    return copy
  }

  /// The reflections that the model sums over.
  public var reflections: [Reflection] { plan.reflections }

  /// The lines of the source: wavelength over the first one's, and part of the intensity.
  func lines(_ point: UnsafeBufferPointer<Double>) -> [(factor: Double, weight: Double)] {
    guard let second = instrument.secondWavelength, let ratio = slots.ratio else { return [(1, 1)] }
    return [(1, 1), (second / instrument.wavelength, point[ratio])]
  }
}

/// Where an instrument's parameters stand in a point.
struct InstrumentSlots: Sendable {
  var scale = 0, zero = 0, displacement = 0, transparency = 0, wavelength = 0, widths = 0
  var ratio: Int?
  var polarisation: Int?
  var axial: Int?
  var march: Int?
  var absorption: Int?
  var roughness: Int?
  var background = 0

  init(_ parameters: [InstrumentParameter], from first: Int) {
    for (k, parameter) in parameters.enumerated() {
      let place = first + k
      switch parameter.name {
      case "scale": scale = place
      case "zero": zero = place
      case "displacement": displacement = place
      case "transparency", "offset": transparency = place
      case "wavelength": wavelength = place
      case "ratio": ratio = place
      case "polarisation": polarisation = place
      case "U": widths = place
      case "axial": axial = place
      case "march": march = place
      case "absorption": absorption = place
      case "roughness": roughness = place
      case "background0": background = place
      default: break
      }
    }
  }
}
