public import Determinism

/// How unusual each family's counts are for the model: p-values by simulation, and the false discovery rate.
///
/// A family's p-value is the part of families simulated from one root size whose likelihood given that size is at most
/// its own, (1 + those) / (1 + simulated), at the root size where this is greatest among those that the counts do not
/// rule out: the root's size is not known, and the greatest is valid whichever it was. Small values are families that
/// evolve faster than the model allows.
/// Source: Hahn et al. (2005), doi:10.1101/gr.3567505; Benjamini and Hochberg (1995),
/// doi:10.1111/j.2517-6161.1995.tb02031.x.
public struct FamilySignificance: Sendable {
  /// One per pattern of the likelihood.
  public let pValues: [Double]
  /// How many families were simulated from each root size.
  public let simulations: Int

  /// The least p-value that so many simulations can give.
  public var least: Double { 1 / Double(simulations + 1) }

  /// Adjusted p-values: the least false discovery rate at which each is a discovery. In the order given.
  public static func adjusted(_ pValues: [Double]) -> [Double] {
    let order = pValues.indices.sorted { (pValues[$0], $0) < (pValues[$1], $1) }
    var adjusted = [Double](repeating: 1, count: pValues.count)
    var least = 1.0
    for (rank, place) in order.enumerated().reversed() {
      least = min(least, pValues[place] * Double(pValues.count) / Double(rank + 1))
      adjusted[place] = least
    }
    return adjusted
  }
}

extension PruningLikelihood {
  /// Root sizes whose likelihood is below this part of the greatest are ruled out.
  private static let ruledOut = -6.907755278982137  // ln 1/1000

  /// p-values of all patterns.
  /// - Parameters:
  ///   - simulations: families simulated from each root size.
  ///   - isKept: what observed families were kept by; simulated ones are, too.
  ///   - stream: root size r has the child `root r`.
  public func significance(
    at point: [Double], simulations: Int, isKept: @Sendable ([Int]) -> Bool, _ stream: RandomStream
  ) -> FamilySignificance {
    let observed = conditionals(at: point)
    let plausible = observed.map { row -> [Int] in
      let most = row.max() ?? 0
      return row.indices.filter { row[$0] >= most + Self.ruledOut }
    }
    let roots = Set(plausible.flatMap { $0 }).sorted()
    var null = [[Double]](repeating: [], count: roots.count)
    null.withUnsafeMutableBufferPointer { null in
      nonisolated(unsafe) let null = null
      withoutActuallyEscaping(isKept) { isKept in
        WorkerPool.shared.forEach(chunks: roots.count) { k in
          let size = roots[k] + 1
          let families = model.draw(
            simulations, at: point, rootSize: size, rootLimit: limits.root, isKept: isKept, stream.child("root \(size)")
          )
          let simulated = PruningLikelihood(model, families: families, limits: limits)
          let values = simulated.conditionals(at: point)
          null[k] = simulated.patterns.patternOfFamily.map { values[$0][roots[k]] }.sorted()
        }
      }
    }
    let pValues = observed.indices.map { pattern in
      plausible[pattern].reduce(0.0) { most, place in
        guard let k = roots.firstIndex(of: place) else { return most }
        // Equal counts may differ in the last bits where sizes were followed to other limits.
        let bound = observed[pattern][place] + 1e-9
        return max(most, Double(1 + Self.count(upTo: bound, in: null[k])) / Double(simulations + 1))
      }
    }
    return FamilySignificance(pValues: pValues, simulations: simulations)
  }

  /// How many of ascending values are at most a bound.
  private static func count(upTo bound: Double, in values: [Double]) -> Int {
    var (low, high) = (0, values.count)
    while low < high {
      let middle = (low + high) / 2
      if values[middle] <= bound { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// ln L of each pattern given each root size: `[pattern][size − 1]`.
  public func conditionals(at point: [Double]) -> [[Double]] {
    let tables = TransitionTables(model, at: point, sizes: patterns.mostSizes, hasSlopes: false)
    let setting = RootSetting(model, limits, at: point)
    var rows = [[Double]](repeating: [], count: patterns.patterns.count)
    rows.withUnsafeMutableBufferPointer { rows in
      nonisolated(unsafe) let rows = rows
      WorkerPool.shared.forEach(chunks: plans.count) { k in
        let plan = plans[k]
        let found = workspaces.withWorkspace { memory in
          let passes = passes(plan, tables, epsilon: setting.epsilon, memory)
          for pass in passes { pass.ascend() }
          return RootSums(passes, plan, setting, model).conditionals()
        }
        // Beyond the sizes that are followed, nothing is likely.
        let missing = [Double](repeating: -.infinity, count: limits.root - (found.first?.count ?? 0))
        for (place, row) in found.enumerated() { rows[plan.patterns.lowerBound + place] = row + missing }
      }
    }
    return rows
  }
}
