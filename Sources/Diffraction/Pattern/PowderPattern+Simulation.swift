public import Determinism

extension PowderPattern {
  /// Counts that a model would give: Poisson noise about its intensities, drawn from a stream.
  /// - Throws: intensities that are no mean of counts.
  public init(
    simulating model: PatternModel, at point: [Double], _ stream: RandomStream, name: String
  ) throws(DiffractionError) {
    var draw = stream
    let means = model.intensities(at: point)
    guard means.allSatisfy({ (0...1e15).contains($0) }) else {
      throw DiffractionError(name, "has negative or endless intensities at these values; raise the background")
    }
    let counts = means.map { Double(draw.nextPoisson(mean: $0)) }
    try self.init(name, angles: model.angles, intensities: counts, errors: Self.counting(counts))
  }
}
