/// A symmetry operation on fractional coordinates, x′ = R x + t, with t in 24ths of the cell's edges.
///
/// Every translation of the 230 space groups in their tabulated settings is a multiple of 1/24.
public struct SymmetryOperation: Sendable, Hashable {
  /// The rows of R.
  public var rows: [SIMD3<Int>]
  /// t · 24, each within 0 ..< 24.
  public var translation: SIMD3<Int>

  /// The parts of a cell's edge that translations are counted in.
  public static let denominator = 24

  public init(rows: [SIMD3<Int>], translation: SIMD3<Int> = .zero) {
    self.rows = rows
    self.translation = Self.wrapped(translation)
  }

  public static let identity = SymmetryOperation(rows: [SIMD3(1, 0, 0), SIMD3(0, 1, 0), SIMD3(0, 0, 1)])

  /// The operation that does `other` first.
  public func after(_ other: SymmetryOperation) -> SymmetryOperation {
    let rows = rows.map { row in other.rows[0] &* row.x &+ other.rows[1] &* row.y &+ other.rows[2] &* row.z }
    let moved = SIMD3(
      (self.rows[0] &* other.translation).wrappedSum(), (self.rows[1] &* other.translation).wrappedSum(),
      (self.rows[2] &* other.translation).wrappedSum())
    return SymmetryOperation(rows: rows, translation: moved &+ translation)
  }

  /// R x + t.
  public func applied(to x: SIMD3<Double>) -> SIMD3<Double> {
    let t = SIMD3<Double>(translation) / Double(Self.denominator)
    return SIMD3(dot(rows[0], x), dot(rows[1], x), dot(rows[2], x)) + t
  }

  /// The indices h R: where the operation takes a reflection.
  public func transposed(_ h: SIMD3<Int>) -> SIMD3<Int> {
    rows[0] &* h.x &+ rows[1] &* h.y &+ rows[2] &* h.z
  }

  /// −R, of the same translation.
  var negated: SymmetryOperation { SymmetryOperation(rows: rows.map { .zero &- $0 }, translation: translation) }

  /// det R: +1 or −1.
  var determinant: Int {
    let (a, b, c) = (rows[0], rows[1], rows[2])
    return a.x * (b.y * c.z - b.z * c.y) - a.y * (b.x * c.z - b.z * c.x) + a.z * (b.x * c.y - b.y * c.x)
  }

  private func dot(_ row: SIMD3<Int>, _ x: SIMD3<Double>) -> Double {
    Double(row.x) * x.x + Double(row.y) * x.y + Double(row.z) * x.z
  }

  private static func wrapped(_ t: SIMD3<Int>) -> SIMD3<Int> {
    let n = denominator
    return SIMD3(((t.x % n) + n) % n, ((t.y % n) + n) % n, ((t.z % n) + n) % n)
  }
}

extension SymmetryOperation {
  /// A total order, by matrix and translation, so that lists of operations are always in one order.
  static func precedes(_ a: SymmetryOperation, _ b: SymmetryOperation) -> Bool {
    a.key.lexicographicallyPrecedes(b.key)
  }

  private var key: [Int] {
    // The identity's matrix comes first, then by rows.
    let isUnit = rows == Self.identity.rows
    return [isUnit ? 0 : 1] + rows.flatMap { [-$0.x, -$0.y, -$0.z] } + [translation.x, translation.y, translation.z]
  }
}
