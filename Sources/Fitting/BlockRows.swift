/// The rows of one block's quadratic model, to be filled by the block: Jacobian columns and a residual column.
///
/// Memory belongs to the solver and is reused; a block overwrites all `rowCount` rows of every column.
public struct BlockRows: @unchecked Sendable {
  /// The number of rows.
  public let count: Int
  /// The number of Jacobian columns.
  public let columnCount: Int
  private let base: UnsafeMutablePointer<Double>
  /// Numbers from one column to the next.
  package let stride: Int

  package init(base: UnsafeMutablePointer<Double>, count: Int, columnCount: Int, stride: Int) {
    self.base = base
    self.count = count
    self.columnCount = columnCount
    self.stride = stride
  }

  /// The Jacobian column of the k-th parameter asked for.
  @inlinable public subscript(column k: Int) -> UnsafeMutableBufferPointer<Double> { storage(k) }

  /// The weighted residuals.
  @inlinable public var residuals: UnsafeMutableBufferPointer<Double> { storage(columnCount) }

  @usableFromInline func storage(_ k: Int) -> UnsafeMutableBufferPointer<Double> {
    UnsafeMutableBufferPointer(start: base + k * stride, count: count)
  }

  /// Fills the rows from a gradient and a Hessian, for a likelihood without residuals.
  ///
  /// With H = ½ ∇²F over the columns asked for and g = ½ ∇F, finds a triangle L with J = Lᵀ, JᵀJ = H and Jᵀr = g.
  /// A Hessian that is not positive definite is shifted: a pivot below `floor` times its diagonal's magnitude is
  /// raised to it, which keeps the step a descent direction. Needs `count` ≥ `columnCount`; further rows become zero.
  /// - Parameters:
  ///   - halfGradient: g, one number per column asked for.
  ///   - halfHessian: H, row-major, columnCount × columnCount; the lower triangle is read.
  public func setQuadratic(halfGradient: [Double], halfHessian: [Double], floor: Double = 1e-10) {
    let p = columnCount
    precondition(count >= p, "BlockRows.setQuadratic: \(count) rows cannot hold \(p) columns")
    precondition(halfGradient.count == p && halfHessian.count == p * p, "BlockRows.setQuadratic: sizes differ")
    var lower = halfHessian
    for j in 0..<p {
      var pivot = lower[j * p + j]
      for k in 0..<j { pivot -= lower[j * p + k] * lower[j * p + k] }
      let least = floor * max(abs(halfHessian[j * p + j]), Double.leastNormalMagnitude)
      let root = max(pivot, least).squareRoot()
      lower[j * p + j] = root
      for i in (j + 1)..<max(p, j + 1) {
        var sum = lower[i * p + j]
        for k in 0..<j { sum -= lower[i * p + k] * lower[j * p + k] }
        lower[i * p + j] = sum / root
      }
    }
    var solved = halfGradient
    for i in 0..<p {
      for k in 0..<i { solved[i] -= lower[i * p + k] * solved[k] }
      solved[i] /= lower[i * p + i]
    }
    for j in 0...p { storage(j).update(repeating: 0) }
    for j in 0..<p {
      for i in 0...j { storage(j)[i] = lower[j * p + i] }
      residuals[j] = solved[j]
    }
  }
}
