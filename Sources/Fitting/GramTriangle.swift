import CKernels

/// The triangle [R z] of a well-conditioned block by Cholesky's factorization of [J r]ᵀ[J r]: a third of the cost of
/// Householder's, with the same gradient Rᵀz = Jᵀr to rounding.
///
/// Its R is as good as 2⁻⁵³ over the square of what is left of a column beside those before it. Blocks where that is
/// too little, or whose sums leave the comfortable range, are refused: they take the orthogonal way.
enum GramTriangle {
  /// The least part of a column's square that must be left. R is then right to about 1e-11.
  private static let leastPart = 1e-5

  /// Wider blocks gain nothing.
  private static let mostColumns = 12

  /// Writes the triangle, row-major `columns` × (`columns` + 1), zero below the diagonal.
  ///
  /// - Parameter matrix: column-major, `rows` numbers a column, the residuals last. It is left as it was.
  /// - Returns: the sum of magnitudes of the entries; nil when the block is refused, and the triangle holds nothing.
  static func make(
    of matrix: UnsafePointer<Double>, rows: Int, columns: Int, into triangle: UnsafeMutablePointer<Double>
  ) -> Double? {
    guard columns <= mostColumns, rows >= 2 * columns else { return nil }
    let width = columns + 1
    withUnsafeTemporaryAllocation(of: Double.self, capacity: width * width) { products in
      let gram = products.baseAddress!
      kn_gram_f64(matrix, rows, width, gram)
      for i in 0..<columns {
        for j in 0..<i { triangle[i * width + j] = 0 }
        for j in i..<width { triangle[i * width + j] = gram[i * width + j] }
      }
    }
    var size = 0.0
    for k in 0..<columns {
      let row = triangle + k * width
      // What was subtracted from the diagonal is the sum of squares above it.
      var above = 0.0
      for i in 0..<k { above += triangle[i * width + k] * triangle[i * width + k] }
      let whole = row[k] + above
      guard row[k] >= leastPart * whole, whole > 1e-200, whole < 1e200 else { return nil }
      let root = row[k].squareRoot()
      row[k] = root
      for j in (k + 1)..<width { row[j] /= root }
      for i in (k + 1)..<max(columns, k + 1) {
        let next = triangle + i * width
        for j in i..<width { next[j] -= row[i] * row[j] }
      }
      for j in k..<width { size += row[j].magnitude }
    }
    return size
  }
}
