/// One factorisation in progress: eliminates columns of nodes, and adds priors and damping.
struct Elimination {
  let shape: Arrowhead
  let linearization: Linearization
  let damping: Damping
  let evaluator: Evaluator

  /// Eliminates own columns of nodes and rotates what remains into the cluster's triangle.
  func eliminate(
    _ nodes: Range<Int>, own: UnsafeMutablePointer<Double>, into triangle: UnsafeMutablePointer<Double>, width: Int
  ) {
    let root = damping.lambda.squareRoot()
    let widest = nodes.reduce(0) { max($0, shape.nodes[$1].width) }
    withUnsafeTemporaryAllocation(of: Double.self, capacity: widest + width) { memory in
      let row = memory.baseAddress!
      let wide = row + widest
      linearization.triangles.withUnsafeBufferPointer { triangles in
        for i in nodes {
          let node = shape.nodes[i]
          let (o, p, w) = (node.ownCount, node.columnCount, node.width)
          guard p > 0 else { continue }
          let source = triangles.baseAddress! + node.triangleStart
          let rows = own + node.ownStart
          for r in 0..<o { copy(source + r * w, to: rows + r * w, node, from: r) }
          for k in 0..<o {
            let d = damping.entry(shape.columnCoordinates[node.columnStart + k], root: root)
            guard d != 0 else { continue }
            row.update(repeating: 0, count: w)
            row[k] = d
            Rotation.absorb(row, into: rows, from: k, count: o, width: w)
            absorb(row, node, from: o, into: triangle, wide, width: width)
          }
          for r in o..<p {
            copy(source + r * w, to: row, node, from: r)
            absorb(row, node, from: r, into: triangle, wide, width: width)
          }
        }
      }
    }
  }

  /// Copies a row, moving the columns of held coordinates times their steps to the right-hand side.
  @inline(__always)
  private func copy(
    _ source: UnsafePointer<Double>, to row: UnsafeMutablePointer<Double>, _ node: Arrowhead.Node, from: Int
  ) {
    let p = node.columnCount
    var right = source[p]
    for k in 0..<from { row[k] = 0 }
    for k in from..<p {
      let c = shape.columnCoordinates[node.columnStart + k]
      if damping.isHeld[c] {
        right += source[k] * damping.shift[c]
        row[k] = 0
      } else {
        row[k] = source[k]
      }
    }
    row[p] = right
  }

  /// Rotates the outer part of a node's row into the cluster's triangle.
  @inline(__always)
  private func absorb(
    _ row: UnsafeMutablePointer<Double>, _ node: Arrowhead.Node, from: Int,
    into triangle: UnsafeMutablePointer<Double>, _ wide: UnsafeMutablePointer<Double>, width: Int
  ) {
    let o = node.ownCount
    if node.isDense {
      Rotation.absorb(row + o, into: triangle, from: from - o, count: width - 1, width: width)
      return
    }
    wide.update(repeating: 0, count: width)
    for k in 0..<node.outerCount { wide[shape.outerPlaces[node.outerStart + k]] = row[o + k] }
    wide[width - 1] = row[node.columnCount]
    Rotation.absorb(wide, into: triangle, from: 0, count: width - 1, width: width)
  }

  /// Adds the rows of priors and of damping of linking or shared coordinates.
  func finish(_ coordinates: [Int], _ triangle: UnsafeMutablePointer<Double>, width: Int) {
    let count = width - 1
    let root = damping.lambda.squareRoot()
    withUnsafeTemporaryAllocation(of: Double.self, capacity: width) { row in
      for (k, c) in coordinates.enumerated() {
        let weight = evaluator.priorWeight(c)
        if weight != 0 && !damping.isHeld[c] {
          row.update(repeating: 0)
          row[k] = weight
          row[width - 1] = evaluator.priorResidual(c, at: linearization.point[c])
          Rotation.absorb(row.baseAddress!, into: triangle, from: k, count: count, width: width)
        }
        let d = damping.entry(c, root: root)
        guard d != 0 else { continue }
        row.update(repeating: 0)
        row[k] = d
        Rotation.absorb(row.baseAddress!, into: triangle, from: k, count: count, width: width)
      }
    }
  }
}
