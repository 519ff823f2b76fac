/// Givens rotations, the one operation that makes triangles here.
enum Rotation {
  /// Rotates the row `v` into the upper triangle `t` (row-major, `width` numbers a row), columns from ..< count.
  ///
  /// Afterwards v is zero in these columns, and its columns from `count` on (the right-hand side among them) hold
  /// what no row of the triangle could take up. Sums of squares are kept column by column.
  @inline(__always)
  static func absorb(
    _ v: UnsafeMutablePointer<Double>, into t: UnsafeMutablePointer<Double>, from: Int, count: Int, width: Int
  ) {
    var k = from
    while k < count {
      let b = v[k]
      if b != 0 {
        let row = t + k * width
        let a = row[k]
        let r = length(a, b)
        let (c, s) = (a / r, b / r)
        row[k] = r
        v[k] = 0
        var j = k + 1
        while j < width {
          let (x, y) = (row[j], v[j])
          row[j] = c * x + s * y
          v[j] = c * y - s * x
          j += 1
        }
      }
      k += 1
    }
  }

  /// √(a² + b²) without overflow or underflow.
  @inline(__always)
  static func length(_ a: Double, _ b: Double) -> Double {
    let sum = a * a + b * b
    if sum > 1e-280 && sum < 1e280 { return sum.squareRoot() }
    let (x, y) = (abs(a), abs(b))
    let big = max(x, y)
    guard big > 0, big.isFinite else { return x + y }
    let ratio = min(x, y) / big
    return big * (1 + ratio * ratio).squareRoot()
  }
}
