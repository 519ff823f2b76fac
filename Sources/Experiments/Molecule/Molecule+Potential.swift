import Documents
import Layers
import Manifests
public import Molecules
public import Records

extension Molecule: PotentialExperiment {
  /// The potential that an outcome holds: its card and its weights.
  /// - Throws: when a file is missing, or does not fit the other.
  public func potential(of outcome: Outcome) throws -> any Potential { try trainedPotential(of: outcome) }

  func trainedPotential(of outcome: Outcome) throws -> TrainedPotential {
    func file(_ path: String) throws -> [UInt8] {
      guard let file = outcome.blobs.first(where: { $0.path == path }) else {
        throw MoleculesError("outcome", "holds no \(path); run the experiment again")
      }
      return file.bytes
    }
    let card = try ModelCard(JSON(parsing: file(ModelCard.path), file: ModelCard.path))
    let weights = try Safetensors(parsing: file("weights.safetensors"), file: "weights.safetensors")
    return try TrainedPotential(card, weights: weights, forces: .init(isShared: manifest.isShared))
  }

  /// The test frames.
  public var restFrames: [Frame] { Array(data.frames[split.test]) }
}
