extension ArrowheadFactor {
  /// A line through the point along which the quadratic model does not change.
  struct Degeneracy {
    /// The coordinate whose pivot vanished.
    let pivot: Int
    /// Every coordinate that moves along the line, the pivot among them.
    let members: [Int]
  }

  /// The first coordinate, in elimination order, whose pivot is below `tolerance` times its column's norm.
  func degeneracy(_ damping: Damping, columnNorms: [Double], tolerance: Double = 1e-12) -> Degeneracy? {
    for (c, pivot) in pivots where !damping.isHeld[c] && !(abs(pivot) > tolerance * columnNorms[c]) {
      // Unit step of the degenerate coordinate; those eliminated before it follow, the others stay.
      var line = Damping(coordinates: columnNorms.count)
      line.isHeld = damping.isHeld
      line.isHeld[c] = true
      line.shift[c] = 1
      for later in following(c) { line.isHeld[later] = true }
      let direction = homogeneous(line)
      let size = direction.indices.reduce(0) { max($0, abs(direction[$1]) * columnNorms[$1]) }
      let members = direction.indices.filter { abs(direction[$0]) * columnNorms[$0] > 1e-6 * size }
      return Degeneracy(pivot: c, members: members)
    }
    return nil
  }

  /// Coordinates with their diagonal entries, in elimination order.
  private var pivots: [(Int, Double)] {
    var all: [(Int, Double)] = []
    for node in shape.nodes {
      for k in 0..<node.ownCount {
        all.append((shape.columnCoordinates[node.columnStart + k], own[node.ownStart + k * node.width + k]))
      }
    }
    let q = shape.shared.count
    for cluster in shape.clusters {
      let width = cluster.coordinates.count + q + 1
      for (k, c) in cluster.coordinates.enumerated() { all.append((c, linked[cluster.rowStart + k * width + k])) }
    }
    for (k, c) in shape.shared.enumerated() { all.append((c, core[k * (q + 1) + k])) }
    return all
  }

  private func following(_ c: Int) -> [Int] {
    let order = pivots.map(\.0)
    guard let at = order.firstIndex(of: c) else { return [] }
    return Array(order[(at + 1)...])
  }

  /// Back substitution with no right-hand side but the held coordinates' shifts.
  private func homogeneous(_ line: Damping) -> [Double] {
    var step = line.shift
    let q = shape.shared.count
    func solve(_ c: Int, _ pivot: Double, _ sum: Double) { if !line.isHeld[c] && pivot != 0 { step[c] = -sum / pivot } }
    for k in (0..<q).reversed() {
      var sum = 0.0
      for j in (k + 1)..<max(q, k + 1) { sum += core[k * (q + 1) + j] * step[shape.shared[j]] }
      solve(shape.shared[k], core[k * (q + 1) + k], sum)
    }
    for cluster in shape.clusters {
      let columns = cluster.coordinates + shape.shared
      let width = columns.count + 1
      for k in cluster.coordinates.indices.reversed() {
        let row = cluster.rowStart + k * width
        var sum = 0.0
        for j in (k + 1)..<max(columns.count, k + 1) { sum += linked[row + j] * step[columns[j]] }
        solve(columns[k], linked[row + k], sum)
      }
    }
    for node in shape.nodes {
      for k in (0..<node.ownCount).reversed() {
        let row = node.ownStart + k * node.width
        var sum = 0.0
        for j in (k + 1)..<max(node.columnCount, k + 1) {
          sum += own[row + j] * step[shape.columnCoordinates[node.columnStart + j]]
        }
        solve(shape.columnCoordinates[node.columnStart + k], own[row + k], sum)
      }
    }
    return step
  }
}
