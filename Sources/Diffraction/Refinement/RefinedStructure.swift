public import Fitting

/// A finished refinement: values with their errors, what judges it, and how it came about.
public struct RefinedStructure: Sendable {
  public let refinement: Refinement
  /// The last stage's fit, its errors for σ of the data as they were given.
  public let fit: Fit
  /// How the last stage's search ended.
  public let status: SolverStatus
  public let stages: [Refinement.StageResult]
  /// Of each pattern, in the entries' order.
  public let agreements: [Agreement]
  /// Standard errors that allow for residuals that are correlated from point to point, by coordinate; nil where the
  /// data determine nothing.
  public let correctedErrors: [Double?]

  init(refinement: Refinement, fit: Fit, status: SolverStatus, stages: [Refinement.StageResult]) {
    (self.refinement, self.fit, self.status, self.stages) = (refinement, fit, status, stages)
    let problem = fit.problem
    let point = fit.estimates.map(\.value)
    agreements = refinement.entries.indices.map { k in
      let free = Set(problem.map[k].filter { !problem.coordinates[$0].isFixed })
      return Agreement(refinement.entries[k], at: Refinement.local(point, k, problem), freeCount: free.count)
    }
    correctedErrors = ResidualCorrelation(refinement, fit).errors
  }

  /// √(χ² / degrees of freedom) over all patterns.
  public var goodnessOfFit: Double { (fit.statistics.reduced ?? .nan).squareRoot() }

  /// The factor of the usual standard errors: the goodness of fit, where that is above one.
  public var errorScale: Double { max(goodnessOfFit, 1) }

  /// The usual standard error of a coordinate: from JᵀJ, times the goodness of fit.
  public func standardError(_ coordinate: Int) -> Double? {
    fit.estimates[coordinate].standardError.map { $0 * errorScale }
  }

  /// The larger of the usual error and that for correlated residuals.
  public func cautiousError(_ coordinate: Int) -> Double? {
    guard let usual = standardError(coordinate) else { return nil }
    return max(usual, correctedErrors[coordinate] ?? usual)
  }

  /// The values of one pattern's parameters.
  public func point(of entry: Int) -> [Double] {
    Refinement.local(fit.estimates.map(\.value), entry, fit.problem)
  }

  /// Pairs of free parameters whose correlation exceeds a bound, the strongest first.
  public func correlations(above bound: Double) -> [(a: Int, b: Int, value: Double)] {
    let free = fit.estimates.indices.filter { fit.estimates[$0].standardError != nil }
    var found: [(a: Int, b: Int, value: Double)] = []
    guard let matrix = fit.covariance.matrix(free) else { return [] }
    let n = free.count
    for i in 0..<n {
      for j in (i + 1)..<max(n, i + 1) {
        let value = matrix[i * n + j] / (matrix[i * n + i] * matrix[j * n + j]).squareRoot()
        if value.magnitude > bound { found.append((free[i], free[j], value)) }
      }
    }
    return found.sorted { ($1.value.magnitude, $0.a, $0.b) < ($0.value.magnitude, $1.a, $1.b) }
  }
}
