import Determinism

/// The triangular factor R of a damped quadratic model in arrowhead shape: RᵀR = JᵀJ + λD², by rotations alone.
///
/// Rows of the own columns stand in `own`, node by node; those of linking columns in `linked`, cluster by cluster;
/// the shared triangle, with its right-hand side, in `core`. All sums run in canonical order of the datasets.
struct ArrowheadFactor: Sendable {
  let shape: Arrowhead
  var own: [Double]
  var linked: [Double]
  var core: [Double]

  init(_ shape: Arrowhead) {
    self.shape = shape
    own = Array(repeating: 0, count: shape.ownSize)
    linked = Array(repeating: 0, count: shape.clusterSize)
    core = Array(repeating: 0, count: shape.shared.count * (shape.shared.count + 1))
  }

  /// Factors the model of `linearization` with `damping`. Cost: O(datasets · p² · (own + outer)).
  mutating func factor(_ linearization: Linearization, _ damping: Damping, _ evaluator: Evaluator) {
    let shape = self.shape
    let q = shape.shared.count
    let work = Elimination(shape: shape, linearization: linearization, damping: damping, evaluator: evaluator)
    core.withUnsafeMutableBufferPointer { core in
      own.withUnsafeMutableBufferPointer { own in
        linked.withUnsafeMutableBufferPointer { linked in
          core.update(repeating: 0)
          let nowhere = UnsafeMutablePointer<Double>(bitPattern: 8)!
          let core = core.baseAddress ?? nowhere
          for cluster in shape.clusters {
            let g = cluster.coordinates.count
            let width = g + q + 1
            withUnsafeTemporaryAllocation(of: Double.self, capacity: (g > 0 ? (g + q) * width : 0) + 1) { memory in
              if g > 0 { memory.update(repeating: 0) }
              let triangle = g > 0 ? memory.baseAddress! : core
              work.eliminate(cluster.nodes, own: own.baseAddress ?? nowhere, into: triangle, width: width)
              guard g > 0 else { return }
              work.finish(cluster.coordinates, triangle, width: width)
              let kept = linked.baseAddress! + cluster.rowStart
              kept.update(from: triangle, count: g * width)
              for r in g..<(g + q) {
                Rotation.absorb(triangle + r * width + g, into: core, from: r - g, count: q, width: q + 1)
              }
            }
          }
          work.finish(shape.shared, core, width: q + 1)
        }
      }
    }
  }
}
