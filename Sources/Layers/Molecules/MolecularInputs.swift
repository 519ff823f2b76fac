public import Autodiff

/// The molecules of a chunk, as a program sees them: equally many places for atoms in each, and pairs of neighbours.
///
/// Places without an atom, and pairs without two, are masked: the first by `atoms.present`, the second by being in
/// no list, and by a shift that carries them beyond the cutoff.
public struct MolecularInputs {
  public let molecules: Int
  /// How many places for atoms each molecule has.
  public let places: Int
  public let neighbourhood: Neighbourhood
  /// For each place the row of its element in the embedding, `[molecules × places]`.
  public let species: Tensor
  /// In Å, from a point of each molecule's own, `[molecules × places, 3]`.
  public let positions: Tensor
  /// What is added to the difference of two positions, lattice vectors in Å, `[pairs, 3]`.
  public let shifts: Tensor
  /// 1 for an atom, 0 for a place without one, `[molecules, places]`.
  public let isPresent: Tensor
  /// 1 over the number of atoms, `[molecules, 1]`.
  public let share: Tensor
  /// A strain of everything, by which stresses are found, `[3, 3]`: positions x become x + x ε.
  public let strain: Tensor?

  public init(_ trace: Trace, molecules: Int, places: Int, pairs: Int, isStrained: Bool = false) {
    (self.molecules, self.places) = (molecules, places)
    let atoms = molecules * places
    neighbourhood = Neighbourhood(trace, "pairs", atoms: atoms, pairs: pairs)
    species = trace.indices("atoms.species", shape: [atoms])
    positions = trace.data("atoms.positions", shape: [atoms, 3])
    shifts = trace.data("pairs.shifts", shape: [pairs, 3])
    isPresent = trace.data("atoms.present", shape: [molecules, places])
    share = trace.data("molecules.share", shape: [molecules, 1])
    strain = isStrained ? trace.data("strain", shape: [3, 3]) : nil
  }

  /// The sum over each molecule's atoms, the same for every order of them: `[molecules × places, …]` → `[molecules, …]`.
  func sum(_ x: Tensor) -> Tensor {
    let extents = Array(x.shape.extents.dropFirst())
    let mask = isPresent.reshaped(to: [molecules, places] + extents.map { _ in 1 })
    return (x.reshaped(to: [molecules, places] + extents) * mask).exactSum(over: [1])
  }
}
