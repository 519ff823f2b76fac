import Determinism
import Fitting
import Laboratory
import Manifests

extension GlobalFit {
  /// How a fit is searched for: from which points, with how many steps.
  struct Search: Sendable {
    let starts: [[Named<Double>]]
    let multistart: Int
    let options: SolverOptions
    let stream: RandomStream

    init(_ parameters: Parameters, _ stream: RandomStream) {
      starts = parameters.starts
      multistart = parameters.multistart
      self.stream = stream
      options = SolverOptions(
        stepLimit: parameters.steps, errors: parameters.errors == .hessian ? .hessian : .gaussNewton)
    }

    /// The best of the fits from all starting points: the one with the least objective, the first of equals.
    /// - Returns: it, and every fit that was tried, in order.
    func best(of subject: Subject, _ progress: Progress, _ stage: String) throws(Interruption) -> (Fit, [Fit]) {
      let points = points(for: subject.problem)
      var tries: [Fit] = []
      for (number, point) in points.enumerated() {
        try progress.report(stage, fraction: Double(number) / Double(points.count), metric: tries.last?.metric)
        tries.append(subject.problem.fit(from: point, options: options))
      }
      var best = tries[0]
      for fit in tries.dropFirst() where fit.isBetter(than: best) { best = fit }
      return (best, tries)
    }

    /// The declared start, or the listed ones, then as many more as are drawn from the seed.
    private func points(for problem: FitProblem) -> [[Double]] {
      var points = starts.map { start in
        problem.coordinates.map { coordinate in
          start.first { sameUTF8($0.name, coordinate.parameter) }?.value ?? coordinate.start
        }
      }
      if points.isEmpty { points = [problem.start] }
      var draws = stream.child("multistart")
      for _ in 0..<multistart { points.append(problem.coordinates.map { draws.start(around: $0) }) }
      return points
    }
  }
}

extension Fit {
  /// A converged fit is better than one that is not; then the lower objective is.
  fileprivate func isBetter(than other: Fit) -> Bool {
    if status.hasConverged != other.status.hasConverged { return status.hasConverged }
    return statistics.objective < other.statistics.objective || other.statistics.objective.isNaN
  }

  fileprivate var metric: String { "objective \(Numeral.brief(statistics.objective))" }
}

extension RandomStream {
  /// A starting value: uniform between two bounds; else within a factor of ten of the given one, of its sign.
  fileprivate mutating func start(around coordinate: Coordinate) -> Double {
    let draw = nextUniform()
    if coordinate.isFixed { return coordinate.start }
    if coordinate.lower.isFinite, coordinate.upper.isFinite {
      return coordinate.lower + draw * (coordinate.upper - coordinate.lower)
    }
    let scale = Elementary.exp((2 * draw - 1) * Elementary.log(10))
    let value = coordinate.start == 0 ? 2 * draw - 1 : coordinate.start * scale
    return min(max(value, coordinate.lower), coordinate.upper)
  }
}
