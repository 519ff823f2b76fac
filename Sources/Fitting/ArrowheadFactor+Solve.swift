extension ArrowheadFactor {
  /// The step −R⁻¹z, with held coordinates' shifts; nil when a diagonal entry vanishes against `columnNorms`.
  func step(_ damping: Damping, columnNorms: [Double]) -> [Double]? {
    var step = damping.shift
    let q = shape.shared.count
    func isSingular(_ pivot: Double, _ c: Int) -> Bool { !(abs(pivot) > 4e-16 * columnNorms[c]) }
    for k in (0..<q).reversed() {
      let c = shape.shared[k]
      if damping.isHeld[c] { continue }
      var sum = -core[k * (q + 1) + q]
      for j in (k + 1)..<max(q, k + 1) where !damping.isHeld[shape.shared[j]] {
        sum -= core[k * (q + 1) + j] * step[shape.shared[j]]
      }
      let pivot = core[k * (q + 1) + k]
      if isSingular(pivot, c) { return nil }
      step[c] = sum / pivot
    }
    for cluster in shape.clusters where !cluster.coordinates.isEmpty {
      let g = cluster.coordinates.count
      let width = g + q + 1
      for k in (0..<g).reversed() {
        let c = cluster.coordinates[k]
        if damping.isHeld[c] { continue }
        let row = cluster.rowStart + k * width
        var sum = -linked[row + width - 1]
        for j in (k + 1)..<(g + q) {
          let other = j < g ? cluster.coordinates[j] : shape.shared[j - g]
          if !damping.isHeld[other] { sum -= linked[row + j] * step[other] }
        }
        let pivot = linked[row + k]
        if isSingular(pivot, c) { return nil }
        step[c] = sum / pivot
      }
    }
    for node in shape.nodes {
      let w = node.width
      for k in (0..<node.ownCount).reversed() {
        let c = shape.columnCoordinates[node.columnStart + k]
        if damping.isHeld[c] { continue }
        let row = node.ownStart + k * w
        var sum = -own[row + w - 1]
        for j in (k + 1)..<max(node.columnCount, k + 1) {
          let other = shape.columnCoordinates[node.columnStart + j]
          if !damping.isHeld[other] { sum -= own[row + j] * step[other] }
        }
        let pivot = own[row + k]
        if isSingular(pivot, c) { return nil }
        step[c] = sum / pivot
      }
    }
    return step
  }

  /// ‖R⁻ᵀ u‖² for u over the coordinates; held ones do not count.
  func forwardNormSquared(_ u: [Double], _ damping: Damping) -> Double {
    let q = shape.shared.count
    var rest = u
    var total = 0.0
    for node in shape.nodes {
      let w = node.width
      for k in 0..<node.ownCount {
        let c = shape.columnCoordinates[node.columnStart + k]
        if damping.isHeld[c] { continue }
        let row = node.ownStart + k * w
        let value = rest[c] / own[row + k]
        total += value * value
        for j in (k + 1)..<max(node.columnCount, k + 1) {
          rest[shape.columnCoordinates[node.columnStart + j]] -= own[row + j] * value
        }
      }
    }
    for cluster in shape.clusters where !cluster.coordinates.isEmpty {
      let g = cluster.coordinates.count
      let width = g + q + 1
      for k in 0..<g where !damping.isHeld[cluster.coordinates[k]] {
        let row = cluster.rowStart + k * width
        let value = rest[cluster.coordinates[k]] / linked[row + k]
        total += value * value
        for j in (k + 1)..<(g + q) {
          rest[j < g ? cluster.coordinates[j] : shape.shared[j - g]] -= linked[row + j] * value
        }
      }
    }
    for k in 0..<q where !damping.isHeld[shape.shared[k]] {
      let value = rest[shape.shared[k]] / core[k * (q + 1) + k]
      total += value * value
      for j in (k + 1)..<max(q, k + 1) { rest[shape.shared[j]] -= core[k * (q + 1) + j] * value }
    }
    return total
  }
}
