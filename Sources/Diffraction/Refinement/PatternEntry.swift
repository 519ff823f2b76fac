/// A measured pattern and the model of it, under a name.
public struct PatternEntry: Sendable {
  public let name: String
  public let pattern: PowderPattern
  public internal(set) var model: PatternModel
  /// Whether the intensities are raw counts, to be fitted by their exact likelihood, rather than by their errors.
  public let isCounted: Bool

  /// - Throws: what makes the model impossible over the pattern's range; counts that are none.
  public init(
    _ name: String, _ pattern: PowderPattern, _ structure: StructureModel, _ instrument: Instrument,
    isCounted: Bool = false
  ) throws(DiffractionError) {
    self.name = name
    self.pattern = pattern
    self.isCounted = isCounted
    if isCounted, let odd = pattern.intensities.firstIndex(where: { $0 < 0 || $0 != $0.rounded() }) {
      throw DiffractionError(
        name,
        "holds \(pattern.intensities[odd]) at \(pattern.angles[odd])°, which is no count; leave out noise: poisson")
    }
    do throws(DiffractionError) {
      model = try PatternModel(structure, instrument, angles: pattern.angles)
    } catch {
      throw DiffractionError("\(name), \(error.place)", error.reason)
    }
  }

  /// The computed intensities at a point of the model's parameters.
  public func computed(at point: [Double]) -> [Double] { model.intensities(at: point) }

  /// The standard error of every intensity: as given, or that of the counts that the model expects.
  func errors(_ model: [Double]) -> [Double] {
    isCounted ? model.map { max($0, 1e-3).squareRoot() } : pattern.errors
  }

  /// The background alone.
  public func background(at point: [Double]) -> [Double] {
    var empty = point
    empty[model.slots.scale] = 0
    return computed(at: empty)
  }
}
