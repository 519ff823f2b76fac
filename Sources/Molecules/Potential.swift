/// The energy of atoms by their places, with its gradient.
public protocol Potential: Sendable {
  /// Energy and forces at a frame's positions, in its box; what else the frame holds is not looked at.
  ///
  /// A pure function: the same bits for the same species, positions and box, on any number of threads.
  /// - Throws: where the model has no answer, as for an element that it was not made for.
  func callAsFunction(_ frame: Frame) throws(MoleculesError) -> PotentialAnswer
}

/// What a potential says of a frame.
public struct PotentialAnswer: Sendable, Equatable {
  /// In eV.
  public var energy: Double
  /// −∂E/∂x [atoms, 3], in eV/Å.
  public var forces: [Double]
  /// [3], in e·Å.
  public var dipole: [Double]?
  /// (1/V) ∂E/∂ε [3, 3], in eV/Å³; where the box is periodic.
  public var stress: [Double]?

  public init(energy: Double, forces: [Double], dipole: [Double]? = nil, stress: [Double]? = nil) {
    (self.energy, self.forces, self.dipole, self.stress) = (energy, forces, dipole, stress)
  }
}
