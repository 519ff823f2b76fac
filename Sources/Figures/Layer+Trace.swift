extension Layer {
  /// Points along what this layer draws, in fractions of the frame: dense enough to see whether a box is free.
  func trace(x: AxisTicks, y: AxisTicks) -> [(x: Double, y: Double)] {
    switch content {
    case .points(let xs, let ys, let xError, let yError):
      return xs.indices.flatMap { k in
        let across = Self.span(xs[k], xError, at: k).map { (x.fraction($0), y.fraction(ys[k])) }
        let up = Self.span(ys[k], yError, at: k).map { (x.fraction(xs[k]), y.fraction($0)) }
        return across + up
      }
    case .line(let xs, let ys), .steps(let xs, let ys):
      return Self.along(zip(xs, ys).map { (x.fraction($0), y.fraction($1)) })
    case .band(let xs, let lower, let upper):
      return (0...4).flatMap { part in
        Self.along(
          xs.indices.map { k in
            let value = lower[k] + (upper[k] - lower[k]) * Double(part) / 4
            return (x.fraction(xs[k]), y.fraction(value))
          })
      }
    case .bars(let xs, let heights, let width):
      return xs.indices.flatMap { k in
        (0...8).flatMap { part in
          [-0.5, 0, 0.5].map { side in
            (x.fraction(xs[k] + side * width), y.fraction(heights[k] * Double(part) / 8))
          }
        }
      }
    case .heatMap: return (0...400).map { (Double($0 % 20) / 20, Double($0 / 20) / 20) }
    case .horizontal(let value): return (0...40).map { (Double($0) / 40, y.fraction(value)) }
    case .vertical(let value): return (0...40).map { (x.fraction(value), Double($0) / 40) }
    case .text(let text, let atX, let atY, let anchor):
      // A letter is about a fiftieth of a frame.
      let letters = Double(text.count)
      let start = anchor == .left ? 0 : anchor == .right ? -letters : -letters / 2
      return (0...text.count).map { (x.fraction(atX) + (start + Double($0)) / 50, y.fraction(atY)) }
    }
  }

  /// A point and the ends and quarters of its error bar.
  private static func span(_ value: Double, _ errors: Errors?, at k: Int) -> [Double] {
    let (below, above) =
      switch errors {
      case .symmetric(let lengths): (lengths[k], lengths[k])
      case .asymmetric(let below, let above): (below[k], above[k])
      case nil: (0.0, 0.0)
      }
    return [-1, -0.5, 0, 0.5, 1].map { value + ($0 < 0 ? $0 * below : $0 * above) }
  }

  private static func along(_ points: [(Double, Double)]) -> [(x: Double, y: Double)] {
    guard points.count > 1 else { return points }
    let parts = max(1, 200 / points.count)
    return zip(points, points.dropFirst()).flatMap { a, b in
      (0...parts).map { part in
        let t = Double(part) / Double(parts)
        return (a.0 + (b.0 - a.0) * t, a.1 + (b.1 - a.1) * t)
      }
    }
  }
}
