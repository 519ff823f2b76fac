/// One dataset's part of a cost, as the solver sees it. Costs add: a global fit is the sum of its blocks.
///
/// A block has p local parameters, named in a fixed order; equal names in different blocks may or may not be the same
/// global parameter, which the problem's `Parameter.scope` decides. At a point x the block gives its objective F(x)
/// (minus twice a log-likelihood up to a constant) and rows r, J of its quadratic model
///
///     F(x + p) ≈ F(x) + 2 (Jᵀ r)ᵀ p + pᵀ JᵀJ p,
///
/// that is JᵀR = ½ ∇F exactly, and JᵀJ ≈ ½ ∇²F: Gauss–Newton for least squares, Fisher information for counts, or the
/// exact Hessian (`BlockRows.setQuadratic`) for a likelihood that has no residuals.
///
/// A block is called from several threads at once for different points: it holds no mutable state.
public protocol Block: Sendable {
  /// The dataset's name, unique within a problem. Blocks are summed in the order of the names' UTF-8 bytes.
  var name: String { get }
  /// Names of the local parameters, in the order of `point` and of the Jacobian's columns.
  var parameterNames: [String] { get }
  /// The number of rows that `linearize` fills.
  var rowCount: Int { get }
  /// What the objective is a likelihood of; read once when the problem is made.
  var likelihood: Likelihood { get }

  /// Fills `rows` at a point and returns the objective there.
  /// - Parameters:
  ///   - point: values of all local parameters.
  ///   - columns: the local parameters whose Jacobian columns are asked for; column k of `rows` belongs to `columns[k]`.
  ///   - rows: rowCount × columns.count, and the residual.
  func linearize(at point: UnsafeBufferPointer<Double>, columns: [Int], into rows: BlockRows) -> BlockEvaluation

  /// Half the exact Hessian of the objective, ½ ∂²F/∂x∂x, symmetric, row-major p × p over all local parameters;
  /// nil if the block has none (the default).
  func halfHessian(at point: UnsafeBufferPointer<Double>) -> [Double]?

  /// Memory that `linearize` reads and that stays where it is, for a solver that fetches it ahead; the default is none.
  var footprint: [UnsafeRawBufferPointer] { get }

  /// The same block, told which of its parameters other blocks have too; the default does not use that.
  func sharing(_ parameters: [String]) -> any Block
}

extension Block {
  public func halfHessian(at point: UnsafeBufferPointer<Double>) -> [Double]? { nil }
  public var footprint: [UnsafeRawBufferPointer] { [] }
  public func sharing(_ parameters: [String]) -> any Block { self }
}

/// How one evaluation of a block ended.
public enum BlockEvaluation: Sendable, Equatable {
  /// The objective, finite or not; the solver checks it and the rows.
  case objective(Double)
  /// The likelihood is not defined at this point (a negative expected count): the step is refused.
  case outside(row: Int, reason: String)
  /// A number that is not finite, and the operation that made it.
  case notFinite(row: Int, operation: String)
}

/// What a block's objective is a likelihood of.
public struct Likelihood: Sendable, Equatable {
  /// The number of observations that count for degrees of freedom and information criteria.
  public var observations: Int
  /// True when the noise is Gaussian of one unknown σ, estimated from the residuals of all blocks together.
  public var estimatesScale: Bool
  /// The log-likelihood is `saturated − F/2`; nil when the objective is no likelihood (robust losses).
  public var saturated: Double?
  /// True when the objective is χ²-distributed with n − k degrees of freedom under the model (χ², deviance).
  public var isGoodnessOfFit: Bool
  /// The sum of squares of the observed values, against which residuals may be nothing but rounding; 0 for none.
  public var magnitude: Double
  /// What the user should know before trusting the numbers; nil in the normal case.
  public var warning: String?

  public init(
    observations: Int, estimatesScale: Bool, saturated: Double?, isGoodnessOfFit: Bool, magnitude: Double = 0,
    warning: String? = nil
  ) {
    self.observations = observations
    self.estimatesScale = estimatesScale
    self.saturated = saturated
    self.isGoodnessOfFit = isGoodnessOfFit
    self.magnitude = magnitude
    self.warning = warning
  }
}
