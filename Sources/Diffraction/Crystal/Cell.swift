import Determinism

/// A unit cell: its edges in Å, its angles in degrees.
public struct Cell: Sendable, Equatable {
  /// a, b, c.
  public var edges: SIMD3<Double>
  /// α, β, γ.
  public var angles: SIMD3<Double>

  public init(edges: SIMD3<Double>, angles: SIMD3<Double>) { (self.edges, self.angles) = (edges, angles) }

  /// The metric tensor, G_ij = aᵢ · aⱼ.
  var metric: Metric {
    let cosines = SIMD3(Self.cosine(angles.x), Self.cosine(angles.y), Self.cosine(angles.z))
    return Metric(
      xx: edges.x * edges.x, yy: edges.y * edges.y, zz: edges.z * edges.z, yz: edges.y * edges.z * cosines.x,
      xz: edges.x * edges.z * cosines.y, xy: edges.x * edges.y * cosines.z)
  }

  /// The volume, in Å³; not a number where no cell has these angles.
  public var volume: Double { metric.determinant.squareRoot() }

  /// The derivatives of G to a, b, c, α, β, γ (per degree).
  var metricSlopes: [Metric] {
    let (a, b, c) = (edges.x, edges.y, edges.z)
    let (p, q, r) = (Self.cosine(angles.x), Self.cosine(angles.y), Self.cosine(angles.z))
    let degree = -Double.pi / 180
    return [
      Metric(xx: 2 * a, yy: 0, zz: 0, yz: 0, xz: c * q, xy: b * r),
      Metric(xx: 0, yy: 2 * b, zz: 0, yz: c * p, xz: 0, xy: a * r),
      Metric(xx: 0, yy: 0, zz: 2 * c, yz: b * p, xz: a * q, xy: 0),
      Metric(xx: 0, yy: 0, zz: 0, yz: degree * b * c * Self.sine(angles.x), xz: 0, xy: 0),
      Metric(xx: 0, yy: 0, zz: 0, yz: 0, xz: degree * a * c * Self.sine(angles.y), xy: 0),
      Metric(xx: 0, yy: 0, zz: 0, yz: 0, xz: 0, xy: degree * a * b * Self.sine(angles.z)),
    ]
  }

  /// The cell of a metric.
  init(_ metric: Metric) {
    let edges = SIMD3(metric.xx.squareRoot(), metric.yy.squareRoot(), metric.zz.squareRoot())
    let degree = 180 / Double.pi
    self.edges = edges
    angles = SIMD3(
      Elementary.acos(metric.yz / (edges.y * edges.z)) * degree,
      Elementary.acos(metric.xz / (edges.x * edges.z)) * degree,
      Elementary.acos(metric.xy / (edges.x * edges.y)) * degree)
  }

  /// Exact at the angles that symmetry demands.
  private static func cosine(_ degrees: Double) -> Double {
    switch degrees {
    case 90: 0
    case 60: 0.5
    case 120: -0.5
    default: Elementary.cos(degrees * (Double.pi / 180))
    }
  }

  private static func sine(_ degrees: Double) -> Double {
    degrees == 90 ? 1 : Elementary.sin(degrees * (Double.pi / 180))
  }
}

/// A symmetric 3 × 3 matrix: a metric tensor or a change of one.
struct Metric: Sendable, Equatable {
  var xx, yy, zz, yz, xz, xy: Double

  var determinant: Double {
    xx * (yy * zz - yz * yz) - xy * (xy * zz - yz * xz) + xz * (xy * yz - yy * xz)
  }

  /// The inverse: of the metric of a cell, that of its reciprocal.
  var inverse: Metric {
    let d = determinant
    return Metric(
      xx: (yy * zz - yz * yz) / d, yy: (xx * zz - xz * xz) / d, zz: (xx * yy - xy * xy) / d,
      yz: (xy * xz - xx * yz) / d, xz: (xy * yz - xz * yy) / d, xy: (xz * yz - xy * zz) / d)
  }

  func product(_ v: SIMD3<Double>) -> SIMD3<Double> {
    SIMD3(
      xx * v.x + xy * v.y + xz * v.z, xy * v.x + yy * v.y + yz * v.z, xz * v.x + yz * v.y + zz * v.z)
  }

  /// uᵀ M v.
  func form(_ u: SIMD3<Double>, _ v: SIMD3<Double>) -> Double {
    let w = product(v)
    return u.x * w.x + u.y * w.y + u.z * w.z
  }

  /// Rᵀ M R.
  func turned(by operation: SymmetryOperation) -> Metric {
    let columns = (0..<3).map { k in
      SIMD3(Double(operation.rows[0][k]), Double(operation.rows[1][k]), Double(operation.rows[2][k]))
    }
    return Metric(
      xx: form(columns[0], columns[0]), yy: form(columns[1], columns[1]), zz: form(columns[2], columns[2]),
      yz: form(columns[1], columns[2]), xz: form(columns[0], columns[2]), xy: form(columns[0], columns[1]))
  }

  var values: [Double] { [xx, yy, zz, yz, xz, xy] }
}
