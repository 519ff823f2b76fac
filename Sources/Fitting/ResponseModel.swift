/// A model of one dataset's response: m(x) over rows, with exact derivatives. Noise is not its business.
///
/// Called from several threads at once: it holds no mutable state.
public protocol ResponseModel: Sendable {
  /// Names of the local parameters, in the order of `point`.
  var parameterNames: [String] { get }
  /// The number of rows n.
  var rowCount: Int { get }

  /// Writes m to `values` (n numbers), and ∂m/∂x of each parameter in `columns` to `jacobian`, column after column,
  /// `stride` numbers apart (stride ≥ n).
  func evaluate(
    at point: UnsafeBufferPointer<Double>, values: UnsafeMutablePointer<Double>, columns: [Int],
    jacobian: UnsafeMutablePointer<Double>, stride: Int)

  /// Σ over rows of weights · ∂²m/∂x∂x, symmetric, row-major p × p; nil if the model has none (the default).
  func curvature(at point: UnsafeBufferPointer<Double>, weights: UnsafeBufferPointer<Double>) -> [Double]?

  /// Memory that `evaluate` reads and that stays where it is, for a solver that fetches it ahead; the default is none.
  var footprint: [UnsafeRawBufferPointer] { get }

  /// The same model, told which parameters many datasets have in common: what depends on these alone need not be
  /// computed for each. The default does not use that.
  func sharing(_ parameters: [String]) -> any ResponseModel

  /// The operation that made row `row` not finite; the default says "the model".
  func operation(at point: UnsafeBufferPointer<Double>, row: Int) -> String
}

extension ResponseModel {
  public func curvature(at point: UnsafeBufferPointer<Double>, weights: UnsafeBufferPointer<Double>) -> [Double]? {
    nil
  }
  public var footprint: [UnsafeRawBufferPointer] { [] }
  public func sharing(_ parameters: [String]) -> any ResponseModel { self }
  public func operation(at point: UnsafeBufferPointer<Double>, row: Int) -> String { "the model" }
}
