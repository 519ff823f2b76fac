/// The reduced row echelon form of a few vectors: a basis of their span in which each vector has a 1 where all others
/// have 0. For small matrices of simple fractions.
struct Echelon {
  private(set) var rows: [[Double]] = []
  /// The column of each row's 1.
  private(set) var pivots: [Int] = []

  init(_ vectors: [[Double]]) {
    var left = vectors
    guard let width = vectors.first?.count else { return }
    for column in 0..<width {
      guard let best = left.indices.max(by: { abs(left[$0][column]) < abs(left[$1][column]) }),
        abs(left[best][column]) > 1e-9
      else { continue }
      let pivot = left.remove(at: best)
      let row = pivot.map { $0 / pivot[column] }
      func reduced(_ other: [Double]) -> [Double] { zip(other, row).map { $0 - other[column] * $1 } }
      left = left.map(reduced)
      rows = rows.map(reduced)
      rows.append(row)
      pivots.append(column)
    }
    rows = rows.map { $0.map { abs($0) < 1e-12 ? 0 : $0 } }
  }
}
