import Determinism
import Fitting

extension Refinement {
  /// What one stage came to.
  public struct StageResult: Sendable {
    public let stage: RefinementStage
    public let freeCount: Int
    public let evaluations: Int
    public let ended: String
    public let chiSquared: Double
    /// Rwp of each pattern, in the entries' order, as a fraction.
    public let rwp: [Double]
  }

  /// Runs all stages; the last one to its end.
  /// - Parameters:
  ///   - guesses: first finds scale, background and width from the data, where these were not declared.
  ///   - hear: called before each stage with its number and the fraction of Rwp so far.
  /// - Throws: a model that cannot be computed; what `hear` throws.
  public func run(guessing guesses: [PatternGuess], _ hear: (Int, Double?) throws -> Void = { _, _ in }) throws
    -> RefinedStructure
  {
    var work = self
    var problem = try work.problem { _ in false }
    var point = problem.start
    for guess in guesses { try work.guess(guess, &point) }
    try work.plan(at: point, problem)
    var results: [StageResult] = []
    var free: [String] = []
    var fit: Fit?
    var status = SolverStatus.nothingFree
    // As it was before the windows followed the peaks for the last time.
    var settled: Refinement?
    for (number, stage) in stages.enumerated() {
      try hear(number, results.last?.rwp.max())
      free += stage.selectors
      let isLast = number == stages.count - 1
      let chosen = free
      func released(_ work: Refinement) throws -> FitProblem {
        try work.problem { coordinate in
          chosen.contains { work.isSelected(coordinate.parameter, coordinate.instance, by: $0) }
        }
      }
      problem = try released(work)
      var (evaluations, before) = (0, Double.infinity)
      var minimum: Minimum?
      // Windows follow the peaks: where the last stage has moved them, it goes on with new ones.
      for _ in 0..<(isLast ? 4 : 1) {
        let options = SolverOptions(stepLimit: isLast ? stepLimit : stageLimit)
        var found = problem.minimize(from: point, options: options)
        // Narrower windows may uncover a background below zero, where counts have no likelihood: the wider ones stay.
        if !found.objective.isFinite, let wider = settled {
          (work, problem) = (wider, try released(wider))
          found = problem.minimize(from: point, options: options)
        }
        evaluations += found.evaluations
        if case .cancelled = found.status { try hear(number, nil) }
        guard found.objective.isFinite else {
          throw DiffractionError("stage \(number + 1)", found.status.description)
        }
        (minimum, point, settled) = (found, found.point, work)
        try work.plan(at: point, problem)
        problem = try released(work)
        if abs(before - found.objective) < 1e-8 * found.objective { break }
        before = found.objective
      }
      guard let minimum else { continue }
      // One evaluation where the search ended: errors and statistics, without walking along every weak parameter.
      if isLast { (fit, status) = (problem.fit(from: point, options: SolverOptions(stepLimit: 1)), minimum.status) }
      results.append(
        StageResult(
          stage: stage, freeCount: problem.coordinates.count { !$0.isFixed }, evaluations: evaluations,
          ended: minimum.status.description, chiSquared: minimum.objective,
          rwp: work.entries.indices.map { k in
            Agreement(work.entries[k], at: Self.local(point, k, problem), freeCount: 0).rwp
          }))
    }
    guard let fit else { throw DiffractionError("stages", "name nothing to refine") }
    return RefinedStructure(refinement: work, fit: fit, status: status, stages: results)
  }
}
