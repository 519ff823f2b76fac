extension FitProblem {
  /// Minimises the objective.
  ///
  /// Cost: one pass over all rows per evaluation, and O(datasets · p³) for each step of the trust region.
  /// - Parameters:
  ///   - start: one value per coordinate; nil for the declared starts.
  public func minimize(from start: [Double]? = nil, options: SolverOptions = SolverOptions()) -> Minimum {
    let evaluator = Evaluator(self, Arrowhead(self), isParallel: options.isParallel)
    var minimizer = Minimizer(evaluator, options: options)
    return minimizer.run(from: start ?? self.start)
  }
}
