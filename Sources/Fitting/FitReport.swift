import Determinism

/// Works out a fit's errors and statistics from the place where the search ended.
struct FitReport {
  let minimum: Minimum
  let evaluator: Evaluator
  let options: SolverOptions
  var damping: Damping
  var factor: ArrowheadFactor
  var warnings: [String] = []
  var states: [Estimate.State]

  private var problem: FitProblem { evaluator.problem }

  init(_ minimum: Minimum, _ evaluator: Evaluator, _ options: SolverOptions) {
    self.minimum = minimum
    self.evaluator = evaluator
    self.options = options
    let coordinates = evaluator.problem.coordinates
    damping = Damping(coordinates: coordinates.count)
    factor = ArrowheadFactor(evaluator.shape)
    states = coordinates.map { $0.isFixed ? .fixed : .determined }
    for c in coordinates.indices { damping.isHeld[c] = coordinates[c].isFixed }
  }

  /// σ of the noise, √(RSS / degrees of freedom), without the priors' share of the objective.
  static func scale(_ minimum: Minimum, _ evaluator: Evaluator, lost: Int = 0) -> Double {
    let problem = evaluator.problem
    var sum = minimum.objective
    var priors = 0
    for (c, coordinate) in problem.coordinates.enumerated() where coordinate.prior != nil && !coordinate.isFixed {
      let r = evaluator.priorResidual(c, at: minimum.point[c])
      sum -= r * r
      priors += 1
    }
    let degrees = problem.observationCount + priors - evaluator.shape.free.count + lost
    return degrees > 0 ? (sum / Double(degrees)).squareRoot() : .nan
  }

  mutating func fit() -> Fit {
    warnings = notes()
    if !minimum.objective.isFinite { return failed() }
    let norms = minimum.linearization.columnNorms(evaluator)
    let lost = findHeld(norms) + findDegenerate(norms)
    let statistics = statistics(lost: lost)
    noteNoise(statistics)
    let errors = findErrors()
    let scale = statistics.scale ?? 1
    let covariance = Covariance(factor, scale: scale * scale, isHeld: damping.isHeld)
    var fit = Fit(
      problem: problem, minimum: minimum, estimates: estimates(covariance, statistics), statistics: statistics,
      covariance: covariance, errors: errors, warnings: warnings, options: options, priorScale: evaluator.priorScale)
    if minimum.status.hasConverged { fit.findRunaways() }
    return fit
  }

  private func notes() -> [String] {
    var notes: [String] = []
    for block in problem.blocks {
      if let warning = block.likelihood.warning, !notes.contains(warning) { notes.append(warning) }
    }
    if case .atEdge = minimum.status {
      notes.append(
        "The search \(minimum.status). Bound the parameters (min, max), or mend the model; standard errors that reach "
          + "across the edge mean nothing.")
    }
    if !minimum.status.hasConverged { notes.append("The search did not converge: \(minimum.status).") }
    return notes
  }

  /// A fit whose search found no finite value.
  private func failed() -> Fit {
    let statistics = FitStatistics(
      objective: .nan, observations: problem.observationCount, freeCount: 0, degreesOfFreedom: 0, scale: nil,
      pValue: nil, logLikelihood: nil, parameterCount: 0)
    let held = Array(repeating: true, count: states.count)
    let covariance = Covariance(factor, scale: 1, isHeld: held)
    let estimates = zip(problem.coordinates, zip(minimum.point, states)).map { coordinate, pair in
      Estimate(coordinate: coordinate, value: pair.0, state: pair.1, standardError: nil, interval: nil)
    }
    return Fit(
      problem: problem, minimum: minimum, estimates: estimates, statistics: statistics, covariance: covariance,
      errors: options.errors, warnings: warnings, options: options, priorScale: evaluator.priorScale)
  }

  /// Holds coordinates at a bound, and those that nothing depends on. Returns how many the data say nothing about.
  private mutating func findHeld(_ norms: [Double]) -> Int {
    let gradient = minimum.linearization.gradient(evaluator)
    var silent = 0
    for c in evaluator.shape.free {
      let coordinate = problem.coordinates[c]
      if minimum.point[c] <= coordinate.lower && gradient[c] > 0 {
        states[c] = .atLowerBound
      } else if minimum.point[c] >= coordinate.upper && gradient[c] < 0 {
        states[c] = .atUpperBound
      } else if norms[c] == 0 {
        states[c] = .unidentified(.unbounded)
        silent += 1
      }
      damping.isHeld[c] = states[c] != .determined
    }
    return silent
  }

  /// Holds one coordinate of every line along which the model does not change, and names the line's members.
  private mutating func findDegenerate(_ norms: [Double]) -> Int {
    damping.lambda = 0
    factor.factor(minimum.linearization, damping, evaluator)
    var lines = 0
    while let line = factor.degeneracy(damping, columnNorms: norms) {
      let labels = line.members.map { problem.coordinates[$0].label }
      for c in line.members { states[c] = .unidentified(.direction(labels)) }
      damping.isHeld[line.pivot] = true
      factor.factor(minimum.linearization, damping, evaluator)
      lines += 1
    }
    return lines
  }

  /// Replaces the factor by that of the exact Hessian when that was asked for and can be had.
  private mutating func findErrors() -> SolverOptions.ErrorSource {
    guard options.errors == .hessian else { return .gaussNewton }
    var exact = ArrowheadFactor(evaluator.shape)
    if exact.factorHessian(at: minimum.point, evaluator, isHeld: damping.isHeld) {
      factor = exact
      return .hessian
    }
    warnings.append(
      "Errors come from JᵀJ: the exact Hessian is not at hand, or not positive definite at this point.")
    return .gaussNewton
  }

  private func estimates(_ covariance: Covariance, _ statistics: FitStatistics) -> [Estimate] {
    let known = !problem.estimatesScale || statistics.degreesOfFreedom > 0
    return problem.coordinates.indices.map { c in
      var error: Double?
      if known && states[c] == .determined { error = covariance.standardError(c) }
      return Estimate(
        coordinate: problem.coordinates[c], value: minimum.point[c], state: states[c], standardError: error,
        interval: nil)
    }
  }

  /// Whether residuals are no measure of the noise, because none are left over or they are the rounding of the model.
  private func saysNothingOfNoise(_ sum: Double, _ degrees: Int) -> Bool {
    degrees <= 0 || sum <= 1e-29 * problem.blocks.reduce(0) { $0 + $1.likelihood.magnitude }
  }

  private mutating func noteNoise(_ statistics: FitStatistics) {
    guard problem.estimatesScale, minimum.objective.isFinite, statistics.logLikelihood == nil else { return }
    let count = statistics.observations
    warnings.append(
      statistics.degreesOfFreedom <= 0
        ? "The \(count) observations are no more than the free parameters: nothing is left over to estimate the noise "
          + "from, so there are no standard errors and no likelihood. Share or fix parameters, or give sigma."
        : "The model passes through all observations up to rounding: σ, standard errors and what is made of them are "
          + "rounding too, and there is no likelihood to compare.")
  }

  private func statistics(lost: Int) -> FitStatistics {
    let free = evaluator.shape.free.count - lost
    let priors = problem.coordinates.count { $0.prior != nil && !$0.isFixed }
    let n = problem.observationCount
    let degrees = n + priors - free
    var logLikelihood: Double?
    var pValue: Double?
    if problem.estimatesScale {
      var sum = 0.0
      for f in minimum.linearization.objectives { sum += f }
      let size = Double(n)
      if !saysNothingOfNoise(sum, degrees) {
        logLikelihood = -size / 2 * (2 * SaddlePoint.logRootTwoPi + Elementary.log(sum / size) + 1)
      }
    } else {
      let parts = problem.blocks.map(\.likelihood.saturated)
      if !parts.contains(nil) {
        logLikelihood = parts.reduce(0) { $0 + ($1 ?? 0) } - minimum.objective / 2
      }
      if degrees > 0 && problem.blocks.allSatisfy(\.likelihood.isGoodnessOfFit) {
        pValue = Distribution.chiSquaredTail(minimum.objective, degrees: Double(degrees))
      }
    }
    return FitStatistics(
      objective: minimum.objective, observations: n, freeCount: free, degreesOfFreedom: degrees,
      scale: problem.estimatesScale && degrees > 0 ? Self.scale(minimum, evaluator, lost: lost) : nil,
      pValue: pValue, logLikelihood: logLikelihood, parameterCount: free + (problem.estimatesScale ? 1 : 0))
  }
}
