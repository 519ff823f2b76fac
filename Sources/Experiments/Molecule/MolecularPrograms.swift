import Autodiff
import Layers

/// The programs of a molecular model over a chunk of frames.
struct MolecularPrograms: Sendable {
  /// Where forces come from.
  enum Forces: Sendable {
    /// They are minus the gradient of the energy: they share all of its weights and add none.
    case gradient
    /// A head of their own reads them from the representation: the unshared twin.
    case head
  }

  let model: EquivariantModel
  let forces: Forces
  let hasDipole: Bool

  /// What a program predicts.
  struct Predictions {
    let inputs: MolecularInputs
    /// The derivative of all energies by a strain, `[3, 3]`, in eV.
    let virial: Tensor?
    /// `[molecules]`, in eV above the elements' reference energies.
    let energy: Tensor
    /// `[atoms, 3]`, in eV/Å.
    let forces: Tensor
    /// `[molecules, 3]`, in e·Å.
    let dipole: Tensor?
  }

  func predictions(
    _ trace: Trace, _ room: MolecularRoom, _ scope: Scope, isStrained: Bool = false
  ) -> Predictions {
    let inputs = MolecularInputs(
      trace, molecules: room.molecules, places: room.places, pairs: room.pairs, isStrained: isStrained)
    let atoms = model(inputs, in: scope)
    let energy = atoms.energy(inputs, in: scope)
    let slopes = gradient(of: energy.sum(), withRespectTo: [inputs.positions] + (inputs.strain.map { [$0] } ?? []))
    let forces: Tensor
    switch self.forces {
    case .gradient: forces = -slopes[0]
    case .head: forces = atoms.directForces(in: scope)
    }
    return Predictions(
      inputs: inputs, virial: isStrained ? slopes[1] : nil, energy: energy, forces: forces,
      dipole: hasDipole ? atoms.dipole(inputs, in: scope) : nil)
  }

  /// The energies alone.
  func energies(_ room: MolecularRoom) throws -> Program {
    try Program.model { trace in
      let scope = Scope(trace)
      let inputs = MolecularInputs(trace, molecules: room.molecules, places: room.places, pairs: room.pairs)
      return [("energy", model(inputs, in: scope).energy(inputs, in: scope))]
    }
  }

  /// Energy, forces and dipole; with a strain also `virial`.
  func evaluation(_ room: MolecularRoom, isStrained: Bool = false) throws -> Program {
    try Program.model { trace in
      let found = predictions(trace, room, Scope(trace), isStrained: isStrained)
      let others = [("dipole", found.dipole), ("virial", found.virial)].compactMap { name, value in
        value.map { (name, $0) }
      }
      return [("energy", found.energy), ("forces", found.forces)] + others
    }
  }

  /// How forces change along a direction of the atoms, `along` `[atoms, 3]`: a column of the Jacobian for each molecule.
  func slopes(_ room: MolecularRoom) throws -> Program {
    try Program.model { trace in
      let found = predictions(trace, room, Scope(trace))
      let direction = trace.data("along", shape: [room.molecules * room.places, 3])
      return [("slopes", derivative(of: found.forces, along: found.inputs.positions, direction: direction))]
    }
  }

  /// The loss of a chunk: squared errors, weighted by what the session is given for each molecule and atom.
  func loss(_ room: MolecularRoom) throws -> (
    program: Program, initializers: [(name: String, initializer: Initializer)]
  ) {
    var initializers: [(name: String, initializer: Initializer)] = []
    let program = try Program.model { trace in
      let scope = Scope(trace)
      let found = predictions(trace, room, scope)
      initializers = scope.initializers
      let (molecules, atoms) = (room.molecules, room.molecules * room.places)
      func part(_ name: String, _ value: Tensor, _ shape: [Int], _ weights: [Int]) -> Tensor {
        let error = value - trace.data("known.\(name)", shape: shape)
        return (square(error) * trace.data("known.\(name).weights", shape: weights)).sum()
      }
      var loss = part("forces", found.forces, [atoms, 3], [atoms, 1])
      loss = loss + part("energy", found.energy, [molecules], [molecules])
      if let dipole = found.dipole { loss = loss + part("dipole", dipole, [molecules, 3], [molecules, 1]) }
      return [("loss", loss)]
    }
    return (program, initializers)
  }
}
