/// Products with the Jacobian of a linearization, from its triangles.
extension Linearization {
  /// Norms of the Jacobian's columns, one per coordinate (0 for fixed ones).
  func columnNorms(_ evaluator: Evaluator) -> [Double] {
    let shape = evaluator.shape
    var squares = Array(repeating: 0.0, count: point.count)
    for node in shape.nodes {
      let w = node.width
      for k in 0..<node.columnCount {
        var sum = 0.0
        for r in 0...k {
          let value = triangles[node.triangleStart + r * w + k]
          sum += value * value
        }
        squares[shape.columnCoordinates[node.columnStart + k]] += sum
      }
    }
    for c in shape.outerPriors { squares[c] += evaluator.priorWeight(c) * evaluator.priorWeight(c) }
    let tiny = shape.free.filter { squares[$0] < 1e-280 }
    var norms = squares.map { $0.squareRoot() }
    if !tiny.isEmpty { lengthen(&norms, tiny, evaluator) }
    return norms
  }

  /// Norms whose squares vanish, without squares.
  private func lengthen(_ norms: inout [Double], _ tiny: [Int], _ evaluator: Evaluator) {
    let shape = evaluator.shape
    for c in tiny { norms[c] = shape.outerPriors.contains(c) ? evaluator.priorWeight(c) : 0 }
    let isTiny = Set(tiny)
    for node in shape.nodes {
      for k in 0..<node.columnCount {
        let c = shape.columnCoordinates[node.columnStart + k]
        guard isTiny.contains(c) else { continue }
        for r in 0...k { norms[c] = Rotation.length(norms[c], triangles[node.triangleStart + r * node.width + k]) }
      }
    }
  }

  /// Jᵀr = ½∇F, one number per coordinate (0 for fixed ones).
  func gradient(_ evaluator: Evaluator) -> [Double] {
    let shape = evaluator.shape
    var gradient = Array(repeating: 0.0, count: point.count)
    for node in shape.nodes {
      let w = node.width
      for k in 0..<node.columnCount {
        var sum = 0.0
        for r in 0...k {
          sum += triangles[node.triangleStart + r * w + k] * triangles[node.triangleStart + r * w + w - 1]
        }
        gradient[shape.columnCoordinates[node.columnStart + k]] += sum
      }
    }
    for c in shape.outerPriors {
      gradient[c] += evaluator.priorWeight(c) * evaluator.priorResidual(c, at: point[c])
    }
    return gradient
  }

  /// ‖J step‖².
  func normSquared(_ step: [Double], _ evaluator: Evaluator) -> Double {
    let shape = evaluator.shape
    var total = 0.0
    for node in shape.nodes {
      let w = node.width
      for r in 0..<node.columnCount {
        var sum = 0.0
        for k in r..<node.columnCount {
          sum += triangles[node.triangleStart + r * w + k] * step[shape.columnCoordinates[node.columnStart + k]]
        }
        total += sum * sum
      }
    }
    for c in shape.outerPriors {
      let value = evaluator.priorWeight(c) * step[c]
      total += value * value
    }
    return total
  }
}
