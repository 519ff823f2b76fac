import Determinism
import Documents
import Fitting
import Oracles
import Phylogeny

extension GeneFamilies {
  /// The slips that a birth–death fit might have; each names the laws that are asked to notice it.
  func faults(_ problem: FitProblem, _ anchor: FitAnchor) -> [Fault<Programs>] {
    FitLaws(problem, anchor).faults() + transitionFaults + likelihoodFaults + rootFaults
      + simulationFaults(problem, anchor)
  }

  private typealias Slip = Fault<any Oracles.Subject>

  private var transitionFaults: [Fault<Programs>] {
    let both = ["row-sums", "branch-splitting"]
    return [
      Slip.inInputs("swapped-rates", "duplications happen at the rate of losses, and losses at theirs") {
        ($0["birth"], $0["death"]) = ($0["death"], $0["birth"])
      }.of(\.transitions, laws: ["row-sums"]),
      Slip.inOutputs("lost-families", "families that die out along a branch are left out") { _, outputs in
        outputs.change("probabilities") { for s in 1..<Self.followed { $0[s * Self.followed] = 0 } }
      }.of(\.transitions, laws: both),
      Slip.inInputs("equal-rates", "rates that differ by less than a thousandth are taken as equal") { inputs in
        let (birth, death) = (inputs["birth"]?.doubles[0] ?? 0, inputs["death"]?.doubles[0] ?? 0)
        if (birth - death).magnitude < 1e-3 * birth { inputs["death"] = NumericArray(birth) }
      }.of(\.transitions, laws: ["row-sums"]),
      Slip.inInputs("long-branches", "long branches are taken a millionth too long") { inputs in
        let limit = inputs["birth"]?.doubles[0] ?? 0
        inputs.change("time") { if $0[0] * limit > 0.25 { $0[0] *= 1 + 1e-6 } }
      }.of(\.transitions, laws: ["branch-splitting"]),
      Slip.inOutputs("row-slip", "a family of s copies changes as one of s − 1 would") { _, outputs in
        outputs.change("probabilities") { $0 = Array($0.prefix(Self.followed) + $0.dropLast(Self.followed)) }
      }.of(\.transitions, laws: both),
      Slip.inOutputs("single-precision", "probabilities are kept as 32-bit numbers") { _, outputs in
        outputs.change("probabilities") { $0 = $0.map { Double(Float($0)) } }
      }.of(\.transitions, laws: both),
    ]
  }

  private var likelihoodFaults: [Fault<Programs>] {
    func program(
      _ name: String, _ statement: String, laws: [String], _ changed: () -> any Oracles.Subject
    ) -> Fault<Programs> {
      let changed = changed()
      return Fault(name, statement, laws: laws) { programs in
        var programs = programs
        programs.likelihood = changed
        return programs
      }
    }
    let shortest = data.tree.branches.map { data.tree.nodes[$0].length }.min() ?? 0
    return [
      program("rounded-time", "branch lengths are kept in steps of a fixed size", laws: ["rate-time"]) {
        likelihood(lengthStep: shortest / 64)
      },
      Slip.inOutputs("rate-prior", "a prior of the rates that is not told acts on them") { inputs, outputs in
        let rate = inputs["point"]?.doubles[0] ?? 0
        outputs.change("logL") { $0[0] -= rate }
      }.of(\.likelihood, laws: ["rate-time"]),
      Slip.inOutputs("summed-in-order", "families are summed in the order of the table") { inputs, outputs in
        let first = inputs["families"]?.doubles.first ?? 0
        outputs.change("logL") { $0[0] *= 1 + first * 0x1p-52 }
      }.of(\.likelihood, laws: ["family-order"]),
      Slip.inOutputs("last-family", "the last family counts twice in the gradient") { inputs, outputs in
        let last = inputs["families"]?.doubles.last ?? 0
        outputs.change("gradient") { $0[0] += 1e-9 * last * $0[0].magnitude }
      }.of(\.likelihood, laws: ["family-order"]),
      program(
        "unmatched-columns", "columns are taken in the order of the tree, whatever their names", laws: ["species-order"]
      ) { likelihood(isMatching: false) },
      Slip.inOutputs("first-child", "the first child's branch counts a little more") { inputs, outputs in
        let turn = inputs["turns"]?.doubles.last ?? 0
        outputs.change("logL") { $0[0] *= 1 + 1e-9 * turn }
      }.of(\.likelihood, laws: ["species-order"]),
    ]
  }

  private var rootFaults: [Fault<Programs>] {
    [
      Slip.inInputs("root-mean", "the root's Poisson distribution has the mean of all sizes, one too much") {
        $0.change("mean") { $0[0] += 1 }
      }.of(\.roots, laws: ["root-sizes"]),
      Slip.inOutputs("maximum-for-sum", "the greatest term stands for the sum") { _, outputs in
        outputs["total"] = outputs["maximum"]
      }.of(\.roots, laws: ["root-sizes"]),
      Slip.inInputs("unseen-root", "the greatest root size is left out") {
        $0.change("weights") { $0[$0.count - 1] = 0 }
      }.of(\.roots, laws: ["root-sizes"]),
    ]
  }

  private func simulationFaults(_ problem: FitProblem, _ anchor: FitAnchor) -> [Fault<Programs>] {
    func simulated(
      _ name: String, _ statement: String,
      _ distort: @escaping @Sendable (PruningModel, [Double]) -> (PruningModel, [Double])
    ) -> Fault<Programs> {
      let changed = refit(problem, at: anchor, distort)
      return Fault(name, statement, laws: ["simulated-truth"]) { programs in
        var programs = programs
        programs.refit = changed
        return programs
      }
    }
    return [
      simulated("fast-simulation", "families are drawn at four times the rates") { model, point in
        (model, point.enumerated().map { $0 < model.rateCount ? 4 * $1 : $1 })
      },
      simulated("deathless-simulation", "copies are never lost where families are drawn") { model, point in
        var point = point
        point.insert(0, at: model.rateCount)
        let none = [Int](repeating: model.rateCount, count: model.death.count)
        return (
          PruningModel(
            tree: model.tree, birth: model.birth, death: none, categories: model.categories, error: model.error,
            root: model.root, convention: model.convention), point
        )
      },
    ]
  }
}
