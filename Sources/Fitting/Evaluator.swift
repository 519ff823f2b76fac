import CKernels
import Determinism

/// Evaluates a problem: point in, linearization out. Parallel over chunks of datasets, whose bounds depend on shape.
struct Evaluator: Sendable {
  let problem: FitProblem
  let shape: Arrowhead
  let isParallel: Bool
  /// Priors count (x − value)/sigma times this; it is the noise's σ when that is estimated, else 1.
  var priorScale = 1.0
  private let footprints: Footprints

  init(_ problem: FitProblem, _ shape: Arrowhead, isParallel: Bool) {
    self.problem = problem
    self.shape = shape
    self.isParallel = isParallel
    footprints = Footprints(shape.nodes.map { problem.blocks[$0.block] })
  }

  /// Linearizes at `point`; on a fault the linearization is of no use.
  func linearize(at point: [Double], into result: inout Linearization) -> Fault? {
    result.point = point
    withTarget(&result) { target in
      if isParallel && shape.chunks.count > 1 {
        WorkerPool.shared.forEach(chunks: shape.chunks.count) { linearize(chunk: shape.chunks[$0], target) }
      } else {
        for chunk in shape.chunks { linearize(chunk: chunk, target) }
      }
    }
    addUp(&result)
    return result.objective.isFinite ? nil : fault(at: point, result)
  }

  /// Linearizes one node anew at `point`, which differs from the linearization's in that node's own coordinates alone.
  func linearize(node i: Int, at point: [Double], into result: inout Linearization) {
    result.point = point
    withTarget(&result) { linearize(chunk: i..<(i + 1), $0) }
    addUp(&result)
  }

  /// The objective from those of the nodes.
  private func addUp(_ result: inout Linearization) {
    var total = 0.0
    for f in result.objectives { total += f }
    for c in shape.outerPriors { total += square(priorResidual(c, at: result.point[c])) }
    result.objective = total
  }

  private func withTarget(_ result: inout Linearization, _ body: (Target) -> Void) {
    result.point.withUnsafeBufferPointer { point in
      result.objectives.withUnsafeMutableBufferPointer { objectives in
        result.triangles.withUnsafeMutableBufferPointer { triangles in
          guard let x = point.baseAddress, let f = objectives.baseAddress else { return }
          let nowhere = UnsafeMutablePointer<Double>(bitPattern: 8)!
          body(Target(point: x, objectives: f, triangles: triangles.baseAddress ?? nowhere))
        }
      }
    }
  }

  /// (x − value)/sigma for a coordinate with a prior.
  func priorResidual(_ coordinate: Int, at x: Double) -> Double {
    guard let prior = problem.coordinates[coordinate].prior else { return 0 }
    return (x - prior.value) / prior.sigma * priorScale
  }

  /// 1/sigma for a coordinate with a prior.
  func priorWeight(_ coordinate: Int) -> Double {
    problem.coordinates[coordinate].prior.map { priorScale / $0.sigma } ?? 0
  }

  private func square(_ x: Double) -> Double { x * x }

  private func linearize(chunk: Range<Int>, _ target: Target) {
    var (most, widest, locals) = (0, 0, 0)
    for i in chunk {
      let node = shape.nodes[i]
      most = max(most, node.rowCount * node.width)
      widest = max(widest, node.width)
      locals = max(locals, node.locals.count)
    }
    withUnsafeTemporaryAllocation(of: Double.self, capacity: most + widest + locals + 1) { scratch in
      let base = scratch.baseAddress!
      let scratch = Scratch(matrix: base, tau: base + most, local: base + most + widest)
      for i in chunk {
        footprints.fetch(i + 2)
        if case .objective(let f) = linearize(node: i, target.point, scratch) {
          target.objectives[i] = reduce(node: i, f, scratch, target)
        } else {
          target.objectives[i] = .nan
        }
      }
    }
  }

  private struct Scratch {
    let matrix: UnsafeMutablePointer<Double>
    let tau: UnsafeMutablePointer<Double>
    let local: UnsafeMutablePointer<Double>
  }

  /// Fills the node's rows, column-major, `rowCount` numbers a column, and adds its own priors' rows.
  private func linearize(node i: Int, _ x: UnsafePointer<Double>, _ scratch: Scratch) -> BlockEvaluation {
    let node = shape.nodes[i]
    for (k, place) in node.locals.enumerated() { scratch.local[k] = x[shape.localCoordinates[place]] }
    let block = problem.blocks[node.block]
    let count = block.rowCount
    let rows = BlockRows(base: scratch.matrix, count: count, columnCount: node.columnCount, stride: node.rowCount)
    let local = UnsafeBufferPointer(start: scratch.local, count: node.locals.count)
    var evaluation = block.linearize(at: local, columns: shape.columnLists[i], into: rows)
    guard node.rowCount > count, case .objective(var f) = evaluation else { return evaluation }
    var row = count
    for k in 0..<node.ownCount {
      let c = shape.columnCoordinates[node.columnStart + k]
      guard problem.coordinates[c].prior != nil else { continue }
      for j in 0..<node.width { scratch.matrix[j * node.rowCount + row] = 0 }
      let r = priorResidual(c, at: x[c])
      scratch.matrix[k * node.rowCount + row] = priorWeight(c)
      scratch.matrix[node.columnCount * node.rowCount + row] = r
      f += r * r
      row += 1
    }
    evaluation = .objective(f)
    return evaluation
  }

  /// Squares of a triangle's entries must stay finite too.
  private static let largest = 1e150

  /// Reduces the rows to their triangle; returns the objective, or NaN when a derivative is not finite.
  private func reduce(node i: Int, _ f: Double, _ scratch: Scratch, _ target: Target) -> Double {
    let node = shape.nodes[i]
    let (p, w, n) = (node.columnCount, node.width, node.rowCount)
    let a = scratch.matrix
    if let size = GramTriangle.make(of: a, rows: n, columns: p, into: target.triangles + node.triangleStart) {
      return size < Self.largest ? f : .nan
    }
    kn_householder_qr_f64(a, n, p, scratch.tau)
    kn_householder_apply_f64(a, scratch.tau, n, p, a + p * n, 1)
    let triangle = target.triangles + node.triangleStart
    var size = 0.0
    for r in 0..<p {
      for j in 0..<w {
        let value = j >= r && r < n ? a[j * n + r] : 0
        triangle[r * w + j] = value
        size += abs(value)
      }
    }
    return size < Self.largest ? f : .nan
  }

  /// Finds what went wrong, by going over the nodes again one by one.
  private func fault(at point: [Double], _ result: Linearization) -> Fault {
    guard let i = result.objectives.firstIndex(where: { !$0.isFinite }) else {
      return .notFinite(node: 0, row: 0, operation: "the sum over datasets")
    }
    let node = shape.nodes[i]
    let capacity = node.rowCount * node.width + node.locals.count + node.width
    return withUnsafeTemporaryAllocation(of: Double.self, capacity: capacity) { memory in
      let base = memory.baseAddress!
      let tau = base + node.rowCount * node.width
      let scratch = Scratch(matrix: base, tau: tau, local: tau + node.width)
      switch point.withUnsafeBufferPointer({ linearize(node: i, $0.baseAddress!, scratch) }) {
      case .outside(let row, let reason): return .outside(node: i, row: row, reason: reason)
      case .notFinite(let row, let operation): return .notFinite(node: i, row: row, operation: operation)
      case .objective:
        for row in 0..<node.rowCount {
          for k in 0..<node.width where !base[k * node.rowCount + row].isFinite {
            let name = k < node.columnCount ? problem.blocks[node.block].parameterNames[shape.columnLists[i][k]] : ""
            return .notFinite(node: i, row: row, operation: "the derivative with respect to \(name)")
          }
        }
        return .notFinite(node: i, row: 0, operation: "the sum of squares")
      }
    }
  }
}
