extension FitProblem {
  /// The objective and its gradient at a point, as the solver sees them; nil where one of them is not finite.
  ///
  /// Of fixed coordinates the gradient is 0. With estimated noise, σ counts as 1.
  /// - Parameter point: one value per coordinate.
  public func gradient(at point: [Double]) -> (objective: Double, gradient: [Double])? {
    precondition(
      point.count == coordinates.count, "FitProblem.gradient: \(point.count) values for \(coordinates.count)")
    let evaluator = Evaluator(self, Arrowhead(self), isParallel: false)
    var linearization = Linearization(self, evaluator.shape)
    guard evaluator.linearize(at: point, into: &linearization) == nil else { return nil }
    return (linearization.objective, linearization.gradient(evaluator).map { 2 * $0 })
  }

  /// The gradient of each block alone, one row of coordinates for each, and one more for all priors: what a shared
  /// coordinate's gradient is the sum of. Goes round the solver: from the rows that the blocks fill.
  public func untiedGradients(at point: [Double]) -> [[Double]]? {
    var rows: [[Double]] = []
    for (block, places) in zip(blocks, map) {
      let count = places.count
      var matrix = Array(repeating: 0.0, count: max(1, block.rowCount * (count + 1)))
      let local = places.map { point[$0] }
      let isSound = matrix.withUnsafeMutableBufferPointer { matrix in
        local.withUnsafeBufferPointer { local in
          guard let base = matrix.baseAddress else { return false }
          let rows = BlockRows(base: base, count: block.rowCount, columnCount: count, stride: block.rowCount)
          if case .objective = block.linearize(at: local, columns: Array(0..<count), into: rows) { return true }
          return false
        }
      }
      guard isSound else { return nil }
      var gradient = Array(repeating: 0.0, count: coordinates.count)
      for (column, place) in places.enumerated() where !coordinates[place].isFixed {
        var sum = 0.0
        for row in 0..<block.rowCount {
          sum += matrix[column * block.rowCount + row] * matrix[count * block.rowCount + row]
        }
        gradient[place] += 2 * sum
      }
      rows.append(gradient)
    }
    return rows + [priorGradient(at: point)]
  }

  /// The gradient of all priors together, one number for each coordinate.
  public func priorGradient(at point: [Double]) -> [Double] {
    zip(coordinates, point).map { coordinate, x in
      guard let prior = coordinate.prior, !coordinate.isFixed else { return 0 }
      return 2 * (x - prior.value) / (prior.sigma * prior.sigma)
    }
  }
}
