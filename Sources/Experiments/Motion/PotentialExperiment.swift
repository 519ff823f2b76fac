public import Laboratory
public import Molecules
public import Records

/// A kind of experiment whose outcome holds a potential: the energy of atoms by their places.
public protocol PotentialExperiment: Experiment {
  /// The potential that an outcome holds.
  /// - Throws: where the outcome holds none, or one that does not fit the manifest.
  func potential(of outcome: Outcome) throws -> any Potential

  /// Frames of its data that training did not see, where a motion may start.
  var restFrames: [Frame] { get }
}
