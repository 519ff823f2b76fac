/// A block made of a response model, observed values and noise: the usual dataset of a fit.
public final class DatasetBlock: Block {
  public let name: String
  public let model: any ResponseModel
  /// The observed values, one per row of the model.
  public let observed: [Double]
  public let noise: Noise
  public let likelihood: Likelihood
  let constants: NoiseConstants

  /// - Throws: sizes that differ, a value or σ that is not usable (not finite, negative count, σ ≤ 0), with its row.
  public init(
    name: String, model: any ResponseModel, observed: [Double], noise: Noise
  ) throws(FittingError) {
    guard observed.count == model.rowCount, !observed.isEmpty else {
      throw FittingError(name, "has \(observed.count) observed values for \(model.rowCount) rows of the model")
    }
    if let row = observed.firstIndex(where: { !$0.isFinite }) {
      throw FittingError(name, "row \(row + 1): the observed value is \(observed[row]); drop the row or mend it")
    }
    self.name = name
    self.model = model
    self.observed = observed
    self.noise = noise
    constants = try NoiseConstants(noise, observed: observed, dataset: name)
    likelihood = constants.likelihood
  }

  public var parameterNames: [String] { model.parameterNames }
  public var rowCount: Int { observed.count }

  private init(_ other: DatasetBlock, model: any ResponseModel) {
    (name, self.model, observed, noise) = (other.name, model, other.observed, other.noise)
    (likelihood, constants) = (other.likelihood, other.constants)
  }

  public func sharing(_ parameters: [String]) -> any Block {
    DatasetBlock(self, model: model.sharing(parameters))
  }

  public var footprint: [UnsafeRawBufferPointer] {
    let own = UnsafeRawBufferPointer(of: self, bytes: 256)
    let arrays = [observed, constants.reciprocals, constants.weights ?? []].map(UnsafeRawBufferPointer.init(of:))
    return [own] + model.footprint + arrays
  }
}
