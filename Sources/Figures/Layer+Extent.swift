extension Layer {
  /// Widens the extents of both axes by what this layer draws.
  func widen(x: inout Extent, y: inout Extent) {
    switch content {
    case .points(let xs, let ys, let xError, let yError):
      for k in xs.indices where xs[k].isFinite && ys[k].isFinite {
        x.include(xs[k])
        y.include(ys[k])
        Self.include(xs[k], xError, at: k, in: &x)
        Self.include(ys[k], yError, at: k, in: &y)
      }
    case .steps(let xs, let ys):
      x.include(Self.edges(xs))
      y.include(ys)
    case .line(let xs, let ys):
      x.include(xs)
      y.include(ys)
    case .band(let xs, let lower, let upper):
      x.include(xs)
      y.include(lower)
      y.include(upper)
    case .bars(let xs, let heights, let width):
      for centre in xs {
        x.include(centre - width / 2)
        x.include(centre + width / 2)
      }
      y.include(0)
      y.include(heights)
      y.standsOnZero = true
    case .heatMap(let grid):
      x.include(Self.edges(grid.x))
      y.include(Self.edges(grid.y))
      x.isExact = true
      y.isExact = true
    case .horizontal(let value): y.include(value)
    case .vertical(let value): x.include(value)
    case .text(_, let atX, let atY, _):
      x.include(atX)
      y.include(atY)
    }
  }

  /// The outer edges of cells about their centres.
  static func edges(_ centres: [Double]) -> [Double] {
    guard let first = centres.first, let last = centres.last else { return [] }
    if centres.count == 1 { return [first - 0.5, last + 0.5] }
    return [first - (centres[1] - first) / 2, last + (last - centres[centres.count - 2]) / 2]
  }

  private static func include(_ value: Double, _ errors: Errors?, at k: Int, in extent: inout Extent) {
    switch errors {
    case .symmetric(let lengths):
      extent.include(value - lengths[k])
      extent.include(value + lengths[k])
    case .asymmetric(let below, let above):
      extent.include(value - below[k])
      extent.include(value + above[k])
    case nil: break
    }
  }
}
