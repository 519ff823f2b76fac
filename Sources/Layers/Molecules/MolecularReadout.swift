public import Autodiff

extension EquivariantModel.Atoms {
  /// The energy of each molecule, `[molecules]`: a sum of a number for each atom.
  public func energy(_ inputs: MolecularInputs, in scope: Scope) -> Tensor {
    inputs.sum(number("energy", scope).reshaped(to: [scalars.shape.extents[0]]))
  }

  /// The dipole of each molecule, `[molecules, 3]`: charges at the atoms' places, and a vector at each atom.
  /// - Parameter isNeutral: Charges are moved by one number for each molecule, so that they add up to 0, and the dipole
  ///   does not depend on the origin; of an ion it is that about the mean position of its atoms.
  public func dipole(_ inputs: MolecularInputs, in scope: Scope, isNeutral: Bool = true) -> Tensor {
    let atoms = scalars.shape.extents[0]
    var charges = number("charge", scope)
    if isNeutral {
      let excess = inputs.sum(charges) * inputs.share
      charges =
        (charges.reshaped(to: [inputs.molecules, inputs.places]) - excess).reshaped(to: [atoms, 1])
    }
    let local = scope.dense("dipole", vectors, 1, bias: false).reshaped(to: [atoms, 3])
    return inputs.sum(local + charges * inputs.positions)
  }

  /// A vector for each atom read off directly, `[atoms, 3]`: forces that are no gradient of anything.
  public func directForces(in scope: Scope) -> Tensor {
    let features = scalars.shape.extents[1]
    let hidden = silu(scope.dense("force.hidden", scalars, features / 2))
    let gates = scope.dense("force.gates", hidden, features)
    return (vectors * gates.spreadOverVectors).sum(over: [2])
  }

  /// A number for each atom, `[atoms, 1]`.
  private func number(_ name: String, _ scope: Scope) -> Tensor {
    let hidden = silu(scope.dense("\(name).hidden", scalars, scalars.shape.extents[1] / 2))
    return scope.dense(name, hidden, 1)
  }
}
