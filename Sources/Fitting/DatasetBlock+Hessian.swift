extension DatasetBlock {
  /// ½∂²F = Σ h ∂m∂mᵀ + g ∂²m, where g = ½ ∂F/∂m and h = ½ ∂²F/∂m² of each row.
  public func halfHessian(at point: UnsafeBufferPointer<Double>) -> [Double]? {
    let (n, p) = (rowCount, parameterNames.count)
    return withUnsafeTemporaryAllocation(of: Double.self, capacity: n * (p + 3)) { memory in
      let values = memory.baseAddress!
      let jacobian = values + 3 * n
      model.evaluate(at: point, values: values, columns: Array(0..<p), jacobian: jacobian, stride: n)
      let slopes = UnsafeMutableBufferPointer(start: values + n, count: n)
      let bends = UnsafeMutableBufferPointer(start: values + 2 * n, count: n)
      for i in 0..<n { (slopes[i], bends[i]) = derivatives(row: i, response: values[i]) }
      guard var hessian = model.curvature(at: point, weights: UnsafeBufferPointer(slopes)) else { return nil }
      for a in 0..<p {
        for b in 0...a {
          var sum = 0.0
          for i in 0..<n { sum += bends[i] * jacobian[a * n + i] * jacobian[b * n + i] }
          hessian[a * p + b] += sum
          if a != b { hessian[b * p + a] += sum }
        }
      }
      return hessian
    }
  }

  /// ½ ∂F/∂m and ½ ∂²F/∂m² of one row.
  private func derivatives(row i: Int, response m: Double) -> (slope: Double, bend: Double) {
    let y = observed[i]
    let w = constants.weights?[i] ?? 1
    switch noise {
    case .gaussian, .gaussianKnown, .neyman: return (w * w * (m - y), w * w)
    case .poisson: return (1 - y / m, y / (m * m))
    case .huber(_, let threshold): return robust(Huber(threshold).value(w * (m - y)), w * (m - y), w)
    case .cauchy(_, let threshold): return robust(Cauchy(threshold).value(w * (m - y)), w * (m - y), w)
    }
  }

  private func robust(_ loss: LossValue, _ r: Double, _ w: Double) -> (slope: Double, bend: Double) {
    (w * loss.slope * r, w * w * (loss.slope + 2 * loss.curvature * r * r))
  }
}
