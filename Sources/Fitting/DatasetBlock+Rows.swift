import CKernels
import Determinism

extension DatasetBlock {
  public func linearize(
    at point: UnsafeBufferPointer<Double>, columns: [Int], into rows: BlockRows
  ) -> BlockEvaluation {
    let values = rows.residuals.baseAddress!
    model.evaluate(
      at: point, values: values, columns: columns, jacobian: rows[column: 0].baseAddress!, stride: rows.stride)
    let evaluation = apply(to: rows, values: values)
    if case .objective(let objective) = evaluation, !objective.isFinite { return diagnose(at: point) }
    return evaluation
  }

  /// Turns columns (∂m, m) into weighted rows (J, r), and gives the objective.
  private func apply(to rows: BlockRows, values: UnsafeMutablePointer<Double>) -> BlockEvaluation {
    let n = observed.count
    switch noise {
    case .gaussian:
      kn_sub_f64(values, observed, values, n)
      return .objective(kn_dot_f64(values, values, n))
    case .gaussianKnown, .neyman:
      kn_sub_f64(values, observed, values, n)
      scale(rows, by: constants.weights!)
      return .objective(kn_dot_f64(values, values, n))
    case .poisson: return applyPoisson(to: rows, values: values)
    case .huber(_, let threshold): return applyLoss(to: rows, values: values) { Huber(threshold).value($0) }
    case .cauchy(_, let threshold): return applyLoss(to: rows, values: values) { Cauchy(threshold).value($0) }
    }
  }

  private func scale(_ rows: BlockRows, by weights: UnsafePointer<Double>) {
    for k in 0...rows.columnCount {
      let column = rows[column: k].baseAddress!
      kn_mul_f64(column, weights, column, rows.count)
    }
  }

  /// Rows of the Fisher information: r = (m − y)/√m, J = ∂m/√m.
  private func applyPoisson(to rows: BlockRows, values m: UnsafeMutablePointer<Double>) -> BlockEvaluation {
    let n = observed.count
    var isInside = true
    for i in 0..<n where !(m[i] > 0) { isInside = false }
    guard isInside else {
      for i in 0..<n where !(m[i] > 0) {
        if m[i].isNaN { return .objective(.nan) }
        let found = Numeral.brief(m[i])
        return .outside(row: i, reason: "the expected count is \(found); Poisson counts need a positive one")
      }
      return .objective(.nan)
    }
    return withUnsafeTemporaryAllocation(of: Double.self, capacity: 2 * n) { scratch in
      let a = scratch.baseAddress!
      let difference = a + n
      kn_sub_f64(m, observed, difference, n)
      kn_mul_f64(m, constants.reciprocals, a, n)
      kn_log_f64(a, a, n)
      kn_mul_f64(a, observed, a, n)
      kn_sub_f64(difference, a, a, n)
      let objective = 2 * kn_sum_f64(a, n)
      kn_sqrt_f64(m, a, n)
      kn_recip_f64(a, a, n)
      m.update(from: difference, count: n)
      scale(rows, by: a)
      return .objective(objective)
    }
  }

  /// Rows reweighted by ρ′: J ← √ρ′ J, r ← √ρ′ r, so that Jᵀr is exact and every step descends.
  private func applyLoss(
    to rows: BlockRows, values: UnsafeMutablePointer<Double>, _ loss: (Double) -> LossValue
  ) -> BlockEvaluation {
    let n = observed.count
    kn_sub_f64(values, observed, values, n)
    scale(rows, by: constants.weights!)
    return withUnsafeTemporaryAllocation(of: Double.self, capacity: 2 * n) { scratch in
      let weights = scratch.baseAddress!
      let losses = weights + n
      for i in 0..<n {
        let value = loss(values[i])
        weights[i] = value.slope.squareRoot()
        losses[i] = value.loss
      }
      scale(rows, by: weights)
      return .objective(kn_sum_f64(losses, n))
    }
  }

  /// Finds the first row whose value is not finite.
  private func diagnose(at point: UnsafeBufferPointer<Double>) -> BlockEvaluation {
    withUnsafeTemporaryAllocation(of: Double.self, capacity: observed.count) { values in
      model.evaluate(at: point, values: values.baseAddress!, columns: [], jacobian: values.baseAddress!, stride: 0)
      let row = values.firstIndex { !$0.isFinite }
      guard let row else { return .notFinite(row: 0, operation: "the sum of squares overflows") }
      return .notFinite(row: row, operation: model.operation(at: point, row: row))
    }
  }
}
