extension ArrowheadFactor {
  /// Factors half the exact Hessian, RᵀR = ½∇²F, by Cholesky in the same elimination order.
  ///
  /// Returns false when a block has no exact Hessian, or the matrix is not positive definite.
  mutating func factorHessian(at point: [Double], _ evaluator: Evaluator, isHeld: [Bool]) -> Bool {
    let q = shape.shared.count
    var coreMatrix = Array(repeating: 0.0, count: q * q)
    for cluster in shape.clusters {
      let g = cluster.coordinates.count
      let size = g + q
      var matrix = Array(repeating: 0.0, count: size * size)
      for n in cluster.nodes {
        guard var half = nodeHessian(n, at: point, evaluator, isHeld: isHeld) else { return false }
        let node = shape.nodes[n]
        let (o, p) = (node.ownCount, node.columnCount)
        guard Cholesky.eliminate(&half, size: p, count: o) else { return false }
        for r in 0..<o {
          for j in 0..<p { own[node.ownStart + r * node.width + j] = j >= r ? half[r * p + j] : 0 }
        }
        for a in o..<max(p, o) {
          for b in o..<p {
            let place = (shape.outerPlaces[node.outerStart + a - o], shape.outerPlaces[node.outerStart + b - o])
            matrix[place.0 * size + place.1] += half[a * p + b]
          }
        }
      }
      addDiagonal(cluster.coordinates, &matrix, size, evaluator, isHeld)
      guard Cholesky.eliminate(&matrix, size: size, count: g) else { return false }
      for r in 0..<g {
        for j in 0..<size { linked[cluster.rowStart + r * (size + 1) + j] = j >= r ? matrix[r * size + j] : 0 }
      }
      for a in 0..<q { for b in 0..<q { coreMatrix[a * q + b] += matrix[(g + a) * size + g + b] } }
    }
    addDiagonal(shape.shared, &coreMatrix, q, evaluator, isHeld)
    guard Cholesky.eliminate(&coreMatrix, size: q, count: q) else { return false }
    for r in 0..<q { for j in 0..<q { core[r * (q + 1) + j] = j >= r ? coreMatrix[r * q + j] : 0 } }
    return true
  }

  /// The half Hessian over a node's columns, own priors included, held columns replaced by unit ones.
  private func nodeHessian(_ n: Int, at point: [Double], _ evaluator: Evaluator, isHeld: [Bool]) -> [Double]? {
    let node = shape.nodes[n]
    let map = evaluator.problem.map[node.block]
    let local = map.map { point[$0] }
    guard
      let full = local.withUnsafeBufferPointer({ evaluator.problem.blocks[node.block].halfHessian(at: $0) })
    else { return nil }
    let p = node.columnCount
    var half = Array(repeating: 0.0, count: p * p)
    for (a, i) in shape.columnLists[n].enumerated() {
      let c = map[i]
      for (b, j) in shape.columnLists[n].enumerated() where !isHeld[c] && !isHeld[map[j]] {
        half[a * p + b] = full[i * map.count + j]
      }
      guard a < node.ownCount else { continue }
      if isHeld[c] {
        half[a * p + a] = 1
      } else {
        half[a * p + a] += evaluator.priorWeight(c) * evaluator.priorWeight(c)
      }
    }
    return half
  }

  private func addDiagonal(
    _ coordinates: [Int], _ matrix: inout [Double], _ size: Int, _ evaluator: Evaluator, _ isHeld: [Bool]
  ) {
    for (k, c) in coordinates.enumerated() {
      let weight = evaluator.priorWeight(c)
      matrix[k * size + k] += isHeld[c] ? 1 : weight * weight
    }
  }
}

/// Cholesky elimination of the first columns of a symmetric matrix.
enum Cholesky {
  /// On return the first `count` rows hold R, and the rest the Schur complement. False at a pivot that is not positive.
  static func eliminate(_ matrix: inout [Double], size: Int, count: Int) -> Bool {
    for k in 0..<count {
      let pivot = matrix[k * size + k]
      guard pivot > 0, pivot.isFinite else { return false }
      let root = pivot.squareRoot()
      for j in k..<size { matrix[k * size + j] /= root }
      for i in (k + 1)..<max(size, k + 1) {
        let factor = matrix[k * size + i]
        for j in (k + 1)..<size { matrix[i * size + j] -= factor * matrix[k * size + j] }
      }
    }
    return true
  }
}
