import Diffraction
import Documents
import Fitting
import Oracles

extension PowderDiffraction {
  /// The slips that a refinement might have; each names the laws that are asked to notice it.
  func faults(_ trial: Trial, _ scattering: CrystalScattering) -> [Fault<Programs>] {
    let widths = FitLaws(trial.problem, trial.anchor).widths
    let gradients: [Fault<Programs>] = FitLaws(trial.problem, trial.anchor).faults { inputs in
      inputs["chosen"]?.integers.map { widths[$0] } ?? widths
    }
    return gradients + symmetryFaults(scattering) + crystalFaults(scattering) + patternFaults(trial)
      + orderFaults(trial)
      + simulationFaults(trial)
  }

  private typealias Slip = Fault<any Subject>

  /// Groups that a slip makes of the true one.
  private func symmetryFaults(_ scattering: CrystalScattering) -> [Fault<Programs>] {
    let group = scattering.crystal.spaceGroup
    func planted(_ name: String, _ statement: String, laws: [String], _ wrong: SpaceGroup?) -> Fault<Programs>? {
      guard let wrong, wrong.operations != group.operations else { return nil }
      let factors = Self.factors(scattering.with(wrong))
      let extinctions = Self.extinctions(of: wrong, told: group)
      return Fault(name, statement, laws: laws) { programs in
        var programs = programs
        (programs.factors, programs.extinctions) = (factors, extinctions)
        return programs
      }
    }
    // A subgroup of index two, where there is one.
    let halves = group.operations.indices.dropFirst().lazy.compactMap { left -> SpaceGroup? in
      let kept = Array(group.operations.prefix(left))
      guard let part = try? SpaceGroup(group.symbol, generators: kept),
        part.operations.count * 2 == group.operations.count
      else { return nil }
      return part
    }
    let moving = group.representatives.firstIndex { $0.translation != .zero }
    let still = moving.flatMap { place -> SpaceGroup? in
      var operations = group.operations
      guard let at = operations.firstIndex(of: group.representatives[place]) else { return nil }
      operations[at] = SymmetryOperation(rows: operations[at].rows)
      return try? SpaceGroup(group.symbol, generators: operations)
    }
    return [
      planted(
        "lost-operations", "half of the symmetry operations are missing", laws: ["equivalent-atoms"], halves.first),
      planted(
        "lost-translation", "a screw axis or a glide plane has lost its translation",
        laws: ["equivalent-atoms", "extinctions"], still),
    ].compactMap { $0 }
  }

  private func crystalFaults(_ scattering: CrystalScattering) -> [Fault<Programs>] {
    let atoms = ["equivalent-atoms", "origin-shift"]
    var faults: [Fault<Programs>] = [
      Slip.inInputs("single-precision", "positions are kept as 32-bit numbers", laws: atoms) {
        $0.change("positions") { $0 = $0.map { Double(Float($0)) } }
      }.of(\.factors, laws: atoms),
      Slip.inInputs("slack-edges", "coordinates are a millionth too large", laws: atoms) {
        $0.change("positions") { $0 = $0.map { $0 * (1 + 1e-6) } }
      }.of(\.factors, laws: atoms),
      Slip.inOutputs("friedel", "an opposite reflection is a millionth brighter") { inputs, outputs in
        let indices = inputs["indices"]?.integers ?? []
        outputs.change("squares") { squares in
          for place in 0..<(indices.count / 3) {
            let index = indices[(3 * place)..<(3 * place + 3)]
            if index.first(where: { $0 != 0 }) ?? 0 < 0 { squares[place] *= 1 + 1e-6 }
          }
        }
      }.of(\.factors, laws: ["equivalent-reflections"]),
      Slip.inOutputs("wrong-parity", "every reflection of odd h is taken as dark") { inputs, outputs in
        let index = inputs["index"]?.integers ?? []
        if (index.first ?? 0) % 2 != 0 { outputs["extinguished"] = NumericArray(1.0) }
      }.of(\.extinctions, laws: ["extinctions"]),
    ]
    let isDark = (-8...8).contains { l in
      [SIMD3(l, 0, 0), SIMD3(0, l, 0), SIMD3(0, 0, l), SIMD3(1, l, 0), SIMD3(l, 0, 1), SIMD3(0, 1, l)].contains {
        scattering.crystal.spaceGroup.extinguishes($0)
      }
    }
    if isDark {
      faults.append(
        Slip.inOutputs("forgotten-rule", "no reflection is taken as dark") { _, outputs in
          outputs["extinguished"] = NumericArray(0.0)
        }.of(\.extinctions, laws: ["extinctions"]))
    }
    return faults
  }

  private func patternFaults(_ trial: Trial) -> [Fault<Programs>] {
    let stiff = Self.setting(trial, movesEdges: false)
    let names = trial.refinement.structure.parameters.map(\.name)
    var faults: [Fault<Programs>] = [
      Slip.inOutputs("dark-counts", "a count is added to every point") { _, outputs in
        outputs.change("intensities") { $0 = $0.map { $0 + 1 } }
      }.of(\.pattern, laws: ["scale"]),
      Slip.inOutputs("dead-time", "the detector misses one count in 10¹² squared") { _, outputs in
        outputs.change("intensities") { $0 = $0.map { $0 * (1 - 1e-12 * $0) } }
      }.of(\.pattern, laws: ["scale"]),
      Slip.inOutputs("axis-bound", "intensities depend on which axis comes first, by a part of 10⁹") {
        inputs, outputs in
        let first = inputs["axes"]?.doubles.first ?? 0
        outputs.change("intensities") { $0 = $0.map { $0 * (1 + 1e-9 * first) } }
      }.of(\.setting, laws: ["cell-setting"]),
    ]
    // Where the group ties edges, the other setting would not even be one of it.
    if ["a", "b", "c"].allSatisfy({ names.contains($0) }) {
      faults.append(
        Fault("stiff-edges", "edges do not follow their axes into another setting", laws: ["cell-setting"]) {
          programs in
          var programs = programs
          programs.setting = stiff
          return programs
        })
    }
    return faults
  }

  private func orderFaults(_ trial: Trial) -> [Fault<Programs>] {
    let place = trial.free.first ?? 0
    return [
      Slip.inOutputs("summed-in-order", "sums run in the order of the manifest") { inputs, outputs in
        let first = inputs["order"]?.doubles.first ?? 0
        outputs.change("step") { $0[place] *= 1 + first * 0x1p-52 }
      }.of(\.ordered, laws: ["pattern-order"]),
      Slip.inOutputs("weight-by-place", "the first pattern counts more") { inputs, outputs in
        let first = inputs["order"]?.doubles.first ?? 0
        outputs.change("objective") { $0[0] *= 1 + 1e-9 * first }
      }.of(\.ordered, laws: ["pattern-order"]),
    ]
  }

  private func simulationFaults(_ trial: Trial) -> [Fault<Programs>] {
    func simulated(
      _ name: String, _ statement: String, _ distort: @escaping @Sendable ([Double]) -> [Double]
    ) -> Fault<Programs> {
      let changed = Self.refit(trial, distort: distort)
      return Fault(name, statement, laws: ["simulated-truth"]) { programs in
        var programs = programs
        programs.refit = changed
        return programs
      }
    }
    return [
      simulated("shifted-points", "intensities belong to the next point") { Array($0.dropFirst() + $0.suffix(1)) },
      simulated("bright-simulation", "patterns are drawn a tenth too bright") { $0.map { 1.1 * $0 } },
    ]
  }
}
