/// How long and how the search may go. Limits are counts, never seconds.
public struct SolverOptions: Sendable, Equatable {
  /// The most evaluations of the whole problem.
  public var stepLimit: Int
  /// Which matrix the standard errors come from.
  public var errors: ErrorSource
  /// False keeps all work on the calling thread; the numbers do not change.
  public var isParallel: Bool

  /// The matrix whose inverse is the covariance.
  public enum ErrorSource: String, Sendable, Equatable {
    /// JᵀJ: Gauss–Newton for least squares, expected (Fisher) information for counts, weighted by ρ′ for robust losses.
    case gaussNewton
    /// The exact second derivatives of the objective: observed information.
    case hessian
  }

  public init(stepLimit: Int = 2_000, errors: ErrorSource = .gaussNewton, isParallel: Bool = true) {
    self.stepLimit = stepLimit
    self.errors = errors
    self.isParallel = isParallel
  }
}
