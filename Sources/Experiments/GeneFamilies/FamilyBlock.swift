package import Fitting
package import Phylogeny

/// A class of gene families as the solver sees it: F = −2 lnL, with exact gradients.
///
/// The Hessian is taken from differences of exact gradients: coarse ones on the way, which Newton's method needs no
/// better, and fourth-order ones for the standard errors, good to some ten digits.
package struct FamilyBlock: Block {
  package let name: String
  package let parameterNames: [String]
  package let pruning: PruningLikelihood
  /// The number of families.
  private let count: Int
  /// Rates below this are nearly zero.
  private let least: Double

  /// - Parameter parameterNames: one for each number of a point of the model.
  package init(name: String, parameterNames: [String], _ pruning: PruningLikelihood) {
    (self.name, self.parameterNames, self.pruning) = (name, parameterNames, pruning)
    count = pruning.patterns.patternOfFamily.count
    least = 1e-4 / pruning.model.tree.height
  }

  package var rowCount: Int { parameterNames.count }

  package var likelihood: Likelihood {
    Likelihood(observations: count, estimatesScale: false, saturated: 0, isGoodnessOfFit: false)
  }

  package func linearize(
    at point: UnsafeBufferPointer<Double>, columns: [Int], into rows: BlockRows
  ) -> BlockEvaluation {
    let point = Array(point)
    let here = pruning.evaluate(at: point, gradient: !columns.isEmpty)
    guard here.logLikelihood.isFinite else {
      let pattern = here.patterns.firstIndex { !$0.isFinite } ?? 0
      let family = pruning.patterns.patternOfFamily.firstIndex(of: pattern) ?? 0
      return .outside(row: family, reason: "its counts have a probability below 1e-300 at these rates")
    }
    var hessian = [Double](repeating: 0, count: columns.count * columns.count)
    for (j, column) in columns.enumerated() {
      var moved = point
      moved[column] += step(point[column], 1e-5)
      let there = pruning.evaluate(at: moved, gradient: true).gradient
      for (i, other) in columns.enumerated() {
        hessian[i * columns.count + j] = (here.gradient[other] - there[other]) / (moved[column] - point[column])
      }
    }
    if !columns.isEmpty {
      let slopes = columns.map { -here.gradient[$0] }
      rows.setQuadratic(
        halfGradient: slopes,
        halfHessian: damped(
          Self.positive(hessian.symmetrized(columns.count), slopes, columns.map { point[$0] }), slopes, columns, point))
    }
    return .objective(-2 * here.logLikelihood)
  }

  package func halfHessian(at point: UnsafeBufferPointer<Double>) -> [Double]? {
    let point = Array(point)
    let size = point.count
    var hessian = [Double](repeating: 0, count: size * size)
    for column in 0..<size {
      let step = step(point[column], 1e-3)
      let gradients = [-2.0, -1, 1, 2].map { multiple -> [Double] in
        var moved = point
        moved[column] += multiple * step
        return moved[column] >= 0 ? pruning.evaluate(at: moved, gradient: true).gradient : []
      }
      for row in 0..<size {
        // A rate at its bound has no left side.
        let slope =
          gradients[0].isEmpty
          ? (gradients[3][row] - gradients[2][row]) / step
          : (8 * (gradients[2][row] - gradients[1][row]) - (gradients[3][row] - gradients[0][row])) / (12 * step)
        hessian[row * size + column] = -slope
      }
    }
    return hessian.symmetrized(size)
  }

  /// The matrix, where it is positive definite; else, far from the maximum, the diagonal whose step along each
  /// coordinate is at most its value.
  private static func positive(_ matrix: [Double], _ slopes: [Double], _ point: [Double]) -> [Double] {
    let size = slopes.count
    var lower = matrix
    for j in 0..<size {
      for k in 0..<j { lower[j * size + j] -= lower[j * size + k] * lower[j * size + k] }
      guard lower[j * size + j] > 1e-8 * matrix[j * size + j].magnitude else {
        return (0..<size * size).map { place in
          let row = place / size
          guard row == place % size else { return 0 }
          return max(slopes[row].magnitude / max(point[row].magnitude, 1e-6), .leastNormalMagnitude)
        }
      }
      lower[j * size + j].formSquareRoot()
      for i in (j + 1)..<max(size, j + 1) {
        for k in 0..<j { lower[i * size + j] -= lower[i * size + k] * lower[j * size + k] }
        lower[i * size + j] /= lower[j * size + j]
      }
    }
    return matrix
  }

  /// The matrix with diagonals raised so that no step takes more than half of a rate: near zero a likelihood falls
  /// without end, which no parabola foresees. Rates that are nearly zero may go there.
  private func damped(
    _ matrix: [Double], _ slopes: [Double], _ columns: [Int], _ point: [Double]
  ) -> [Double] {
    var matrix = matrix
    for (j, column) in columns.enumerated() where column != pruning.model.epsilonPlace {
      let value = point[column]
      guard slopes[j] > 0, column >= pruning.model.rateCount || value > least else { continue }
      matrix[j * columns.count + j] = max(matrix[j * columns.count + j], 2 * slopes[j] / value)
    }
    return matrix
  }

  /// A step for differences, about a part of the value.
  ///
  /// The maximum over root sizes has kinks, where the greatest changes from one size to the next: a step must be long
  /// enough to see the slope of many.
  private func step(_ value: Double, _ part: Double) -> Double {
    let part = pruning.model.convention == .maximum ? max(part, 1e-2) : part
    return max(value.magnitude, 1e-6) * part
  }
}

extension [Double] {
  /// The mean of a square matrix and its transpose.
  fileprivate func symmetrized(_ size: Int) -> [Double] {
    (0..<size * size).map { (self[$0] + self[$0 % size * size + $0 / size]) / 2 }
  }
}

extension FamilyBlock {
  /// The first family without a probability at a point; `nil` where all have one.
  package func impossibleFamily(at point: [Double]) -> Int? {
    guard let pattern = pruning.evaluate(at: point).patterns.firstIndex(where: { !$0.isFinite }) else { return nil }
    return pruning.patterns.patternOfFamily.firstIndex(of: pattern)
  }

  /// The same families with sizes followed twice as far as by `reach`.
  package func reaching(twice reach: Double) -> PruningLikelihood {
    var limits = pruning.limits
    limits.reach = 2 * reach
    return pruning.following(limits)
  }
}
