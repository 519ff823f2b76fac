import Documents
import Layers
import Molecules
import Oracles

/// A trained model as laws see it: elements and places in, energy, forces, dipole and stress out.
///
/// A molecule may stand in a batch, behind another that is given as `beside.species` and `beside.positions`.
/// Energies are above the elements' reference energies, so that no law's floor is that of a large constant.
struct MolecularSubject: Subject {
  /// Which atoms see each other: the list that a program is given, each pair once.
  struct Pairs: Sendable {
    var first, second: [Int]
    var shifts: [Double]
    var images: [SIMD3<Int>]

    /// Only some of them.
    func keeping(_ isKept: (_ pair: Int) -> Bool) -> Pairs {
      let kept = first.indices.filter(isKept)
      return Pairs(
        first: kept.map { first[$0] }, second: kept.map { second[$0] },
        shifts: kept.flatMap { shifts[(3 * $0)..<(3 * $0 + 3)] }, images: kept.map { images[$0] })
    }

    /// Those of some places behind the others, again.
    func repeating(_ places: [Int]) -> Pairs {
      Pairs(
        first: first + places.map { first[$0] }, second: second + places.map { second[$0] },
        shifts: shifts + places.flatMap { shifts[(3 * $0)..<(3 * $0 + 3)] }, images: images + places.map { images[$0] })
    }
  }

  let potential: TrainedPotential
  /// Whether numbers are rounded to single precision, in which models are trained.
  let isSingle: Bool
  /// What becomes of the pairs, with the positions, before a program sees them: nothing, but for planted faults.
  var change: @Sendable (Pairs, [Double]) -> Pairs = { pairs, _ in pairs }
  /// What becomes of the elements' numbers: nothing, but for planted faults.
  var exchange: @Sendable ([Int]) -> [Int] = { $0 }
  /// Whether only the energy is asked for.
  private var isEnergyAlone = false

  init(potential: TrainedPotential, isSingle: Bool) { (self.potential, self.isSingle) = (potential, isSingle) }

  func telling(_ outputs: [String]) -> any Oracles.Subject {
    var subject = self
    subject.isEnergyAlone = outputs == ["energy"] && !isSingle
    return subject
  }

  func callAsFunction(_ inputs: Arrays) throws(SubjectFailure) -> Arrays {
    var frame = try Self.frame(exchange(try inputs.array("species").integers), try inputs.numbers("positions"))
    let other =
      inputs["beside.species"] == nil
      ? nil : try Self.frame(try inputs.array("beside.species").integers, try inputs.numbers("beside.positions"))
    if inputs["cell"] != nil {
      let rows = try inputs.numbers("cell")
      guard rows.count == 9 else { throw SubjectFailure(.shape, "cell has \(rows.count) numbers, nine are due") }
      frame.lattice = Lattice(rows: rows)
      frame.isPeriodic = [true, true, true]
    }
    do throws(MoleculesError) {
      if isEnergyAlone { return Arrays(["energy": NumericArray(try potential.energy(of: try system(frame)))]) }
      return outputs(try answer(frame, behind: other), count: frame.atomCount)
    } catch {
      throw SubjectFailure(.refused, "\(error)")
    }
  }

  private static func frame(_ numbers: [Int], _ positions: [Double]) throws(SubjectFailure) -> Frame {
    let species = numbers.compactMap { Molecules.Element(number: $0) }
    guard species.count == numbers.count, positions.count == 3 * numbers.count else {
      throw SubjectFailure(.shape, "\(numbers.count) elements, \(positions.count) coordinates")
    }
    return Frame(species: species, positions: positions)
  }

  private func system(_ frame: Frame) throws(MoleculesError) -> MolecularSystem {
    let list = try NeighbourList(frame, cutoff: potential.card.model.cutoff)
    let once = list.once
    let pairs = change(
      Pairs(
        first: once.map { list.centres[$0] }, second: once.map { list.neighbours[$0] },
        shifts: once.flatMap { list.shifts[(3 * $0)..<(3 * $0 + 3)] }, images: once.map { list.images[$0] }),
      frame.positions)
    return MolecularSystem(
      species: try potential.card.elements.rows(of: frame.species), positions: frame.positions, first: pairs.first,
      second: pairs.second, shifts: pairs.shifts)
  }

  private func answer(_ frame: Frame, behind other: Frame?) throws(MoleculesError) -> PotentialAnswer {
    var others: [MolecularSystem] = []
    if let other {
      others = [try MolecularSystem(other, potential.card.elements, cutoff: potential.card.model.cutoff)]
    }
    return try potential.answer(try system(frame), in: frame, behind: others, isSingle: isSingle)
  }

  private func outputs(_ answer: PotentialAnswer, count: Int) -> Arrays {
    func array(_ shape: [Int], _ numbers: [Double]) -> NumericArray {
      isSingle ? NumericArray(shape: shape, numbers.map { Float($0) }) : NumericArray(shape: shape, numbers)
    }
    var outputs = Arrays(["energy": array([], [answer.energy]), "forces": array([count, 3], answer.forces)])
    if let dipole = answer.dipole { outputs["dipole"] = array([3], dipole) }
    if let stress = answer.stress { outputs["stress"] = array([3, 3], stress) }
    return outputs
  }
}
