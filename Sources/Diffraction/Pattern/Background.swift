/// A background of Chebyshev polynomials of the first kind, over the measured range scaled to −1 … 1.
struct Background: Sendable {
  /// Row after row: the k-th polynomial at every point.
  let rows: [[Double]]

  init(_ angles: [Double], terms: Int) {
    let (low, high) = (angles[0], angles[angles.count - 1])
    let x = angles.map { 2 * ($0 - low) / (high - low) - 1 }
    var rows: [[Double]] = []
    for k in 0..<terms {
      switch k {
      case 0: rows.append(Array(repeating: 1, count: x.count))
      case 1: rows.append(x)
      default: rows.append(x.indices.map { 2 * x[$0] * rows[k - 1][$0] - rows[k - 2][$0] })
      }
    }
    self.rows = rows
  }
}
