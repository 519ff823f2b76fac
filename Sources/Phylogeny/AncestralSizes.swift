import Determinism

/// What the counts say of the sizes at every node and of the changes along every branch, at one point of a model.
///
/// Marginal posteriors: given all counts of a family, P(size at a node), and for a branch the probability that the
/// family grew or shrank along it. At species, what all **other** species predict: the exact leave-one-out residual.
public struct AncestralSizes: Sendable {
  /// For one pattern and one node.
  public struct Node: Sendable {
    /// The posterior mean of the size.
    public var mean = 0.0
    /// The most probable size, and how probable it is.
    public var mode = 0
    public var modeProbability = 0.0
    /// The probability that the family was larger, smaller, at the branch's end than at its start; 0 for the root.
    public var expansion = 0.0
    public var contraction = 0.0
    /// At a species: mean and standard deviation of the count that the others predict; else zero.
    public var predicted = 0.0
    public var spread = 0.0
  }

  /// One row per pattern of the likelihood, one entry per node of the tree.
  public let nodes: [[Node]]
}

extension PruningLikelihood {
  /// Posterior sizes and changes for every pattern.
  ///
  /// Cost: some six evaluations, patterns sharing no columns.
  public func ancestralSizes(at point: [Double]) -> AncestralSizes {
    let own = PruningLikelihood(model, patterns, limits: limits, sharesColumns: false)
    let tables = TransitionTables(model, at: point, sizes: patterns.mostSizes, hasSlopes: false)
    let setting = RootSetting(model, limits, at: point)
    var rows = [[AncestralSizes.Node]](repeating: [], count: patterns.patterns.count)
    rows.withUnsafeMutableBufferPointer { rows in
      nonisolated(unsafe) let rows = rows
      WorkerPool.shared.forEach(chunks: own.plans.count) { k in
        let plan = own.plans[k]
        let found = own.workspaces.withWorkspace { memory in
          var posterior = SizePosterior(model, plan, epsilon: setting.epsilon)
          let passes = own.passes(plan, tables, epsilon: setting.epsilon, memory)
          for pass in passes { pass.ascend() }
          let roots = RootSums(passes, plan, setting, model)
          for pass in passes { posterior.add(pass, roots) }
          return posterior.nodes()
        }
        for (place, row) in found.enumerated() { rows[plan.patterns.lowerBound + place] = row }
      }
    }
    return AncestralSizes(nodes: rows)
  }
}
