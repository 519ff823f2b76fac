import Determinism

/// The log-likelihood of gene families on a tree, with its exact gradient.
///
/// lnL = Σ over families of ln Σ over categories and root sizes of P(category) P(size) L(counts | size, category), by
/// Felsenstein's pruning; derivatives by the same recursion run backwards. The sum over families is exact, so that
/// neither their order nor the number of threads reaches a bit of it.
///
/// A value to be evaluated from any thread. Cost of a gradient: some three evaluations without one, each a product of
/// an M × M matrix with one column per distinct pattern for every inner branch.
public struct PruningLikelihood: Sendable {
  public let model: PruningModel
  public let patterns: FamilyPatterns
  public let limits: SizeLimits
  let plans: [PatternPlan]
  let workspaces: PruningWorkspace.Pool

  /// What an evaluation gives.
  public struct Evaluation: Sendable {
    /// lnL; −∞ where a family is impossible or its likelihood below the least number.
    public let logLikelihood: Double
    /// ∂lnL/∂x for each number of the point; empty when not asked for.
    public let gradient: [Double]
    /// ln L of each pattern, once.
    public let patterns: [Double]
  }

  /// - Parameter families: one list of counts each, in the order of the tree's species.
  public init(_ model: PruningModel, families: [[Int]], limits: SizeLimits) {
    self.init(model, FamilyPatterns(families, limits: limits), limits: limits)
  }

  init(_ model: PruningModel, _ patterns: FamilyPatterns, limits: SizeLimits, sharesColumns: Bool = true) {
    (self.model, self.patterns, self.limits) = (model, patterns, limits)
    plans = PatternPlan.plans(patterns, tree: model.tree, categories: model.categories, sharesColumns: sharesColumns)
    let capacity = plans.map { model.categories * PruningPass.kept($0) + PruningPass.scratch($0) }.max() ?? 0
    workspaces = PruningWorkspace.Pool(capacity: capacity)
  }

  public func evaluate(at point: [Double], gradient: Bool = false) -> Evaluation {
    precondition(point.count == model.parameterCount, "PruningLikelihood: \(point.count) numbers for the point")
    let tables = TransitionTables(model, at: point, sizes: patterns.mostSizes, hasSlopes: gradient)
    let setting = RootSetting(model, limits, at: point)
    let slopeCount = 2 * tables.processes.count + 2
    var logs = [Double](repeating: 0, count: patterns.patterns.count)
    var slopes = [Double](repeating: 0, count: gradient ? slopeCount * plans.count : 0)
    logs.withUnsafeMutableBufferPointer { logs in
      slopes.withUnsafeMutableBufferPointer { slopes in
        // An empty array may have an address, too.
        nonisolated(unsafe) let (logs, slopes) = (logs.baseAddress, gradient ? slopes.baseAddress : nil)
        @Sendable func run(_ k: Int) {
          guard let logs else { return }
          prune(plans[k], tables, setting, into: logs, slopes: slopes.map { $0 + k * slopeCount })
        }
        // One run alone leaves the threads to its products.
        if plans.count == 1 { run(0) } else { WorkerPool.shared.forEach(chunks: plans.count, run) }
      }
    }
    let total = ExactSum.sum(count: logs.count) { Double(patterns.patterns[$0].families) * logs[$0] }
    return Evaluation(
      logLikelihood: logs.contains(-.infinity) ? -.infinity : total,
      gradient: gradient ? assemble(slopes, slopeCount, tables, at: point) : [], patterns: logs)
  }

  /// Prunes one run of patterns in all categories.
  private func prune(
    _ plan: PatternPlan, _ tables: TransitionTables, _ setting: RootSetting, into logs: UnsafeMutablePointer<Double>,
    slopes: UnsafeMutablePointer<Double>?
  ) {
    workspaces.withWorkspace { memory in
      let passes = passes(plan, tables, epsilon: setting.epsilon, memory)
      for pass in passes { pass.ascend() }
      let roots = RootSums(passes, plan, setting, model)
      for (k, value) in roots.logs.enumerated() { logs[plan.patterns.lowerBound + k] = value }
      guard let slopes else { return }
      let weights = plan.patterns.map { Double(patterns.patterns[$0].families) }
      let last = slopes + 2 * tables.processes.count
      last[1] = roots.meanSlope(weights)
      for pass in passes {
        roots.seed(pass, weights)
        pass.descend(slopes: slopes + 2 * pass.category * model.representatives.count, epsilonSlope: &last[0])
      }
    }
  }

  /// One pass per category, in the memory given.
  func passes(
    _ plan: PatternPlan, _ tables: TransitionTables, epsilon: Double, _ memory: UnsafeMutablePointer<Double>
  ) -> [PruningPass] {
    let scratch = memory + model.categories * PruningPass.kept(plan)
    return (0..<model.categories).map { category in
      PruningPass(
        model, plan, tables, category: category, epsilon: epsilon,
        kept: memory + category * PruningPass.kept(plan), scratch: scratch)
    }
  }

  /// Derivatives by the point's numbers, from those by each process' a and b.
  private func assemble(
    _ slopes: [Double], _ slopeCount: Int, _ tables: TransitionTables, at point: [Double]
  ) -> [Double] {
    var gradient = [Double](repeating: 0, count: point.count)
    func total(_ place: Int) -> Double {
      ExactSum.sum(count: plans.count) { slopes[$0 * slopeCount + place] }
    }
    let perCategory = model.representatives.count
    for (number, process) in tables.processes.enumerated() {
      let branch = model.representatives[number % perCategory]
      let category = number / perCategory
      let factor = tables.gamma?.rates[category] ?? 1
      let (byA, byB) = (total(2 * number), total(2 * number + 1))
      let chain = process.slopes
      let byBirth = byA * chain.aBirth + byB * chain.bBirth
      let byDeath = byA * chain.aDeath + byB * chain.bDeath
      gradient[model.birth[branch]] += byBirth * factor
      gradient[model.death[branch]] += byDeath * factor
      if let place = model.shapePlace, let slope = tables.gamma?.slopes[category] {
        gradient[place] += (byBirth * point[model.birth[branch]] + byDeath * point[model.death[branch]]) * slope
      }
    }
    if let place = model.epsilonPlace { gradient[place] = total(slopeCount - 2) }
    if let place = model.meanPlace { gradient[place] = total(slopeCount - 1) }
    return gradient
  }
}

extension PruningLikelihood {
  /// The same families with sizes followed to other limits.
  public func following(_ limits: SizeLimits) -> PruningLikelihood {
    PruningLikelihood(model, families: patterns.patternOfFamily.map { patterns.patterns[$0].counts }, limits: limits)
  }
}

extension PruningLikelihood {
  /// The same families by another convention at the root.
  public func with(_ convention: PruningModel.RootConvention) -> PruningLikelihood {
    let other = PruningModel(
      tree: model.tree, birth: model.birth, death: model.death, categories: model.categories, error: model.error,
      root: model.root, convention: convention)
    return PruningLikelihood(other, patterns, limits: limits)
  }
}
