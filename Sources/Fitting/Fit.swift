/// A finished global fit: values with their errors, what judges it as a whole, and how it ended.
public struct Fit: Sendable {
  public let problem: FitProblem
  /// Where the search ended, and how.
  public let minimum: Minimum
  /// One estimate per coordinate, in the order of `problem.coordinates`.
  public internal(set) var estimates: [Estimate]
  public let statistics: FitStatistics
  /// Covariances of the coordinates; with estimated noise, scaled by σ².
  public let covariance: Covariance
  /// The matrix that errors come from: `.hessian` only where it was asked for and was positive definite.
  public let errors: SolverOptions.ErrorSource
  /// What a reader must know: biased noise, errors that are not what was asked for, a failed search.
  public let warnings: [String]
  let options: SolverOptions
  let priorScale: Double

  public var status: SolverStatus { minimum.status }

  /// The estimate of a parameter's instance: `fit["tau"]`, `fit["A", "strong"]`.
  public subscript(parameter: String, instance: String? = nil) -> Estimate? {
    problem.index(of: parameter, instance).map { estimates[$0] }
  }

  /// Each dataset's own part of the objective, its own priors included, in the order of `problem.blocks`.
  public var blockObjectives: [Double] {
    let shape = covariance.factor.shape
    var objectives = Array(repeating: Double.nan, count: problem.blocks.count)
    for (node, f) in zip(shape.nodes, minimum.linearization.objectives) { objectives[node.block] = f }
    return objectives
  }

  /// Coordinates that all datasets share, free and determined: those whose correlations are worth a matrix.
  public var sharedCoordinates: [Int] {
    estimates.indices.filter {
      estimates[$0].standardError != nil && problem.coordinates[$0].blocks.count == problem.blocks.count
    }
  }
}

extension FitProblem {
  /// Fits: searches, then works out errors, statistics and what the data do not determine.
  ///
  /// With estimated noise and priors, σ and the minimum depend on each other; both are repeated until σ stands still.
  public func fit(from start: [Double]? = nil, options: SolverOptions = SolverOptions()) -> Fit {
    var evaluator = Evaluator(self, Arrowhead(self), isParallel: options.isParallel)
    var minimizer = Minimizer(evaluator, options: options)
    var minimum = minimizer.run(from: start ?? self.start)
    let hasPrior = coordinates.contains { $0.prior != nil && !$0.isFixed }
    if estimatesScale && hasPrior {
      for _ in 0..<100 where minimum.status.hasConverged {
        let scale = FitReport.scale(minimum, evaluator)
        let isSteady = abs(scale - evaluator.priorScale) <= 1e-13 * scale
        evaluator.priorScale = scale
        minimizer = Minimizer(evaluator, options: options)
        minimum = minimizer.run(from: minimum.point)
        if isSteady { break }
      }
    }
    var report = FitReport(minimum, evaluator, options)
    return report.fit()
  }
}
