import Determinism

/// Three vectors that span a periodic box, in Å.
public struct Lattice: Sendable, Equatable {
  /// Row after row: the first vector's x, y, z, then the second's and the third's.
  public var rows: [Double]

  /// - Parameter rows: nine numbers, row after row.
  public init(rows: [Double]) {
    precondition(rows.count == 9, "Lattice: \(rows.count) numbers; nine are due")
    self.rows = rows
  }

  /// A cube.
  public init(cube edge: Double) { self.init(rows: [edge, 0, 0, 0, edge, 0, 0, 0, edge]) }

  /// One of the vectors.
  public subscript(vector: Int) -> SIMD3<Double> {
    get { SIMD3(rows[3 * vector], rows[3 * vector + 1], rows[3 * vector + 2]) }
    set { for k in 0..<3 { rows[3 * vector + k] = newValue[k] } }
  }

  /// The box's volume with the sign of its handedness, in Å³.
  public var signedVolume: Double { dot(self[0], cross(self[1], self[2])) }

  /// The box's volume, in Å³.
  public var volume: Double { signedVolume.magnitude }

  /// The vectors bᵢ with aᵢ · bⱼ = δᵢⱼ: the distance between the lattice planes of aᵢ is 1 / |bᵢ|.
  var reciprocal: Lattice {
    let volume = signedVolume
    var reciprocal = self
    for k in 0..<3 { reciprocal[k] = cross(self[(k + 1) % 3], self[(k + 2) % 3]) / volume }
    return reciprocal
  }

  /// Σ nₖ aₖ, the same for −n but for its sign.
  func vector(_ image: SIMD3<Int>) -> SIMD3<Double> {
    Double(image.x) * self[0] + Double(image.y) * self[1] + Double(image.z) * self[2]
  }
}

func dot(_ a: SIMD3<Double>, _ b: SIMD3<Double>) -> Double { a.x * b.x + a.y * b.y + a.z * b.z }

func cross(_ a: SIMD3<Double>, _ b: SIMD3<Double>) -> SIMD3<Double> {
  SIMD3(a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x)
}
