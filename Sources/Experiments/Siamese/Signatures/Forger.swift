import Determinism

/// Somebody who traces another's signature: along the same way, but with errors of shape, a hand that trembles, and the
/// even speed of one who looks while writing.
struct Forger: Sendable {
  private let slantError, inkError, tremor: Double

  init(drawnFrom stream: RandomStream) {
    var draw = stream
    slantError = 0.06 * draw.nextNormal()
    inkError = 0.05 * draw.nextNormal()
    tremor = 0.01 + 0.02 * draw.nextUniform()
  }

  /// A forgery of a writer's signature.
  /// - Parameter error: how far shapes are off, 1 being what the writer varies himself.
  func way(of writer: Handwriting, error: Double, _ draw: inout RandomStream) -> [Handwriting.Point] {
    var hand = writer.varied(by: error, &draw)
    hand.slant += slantError
    let points = hand.way()
    let drawn = points.filter { $0.ink > 0 }
    // The ink that the original has on average, evenly: a slow pen does not fade where a fast one would.
    let even = min(1, (drawn.reduce(0) { $0 + $1.ink } / Double(max(1, drawn.count))) * (1 + inkError))
    let waves = (0..<3).map { _ in
      (length: 0.15 + 0.25 * draw.nextUniform(), phases: (draw.nextUniform(), draw.nextUniform()))
    }
    var (travelled, before) = (0.0, points.first.map { ($0.x, $0.y) } ?? (0, 0))
    return points.map { point in
      let (dx, dy) = (point.x - before.0, point.y - before.1)
      travelled += (dx * dx + dy * dy).squareRoot()
      before = (point.x, point.y)
      var moved = point
      for wave in waves {
        let turns = travelled / wave.length
        moved.x += tremor * Elementary.sin(2 * .pi * (turns + wave.phases.0))
        moved.y += tremor * Elementary.sin(2 * .pi * (turns + wave.phases.1))
      }
      if point.ink > 0 { moved.ink = 0.7 * even + 0.3 * point.ink }
      return moved
    }
  }
}
