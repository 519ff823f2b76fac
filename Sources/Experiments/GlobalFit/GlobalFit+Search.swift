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

    /// The best of the fits from all declared starting points, and from those drawn from the seed.
    /// - Returns: it, and the fits from the declared points, in order.
    func best(of subject: Subject, _ progress: Progress, _ stage: String) throws -> (Fit, [Fit]) {
      let points = points(for: subject.problem)
      var tries: [Fit] = []
      for (number, point) in points.enumerated() {
        try progress.report(stage, fraction: Double(number) / Double(points.count), metric: tries.last?.metric)
        tries.append(subject.problem.fit(from: point, options: options))
      }
      var best = tries[0]
      for fit in tries.dropFirst() where fit.isBetter(than: best) { best = fit }
      if multistart > 0 {
        let drawn = try subject.problem.fit(
          multistart: multistart + 1, stream: stream.child("multistart"), options: options
        ) { done, objective in
          try progress.report(
            "\(stage): \(multistart + 1) starts", fraction: Double(done) / Double(multistart + 1),
            metric: "objective \(Numeral.brief(objective))")
        }
        if drawn.best.isBetter(than: best) { best = drawn.best }
      }
      return (best, tries)
    }

    /// The listed starting points, or else the one that the parameters declare.
    func points(for problem: FitProblem) -> [[Double]] {
      guard !starts.isEmpty else { return [problem.start] }
      return starts.map { start in
        problem.coordinates.map { coordinate in
          start.first { sameUTF8($0.name, coordinate.parameter) }?.value ?? coordinate.start
        }
      }
    }
  }
}

extension Fit {
  /// A converged fit is better than one that is not; then the lower objective is, by more than rounding.
  fileprivate func isBetter(than other: Fit) -> Bool {
    if status.hasConverged != other.status.hasConverged { return status.hasConverged }
    let least = other.statistics.objective
    return statistics.objective < least - 1e-12 * least.magnitude || (least.isNaN && !statistics.objective.isNaN)
  }

  fileprivate var metric: String { "objective \(Numeral.brief(statistics.objective))" }
}
