import Determinism
import Documents
import Fitting
public import Oracles
import Phylogeny
public import Records

extension GeneFamilies {
  /// Laws need no more families of a class than these.
  private static let tried = 50

  /// The laws of a birth–death fit, at the rates of an outcome or at the starts.
  public func suite(on outcome: Outcome?) throws -> Suite? {
    let problem = try subject.problem(startingAt: 1, reach: 1, most: Self.tried)
    let anchor = FitAnchor(problem, outcome?.tables.first { $0.name == "parameters" }?.table)
    let common = FitLaws(problem, anchor)
    let free = problem.coordinates.count { !$0.isFixed }
    let families = familyCases(problem, anchor)
    var laws: [Law<Programs>] = [
      Self.rowSums().of { $0.transitions }, Self.branchSplitting().of { $0.transitions },
      rateTime(families).about("tree").of { $0.likelihood },
      familyOrder(families).about("families").of { $0.likelihood },
      speciesOrder(families).about("tree").of { $0.likelihood },
      rootSizes(problem, anchor).about("root").of { $0.roots },
    ]
    if free > 0 {
      laws += [
        common.gradient(steps: 10).about("rates").of { $0.objective },
        common.sharedGradient("branches and classes").about("rates", cost: .scan).of { $0.shares },
      ]
      // The maximum over root sizes is no likelihood, and has no χ².
      if subject.model.convention == .sum {
        laws.append(
          FitLaws.recovery("families that the model simulates are fitted by the rates that made them", free: free)
            .about("rates").of { $0.refit })
      }
    }
    let names = laws.map(\.name)
    let faults = faults(problem, anchor).filter { fault in fault.laws?.contains { names.contains($0) } ?? true }
    return Suite(of: programs(problem, at: anchor), laws: laws, faults: faults, shrinkLimit: 400)
  }
}
