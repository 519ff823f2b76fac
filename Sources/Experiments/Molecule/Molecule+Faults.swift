import Documents
import Layers
import Molecules
import Oracles

extension Molecule {
  /// The slips that a molecular model might have; each names the laws that are asked to notice it.
  func faults(of potential: TrainedPotential) -> [Fault<LawSystem>] {
    forceFaults + pairFaults(potential.card.model.cutoff) + modelFaults(potential) + outputFaults
  }

  private static let moves = ["rotation", "signed-permutation"]

  /// In what the forces are said to be.
  private var forceFaults: [Fault<LawSystem>] {
    func fault(
      _ name: String, _ statement: String, _ laws: [String], _ change: @escaping @Sendable (inout [Double]) -> Void
    ) -> Fault<LawSystem> {
      Fault<any Oracles.Subject>.inOutputs(name, statement, only: "forces") { _, outputs in
        outputs.change("forces", change)
      }
      .of(\.double, laws: laws)
    }
    return [
      fault("scaled-force", "one atom's force is 1 + 1e-4 times too large", ["forces", "force-jacobian"]) {
        for k in 0..<3 { $0[k] *= 1 + 1e-4 }
      },
      fault("one-component", "one component of one atom is off by 1e-6 of the forces' root mean square", ["forces"]) {
        $0[$0.count - 2] += 1e-6 * rootMeanSquare($0)
      },
      Fault<any Oracles.Subject>.inOutputs(
        "one-component-single", "one component of one atom is off by 1e-4 of the forces' root mean square",
        only: "forces"
      ) { _, outputs in
        outputs.change("forces") { $0[$0.count - 2] += 1e-4 * rootMeanSquare($0) }
      }.of(\.single, laws: ["forces-single"]),
      fault("sign-slip", "one atom's force has the other sign", ["forces", "energy-conservation"]) {
        for k in 0..<3 { $0[k].negate() }
      },
      fault("axis-slip", "x and y of forces are exchanged", ["forces", "force-jacobian"] + Self.moves) {
        for i in 0..<($0.count / 3) { $0.swapAt(3 * i, 3 * i + 1) }
      },
      fault("atom-slip", "forces belong to the next atom", ["forces", "energy-conservation"]) {
        $0 = Array($0.dropFirst(3) + $0.prefix(3))
      },
      fault("no-reaction", "the last atom's force is what is left of all others'", ["cutoff"]) {
        for k in 0..<3 { $0[$0.count - 3 + k] += 1e-9 }
      },
    ]
  }

  /// In which atoms see each other.
  private func pairFaults(_ cutoff: Double) -> [Fault<LawSystem>] {
    func fault(
      _ name: String, _ statement: String, _ laws: [String],
      _ change: @escaping @Sendable (MolecularSubject.Pairs, [Double]) -> MolecularSubject.Pairs
    ) -> Fault<LawSystem> {
      Fault(name, statement, laws: laws) { system in
        LawSystem(
          double: (system.double as? MolecularSubject)?.with { $0.change = change } ?? system.double,
          single: (system.single as? MolecularSubject)?.with { $0.change = change } ?? system.single)
      }
    }
    @Sendable func distance(_ pairs: MolecularSubject.Pairs, _ pair: Int, _ x: [Double]) -> Double {
      let (i, j) = (pairs.first[pair], pairs.second[pair])
      return (0..<3).reduce(0) { sum, axis in
        let d = x[3 * j + axis] - x[3 * i + axis] + pairs.shifts[3 * pair + axis]
        return sum + d * d
      }.squareRoot()
    }
    return [
      fault("lost-image", "neighbours are lost in one image", ["lattice-translation", "supercell"]) { pairs, _ in
        pairs.keeping { pairs.images[$0] != SIMD3(1, 0, 0) }
      },
      fault("image-sign", "a vector of the box is subtracted, not added", ["lattice-translation", "supercell"]) {
        pairs, _ in
        var pairs = pairs
        pairs.shifts = pairs.shifts.map { -$0 }
        return pairs
      },
      fault("lost-pair", "the first atom does not see its last neighbour", ["atom-permutation"]) { pairs, _ in
        let last = pairs.first.lastIndex(of: 0)
        return pairs.keeping { $0 != last }
      },
      fault("pair-twice", "a pair of the first atom is counted twice", ["atom-permutation"]) { pairs, _ in
        pairs.repeating(pairs.first.firstIndex(of: 0).map { [$0] } ?? [])
      },
      fault("short-list", "the list of neighbours ends before the cutoff", ["cutoff"]) { pairs, x in
        pairs.keeping { distance(pairs, $0, x) < 0.75 * cutoff }
      },
    ]
  }

  /// In the weights and the programs.
  private func modelFaults(_ potential: TrainedPotential) -> [Fault<LawSystem>] {
    // Forces of another model than the energy's.
    func stale(_ name: String, _ statement: String, _ other: TrainedPotential) -> Fault<LawSystem> {
      Fault(name, statement, laws: ["forces", "stress"]) { system in
        let theirs = MolecularSubject(potential: other, isSingle: false)
        var system = system
        let own = system.double
        system.double = FunctionSubject { inputs throws(SubjectFailure) in
          var answer = try own(inputs)
          let others = try theirs(inputs)
          answer["forces"] = others["forces"]
          if let stress = others["stress"] { answer["stress"] = stress }
          return answer
        } telling: { outputs in
          outputs == ["energy"] ? own.telling(outputs) : nil
        }
        return system
      }
    }
    let touched = potential.with { values, layout in
      guard let filter = layout.entries.first(where: { $0.name == "1.filter.directed.weights" }) else { return }
      for place in filter.offset..<(filter.offset + filter.count) { values[place] *= 1 + 0x1p-10 }
    }
    let numbers = potential.card.elements.map(\.number)
    return [
      stale("stale-weights", "forces come from the filter as it was a step before", touched),
      stale("other-envelope", "forces end as another envelope does", potential.withOtherEnvelope),
      Fault("exchanged-element", "the first atom has the next element's embedding", laws: ["atom-permutation"]) {
        system in
        var system = system
        system.single =
          (system.single as? MolecularSubject)?.with {
            $0.exchange = { species in
              guard let first = species.first, let row = numbers.firstIndex(of: first) else { return species }
              return [numbers[(row + 1) % numbers.count]] + species.dropFirst()
            }
          } ?? system.single
        return system
      },
    ]
  }

  private var outputFaults: [Fault<LawSystem>] {
    [
      Fault<any Oracles.Subject>.inOutputs("fixed-dipole", "the dipole is told in a frame of its own") { _, outputs in
        outputs.change("dipole") { $0 = $0.sorted() }
      }.of(\.double, laws: Self.moves),
      Fault<any Oracles.Subject>.inOutputs("place", "the energy depends on where the molecule is") { inputs, outputs in
        let x = inputs["positions"]?.doubles ?? []
        outputs.change("energy") { $0[0] += 1e-3 * (x.first ?? 0) }
      }.of(\.single, laws: ["translation"]),
      Fault<any Oracles.Subject>.inOutputs("global-term", "the energy has a term that all atoms share") {
        inputs, outputs in
        let count = Double(inputs["species"]?.shape.first ?? 0)
        outputs.change("energy") { $0[0] += 1e-6 * count * count }
      }.of(\.double, laws: ["additivity", "supercell"]),
      Fault<any Oracles.Subject>.inOutputs("edge", "the energy ends with a step") { inputs, outputs in
        let x = inputs["positions"]?.doubles ?? []
        let distance = x.dropFirst(3).prefix(3).reduce(0, +)
        outputs.change("energy") { if distance > distance.rounded() { $0[0] += 1e-5 } }
      }.of(\.double, laws: ["smooth-cutoff"]),
      Fault<any Oracles.Subject>.inOutputs("sheared-stress", "off the diagonal the stress is twice itself") {
        _, outputs in
        outputs.change("stress") { for k in $0.indices where k % 4 != 0 { $0[k] *= 2 } }
      }.of(\.double, laws: ["stress"]),
      Fault<any Oracles.Subject>.inOutputs("pressure", "the stress has the sign of a pressure") { _, outputs in
        outputs.change("stress") { $0 = $0.map { -$0 } }
      }.of(\.double, laws: ["stress"]),
      Fault<any Oracles.Subject>.inInputs("batch-slip", "an atom stands where the molecule before begins") { inputs in
        guard let others = inputs["beside.positions"]?.doubles else { return }
        inputs.change("positions") { $0 = Array(others.prefix(3)) + $0.dropFirst(3) }
      }.of(\.single, laws: ["batch-is-single"]),
      Fault<any Oracles.Subject>.inOutputs("batch-leak", "the energy has a part of the molecule before") {
        inputs, outputs in
        outputs.change("energy") { $0[0] += 0x1p-20 * Double(inputs["beside.species"]?.shape.first ?? 0) }
      }.of(\.single, laws: ["batch-is-single"]),
    ]
  }
}

private func rootMeanSquare(_ numbers: [Double]) -> Double {
  (numbers.reduce(0) { $0 + $1 * $1 } / Double(max(1, numbers.count))).squareRoot()
}

extension MolecularSubject {
  fileprivate func with(_ change: (inout MolecularSubject) -> Void) -> MolecularSubject {
    var subject = self
    change(&subject)
    return subject
  }
}
