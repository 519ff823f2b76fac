/// Covariances of a fit's coordinates, (RᵀR)⁻¹ from the arrowhead factor, any pair on demand.
///
/// Cov(a, b) = (R⁻ᵀe_a) · (R⁻ᵀe_b), and R⁻ᵀe_a is zero outside a's own dataset, its cluster and the shared core.
/// So one pair costs the square of the few coordinates that matter to it, whatever the number of datasets.
public struct Covariance: Sendable {
  let factor: ArrowheadFactor
  /// σ² of the noise when it is estimated, else 1.
  let scale: Double
  /// Where each coordinate stands; nil for one that is fixed, stands at a bound or is not determined.
  let places: [Place?]

  /// A coordinate's place in the factor.
  enum Place: Sendable {
    case own(node: Int, cluster: Int, index: Int)
    case linking(cluster: Int, index: Int)
    case shared(index: Int)
  }

  init(_ factor: ArrowheadFactor, scale: Double, isHeld: [Bool]) {
    let shape = factor.shape
    var places: [Place?] = Array(repeating: nil, count: isHeld.count)
    for (k, c) in shape.shared.enumerated() { places[c] = .shared(index: k) }
    for (l, cluster) in shape.clusters.enumerated() {
      for (k, c) in cluster.coordinates.enumerated() { places[c] = .linking(cluster: l, index: k) }
      for n in cluster.nodes {
        let node = shape.nodes[n]
        for k in 0..<node.ownCount {
          places[shape.columnCoordinates[node.columnStart + k]] = .own(node: n, cluster: l, index: k)
        }
      }
    }
    for c in places.indices where isHeld[c] { places[c] = nil }
    self.factor = factor
    self.scale = scale
    self.places = places
  }

  /// The covariance of two coordinates; nil when either is fixed, stands at a bound, or is not determined.
  public func covariance(_ a: Int, _ b: Int) -> Double? {
    guard let x = places[a], let y = places[b] else { return nil }
    let row = halfRow(x)
    return scale * (a == b ? row.dot(row) : row.dot(halfRow(y)))
  }

  /// The variance of a coordinate.
  public func variance(_ a: Int) -> Double? { covariance(a, a) }

  /// The standard error of a coordinate, also where its square is out of range.
  public func standardError(_ a: Int) -> Double? {
    guard let place = places[a] else { return nil }
    let row = halfRow(place)
    let square = row.dot(row)
    if square.isFinite, square > 1e-280 { return (scale * square).squareRoot() }
    var length = 0.0
    for x in row.own + row.linking + row.core { length = Rotation.length(length, x) }
    return scale.squareRoot() * length
  }

  /// The correlation of two coordinates.
  public func correlation(_ a: Int, _ b: Int) -> Double? {
    guard let c = covariance(a, b), let v = variance(a), let w = variance(b), v > 0, w > 0 else { return nil }
    return a == b ? 1 : c / (v.squareRoot() * w.squareRoot())
  }

  /// The covariance matrix of some coordinates, row-major; nil when one of them has none.
  public func matrix(_ coordinates: [Int]) -> [Double]? {
    var rows: [HalfRow] = []
    for c in coordinates {
      guard let place = places[c] else { return nil }
      rows.append(halfRow(place))
    }
    return rows.flatMap { a in rows.map { b in scale * a.dot(b) } }
  }

  /// The non-zero parts of R⁻ᵀe.
  struct HalfRow {
    var node = -1
    var cluster = -1
    var own: [Double] = []
    var linking: [Double] = []
    var core: [Double]

    func dot(_ other: HalfRow) -> Double {
      var sum = 0.0
      if node >= 0 && node == other.node { for i in own.indices { sum += own[i] * other.own[i] } }
      if cluster >= 0 && cluster == other.cluster {
        for i in linking.indices { sum += linking[i] * other.linking[i] }
      }
      for i in core.indices { sum += core[i] * other.core[i] }
      return sum
    }
  }

  func halfRow(_ place: Place) -> HalfRow {
    let shape = factor.shape
    let q = shape.shared.count
    var row = HalfRow(core: Array(repeating: 0, count: q))
    switch place {
    case .shared(let k): row.core[k] = 1
    case .linking(let l, let k): startCluster(l, &row, unit: k)
    case .own(let n, let l, let k):
      startCluster(l, &row, unit: nil)
      let node = shape.nodes[n]
      row.node = n
      row.own = Array(repeating: 0, count: node.ownCount)
      row.own[k] = 1
      let g = row.linking.count
      for i in k..<node.ownCount {
        let start = node.ownStart + i * node.width
        row.own[i] /= factor.own[start + i]
        for j in (i + 1)..<max(node.columnCount, i + 1) {
          let product = factor.own[start + j] * row.own[i]
          if j < node.ownCount {
            row.own[j] -= product
          } else {
            let outer = shape.outerPlaces[node.outerStart + j - node.ownCount]
            if outer < g { row.linking[outer] -= product } else { row.core[outer - g] -= product }
          }
        }
      }
    }
    finish(&row, q)
    return row
  }

  private func startCluster(_ l: Int, _ row: inout HalfRow, unit: Int?) {
    row.cluster = l
    row.linking = Array(repeating: 0, count: factor.shape.clusters[l].coordinates.count)
    if let unit { row.linking[unit] = 1 }
  }

  private func finish(_ row: inout HalfRow, _ q: Int) {
    let g = row.linking.count
    for i in 0..<g {
      let start = factor.shape.clusters[row.cluster].rowStart + i * (g + q + 1)
      row.linking[i] /= factor.linked[start + i]
      for j in (i + 1)..<(g + q) {
        let product = factor.linked[start + j] * row.linking[i]
        if j < g { row.linking[j] -= product } else { row.core[j - g] -= product }
      }
    }
    for i in 0..<q {
      row.core[i] /= factor.core[i * (q + 1) + i]
      for j in (i + 1)..<max(q, i + 1) { row.core[j] -= factor.core[i * (q + 1) + j] * row.core[i] }
    }
  }
}
