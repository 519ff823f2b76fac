import Autodiff
import Determinism
import Documents
import Layers
import Manifests
import Molecules
public import Oracles
public import Records

extension Molecule {
  /// The model in both precisions.
  struct LawSystem: Sendable {
    var double: any Oracles.Subject
    var single: any Oracles.Subject
  }

  /// The laws of a model, with the weights of an outcome or as training begins.
  public func suite(on outcome: Outcome?) throws -> Suite? {
    let potential = try outcome.map { try trainedPotential(of: $0) } ?? initialPotential()
    let system = LawSystem(
      double: MolecularSubject(potential: potential, isSingle: false),
      single: MolecularSubject(potential: potential, isSingle: true))
    let laws = laws(of: potential.card)
    let names = laws.map(\.name)
    let faults = faults(of: potential).filter { fault in fault.laws?.contains { names.contains($0) } ?? true }
    return Suite(of: system, laws: laws, faults: faults, shrinkLimit: 200)
  }

  private func laws(of card: ModelCard) -> [Law<LawSystem>] {
    let cutoff = card.model.cutoff
    let near = molecules(spread: 0.05)
    let most = data.frames.reduce(1) { max($0, $1.atomCount) }
    let numbers = card.elements.map(\.number)
    let room = min(1.5, cutoff / 2)
    let crystals = Generator<Arrays>.crystals(of: near, atoms: 3, room: room)
    // Vectors that nearly vanish bend energies and forces over 1e-5 Å.
    let steps = ScanSteps(largest: 0x1p-12, count: 10)
    func double(_ law: Law<any Oracles.Subject>, _ field: String = "model") -> Law<LawSystem> {
      law.about(field).of { $0.double }
    }
    func single(_ law: Law<any Oracles.Subject>, _ field: String = "model") -> Law<LawSystem> {
      law.about(field).of { $0.single }
    }
    var laws: [Law<LawSystem>] = []
    // A head of its own promises no gradient: that is what the contrast shows.
    if manifest.isShared {
      laws = [
        double(.forces(of: near, steps: steps)),
        singleForces(of: molecules(spread: 0.05, isSingle: true), steps: steps),
        double(.forceJacobian(of: near.parts(of: 2...4), steps: ScanSteps(largest: 0x1p-14, count: 12))),
        double(.energyConservation(of: near, speed: 0.5, step: 0x1p-7, steps: 12)),
        double(.stress(of: crystals, steps: steps)),
      ]
    }
    laws += [
      single(.translation(of: near), "data"), single(.atomPermutation(of: near), "data"),
      batchIsSingle(of: near.parts(of: 1...most)),
      double(.rotation(of: near)), double(.signedPermutation(of: near, allowance: .reRounding)),
      double(.additivity(of: near.parts(of: 1...4), cutoff: cutoff)), double(.smoothCutoff(cutoff, species: numbers)),
      double(.cutoff(cutoff, species: numbers)), double(.latticeTranslation(of: crystals)),
      double(.supercell(of: crystals)),
    ]
    return laws
  }

  /// Forces in single precision are the derivative of the energy too, but for what their own rounding makes of them.
  ///
  /// The energy is told in double precision: vectors that nearly vanish bend it over 1e-4 Å, and no step that single
  /// precision can see is as short as that.
  private func singleForces(of molecules: Generator<Arrays>, steps: ScanSteps) -> Law<LawSystem> {
    Law<any Oracles.Subject>.gradient(
      "forces-single", "F = −∂E/∂x of forces in single precision, every atom and component", of: "energy",
      along: "positions", claimed: "forces", sign: -1, inputs: ["species", "positions"], steps: steps,
      isCancelling: true, cases: molecules
    ).about("model").of { system in
      FunctionSubject { inputs throws(SubjectFailure) in
        var answer = try system.double(inputs)
        answer["forces"] = try system.single(inputs)["forces"]
        return answer
      } telling: { outputs in
        outputs == ["energy"] ? system.double.telling(outputs) : nil
      }
    }
  }

  /// What stands before a molecule in a batch does not matter.
  private func batchIsSingle(of molecules: Generator<Arrays>) -> Law<LawSystem> {
    Law(
      "batch-is-single", "f([y, x])₂ = f(x)", field: "chunk",
      cases: zip(molecules, molecules).map { molecule, other in
        var both = molecule
        both["beside.species"] = other["species"]
        both["beside.positions"] = other["positions"]
        return both
      }
    ) { system, values throws(SubjectFailure) in
      try .compare(try system.single(values), try system.single(try values.only(["species", "positions"])))
    }
  }

  /// Frames that training did not see, each coordinate moved a little.
  /// - Parameter isSingle: coordinates are rounded to single precision.
  private func molecules(spread: Double, isSingle: Bool = false) -> Generator<Arrays> {
    let chosen = stride(from: split.test.lowerBound, to: split.test.upperBound, by: max(1, split.test.count / 8))
    let rests = chosen.map { place in
      let (frame, shape) = (data.frames[place], [data.frames[place].atomCount, 3])
      return Arrays([
        "species": NumericArray(frame.numbers),
        "positions": isSingle
          ? NumericArray(shape: shape, frame.positions.map { Float($0) }) : NumericArray(shape: shape, frame.positions),
      ])
    }
    return Generator<Int>.integer(in: 0...(rests.count - 1)).flatMap { .molecules(near: rests[$0], spread: spread) }
  }

  /// The model as training begins.
  private func initialPotential() throws -> TrainedPotential {
    let programs = programs(.init(isShared: manifest.isShared))
    let (loss, initializers) = try programs.loss(MolecularRoom(1, of: data.systems))
    let layout = ParameterLayout([loss])
    let values = layout.initialValues(
      initializers, stream: RandomStream(seed: manifest.seed, name: manifest.experiment).child("weights"))
    return TrainedPotential(
      card(references: data.referenceEnergies(split.train)), programs, layout, values.map { Float($0) })
  }
}

extension MolecularPrograms.Forces {
  /// Shared: the gradient of the energy.
  init(isShared: Bool) { self = isShared ? .gradient : .head }
}
