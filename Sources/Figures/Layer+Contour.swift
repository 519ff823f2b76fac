extension Layer {
  /// The lines on which a function given on a grid takes a value, by marching squares.
  ///
  /// Between grid points the function is taken as linear along the edges of the cells. Cells with a value that is
  /// not finite are left out. Cost: one pass over the cells.
  ///
  /// - Parameters:
  ///   - x: columns of the grid, increasing.
  ///   - y: rows of the grid, increasing.
  ///   - values: row by row, `values[row * x.count + column]`; as many as cells, else nothing is drawn.
  public static func contour(
    x: [Double], y: [Double], values: [Double], level: Double, label: String? = nil, style: Style = .series(0)
  ) -> Layer {
    guard values.count == x.count * y.count, x.count > 1, y.count > 1 else {
      return .line(x: [], y: [], label: label, style: style)
    }
    let grid = ContourGrid(x: x, y: y, values: values, level: level)
    let lines = ContourLines(grid.segments).lines
    return .line(
      x: Array(lines.map { $0.map { grid.point($0).x } }.joined(separator: [.nan])),
      y: Array(lines.map { $0.map { grid.point($0).y } }.joined(separator: [.nan])), label: label, style: style)
  }
}

/// An edge of the grid: from a grid point to its neighbour to the right or above.
private struct GridEdge: Hashable {
  var column: Int
  var row: Int
  var isUpright: Bool
}

private struct ContourGrid {
  let x, y, values: [Double]
  let level: Double

  private func value(_ column: Int, _ row: Int) -> Double { values[row * x.count + column] }

  /// Where the level crosses an edge.
  func point(_ edge: GridEdge) -> (x: Double, y: Double) {
    let from = value(edge.column, edge.row)
    let to = edge.isUpright ? value(edge.column, edge.row + 1) : value(edge.column + 1, edge.row)
    let part = (level - from) / (to - from)
    if edge.isUpright { return (x[edge.column], y[edge.row] + part * (y[edge.row + 1] - y[edge.row])) }
    return (x[edge.column] + part * (x[edge.column + 1] - x[edge.column]), y[edge.row])
  }

  /// The pieces of the contour, each across one cell from edge to edge.
  var segments: [(GridEdge, GridEdge)] {
    (0..<(y.count - 1)).flatMap { row in (0..<(x.count - 1)).flatMap { cell($0, row) } }
  }

  private func cell(_ column: Int, _ row: Int) -> [(GridEdge, GridEdge)] {
    let corners = [
      value(column, row), value(column + 1, row), value(column + 1, row + 1), value(column, row + 1),
    ]
    guard corners.allSatisfy(\.isFinite) else { return [] }
    let edges = [
      GridEdge(column: column, row: row, isUpright: false), GridEdge(column: column + 1, row: row, isUpright: true),
      GridEdge(column: column, row: row + 1, isUpright: false), GridEdge(column: column, row: row, isUpright: true),
    ]
    let isAbove = corners.map { $0 > level }
    let crossed = (0..<4).filter { isAbove[$0] != isAbove[($0 + 1) % 4] }.map { edges[$0] }
    guard crossed.count == 4 else { return crossed.isEmpty ? [] : [(crossed[0], crossed[1])] }
    // A saddle: the mean of the corners says which pair is joined through the middle.
    let isMiddleAbove = corners.reduce(0, +) / 4 > level
    return isMiddleAbove == isAbove[0]
      ? [(crossed[0], crossed[1]), (crossed[2], crossed[3])] : [(crossed[3], crossed[0]), (crossed[1], crossed[2])]
  }
}

/// Pieces joined end to end into as few lines as there are.
private struct ContourLines {
  private(set) var lines: [[GridEdge]] = []

  init(_ segments: [(GridEdge, GridEdge)]) {
    // The order of this dictionary is never used: lines begin at segments, in their order.
    var ends: [GridEdge: [Int]] = [:]
    for (k, segment) in segments.enumerated() {
      ends[segment.0, default: []].append(k)
      ends[segment.1, default: []].append(k)
    }
    var isUsed = [Bool](repeating: false, count: segments.count)
    func extended(from edge: GridEdge) -> [GridEdge] {
      var line: [GridEdge] = []
      var end = edge
      while let next = ends[end]?.first(where: { !isUsed[$0] }) {
        isUsed[next] = true
        end = segments[next].0 == end ? segments[next].1 : segments[next].0
        line.append(end)
      }
      return line
    }
    for k in segments.indices where !isUsed[k] {
      isUsed[k] = true
      let forward = extended(from: segments[k].1)
      let backward = extended(from: segments[k].0)
      lines.append(backward.reversed() + [segments[k].0, segments[k].1] + forward)
    }
  }
}
