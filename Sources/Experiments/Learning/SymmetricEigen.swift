/// The eigenvalues and eigenvectors of a symmetric matrix, the largest eigenvalue first.
///
/// Cyclic Jacobi rotations, in a fixed order, of additions, products, quotients and roots alone. Of each eigenvector the
/// entry of the largest magnitude, the first of equals, is positive: signs are no accident. Cost: some n³ per sweep,
/// less than ten sweeps. Source: Golub and Van Loan, Matrix Computations, 4th edition, 8.5.
struct SymmetricEigen: Sendable {
  let values: [Double]
  /// `vectors[k]` belongs to `values[k]` and has length 1.
  let vectors: [[Double]]

  /// - Parameter matrix: row by row; only its symmetric part counts.
  init(_ matrix: [Double], count n: Int) {
    precondition(matrix.count == n * n, "SymmetricEigen: \(matrix.count) numbers for \(n) x \(n)")
    var a = matrix
    for i in 0..<n { for j in 0..<i { a[i * n + j] = (matrix[i * n + j] + matrix[j * n + i]) / 2 } }
    for i in 0..<n { for j in 0..<i { a[j * n + i] = a[i * n + j] } }
    var v = [Double](repeating: 0, count: n * n)
    for i in 0..<n { v[i * n + i] = 1 }
    let size = a.reduce(0) { $0 + $1 * $1 }
    for _ in 0..<50 {
      var outside = 0.0
      for i in 0..<n { for j in 0..<i { outside += 2 * a[i * n + j] * a[i * n + j] } }
      if !(outside > 0x1p-100 * size) { break }
      for p in 0..<n { for q in p + 1..<max(p + 1, n) { Self.rotate(&a, &v, n, p, q) } }
    }
    let diagonal = (0..<n).map { a[$0 * n + $0] }
    let order = (0..<n).sorted { (-diagonal[$0], $0) < (-diagonal[$1], $1) }
    values = order.map { diagonal[$0] }
    vectors = order.map { column in
      let vector = (0..<n).map { v[$0 * n + column] }
      let largest = vector.indices.max { (vector[$0].magnitude, $1) < (vector[$1].magnitude, $0) } ?? 0
      return vector[largest] < 0 ? vector.map { -$0 } : vector
    }
  }

  /// Makes the entry (p, q) vanish.
  private static func rotate(_ a: inout [Double], _ v: inout [Double], _ n: Int, _ p: Int, _ q: Int) {
    let entry = a[p * n + q]
    guard entry != 0 else { return }
    let tau = (a[q * n + q] - a[p * n + p]) / (2 * entry)
    let root = (1 + tau * tau).squareRoot()
    let t = tau >= 0 ? 1 / (tau + root) : 1 / (tau - root)
    let c = 1 / (1 + t * t).squareRoot()
    let s = t * c
    for k in 0..<n {
      let (x, y) = (a[k * n + p], a[k * n + q])
      (a[k * n + p], a[k * n + q]) = (c * x - s * y, s * x + c * y)
    }
    for k in 0..<n {
      let (x, y) = (a[p * n + k], a[q * n + k])
      (a[p * n + k], a[q * n + k]) = (c * x - s * y, s * x + c * y)
    }
    (a[p * n + q], a[q * n + p]) = (0, 0)
    for k in 0..<n {
      let (x, y) = (v[k * n + p], v[k * n + q])
      (v[k * n + p], v[k * n + q]) = (c * x - s * y, s * x + c * y)
    }
  }
}

/// The directions along which vectors vary most, and where each vector lies along them.
struct PrincipalComponents: Sendable {
  /// For each component, the coordinate of every vector.
  let coordinates: [[Double]]
  /// For each component, its part of the whole variance.
  let parts: [Double]

  /// - Parameter vectors: row by row, `width` numbers each.
  init(_ vectors: [Double], width: Int, components: Int) {
    let count = vectors.count / max(1, width)
    let mean = (0..<width).map { k in (0..<count).reduce(0) { $0 + vectors[$1 * width + k] } / Double(count) }
    let centred = vectors.indices.map { vectors[$0] - mean[$0 % width] }
    var covariance = [Double](repeating: 0, count: width * width)
    for row in 0..<count {
      for i in 0..<width {
        for j in 0..<width { covariance[i * width + j] += centred[row * width + i] * centred[row * width + j] }
      }
    }
    let eigen = SymmetricEigen(covariance, count: width)
    let total = eigen.values.reduce(0, +)
    parts = eigen.values.prefix(components).map { total > 0 ? $0 / total : 0 }
    coordinates = eigen.vectors.prefix(components).map { vector in
      (0..<count).map { row in (0..<width).reduce(0) { $0 + vector[$1] * centred[row * width + $1] } }
    }
  }
}
