/// The paper that a signature is drawn on: pixels of ink, 0 for none, 1 for black.
struct PenFrame: Sendable {
  let height, width: Int
  private(set) var pixels: [Float]

  init(height: Int, width: Int) {
    (self.height, self.width) = (height, width)
    pixels = [Float](repeating: 0, count: height * width)
  }

  /// Draws a line with round ends from (x, y) to (u, v), in pixels from the upper left corner.
  ///
  /// A pixel is covered by radius + ½ − its centre's distance from the line, between 0 and 1: smooth edges. Where lines
  /// meet, the darkest counts, so that their order does not.
  mutating func line(
    from start: (x: Double, y: Double), to end: (x: Double, y: Double), radius: Double, ink: Double
  ) {
    let reach = radius + 0.5
    let (dx, dy) = (end.x - start.x, end.y - start.y)
    let square = dx * dx + dy * dy
    let rows = Self.range(min(start.y, end.y) - reach, max(start.y, end.y) + reach, height)
    for row in rows {
      for column in Self.range(min(start.x, end.x) - reach, max(start.x, end.x) + reach, width) {
        let (x, y) = (Double(column) + 0.5 - start.x, Double(row) + 0.5 - start.y)
        let along = square > 0 ? min(1, max(0, (x * dx + y * dy) / square)) : 0
        let (a, b) = (x - along * dx, y - along * dy)
        let covered = min(1, max(0, reach - (a * a + b * b).squareRoot()))
        let place = row * width + column
        // As a scanner would keep it: one of 256 shades.
        pixels[place] = max(pixels[place], Float((255 * covered * ink).rounded() / 255))
      }
    }
  }

  /// The pixels whose centres lie between two coordinates.
  private static func range(_ low: Double, _ high: Double, _ count: Int) -> Range<Int> {
    let first = max(0, min(Double(count), low.rounded(.down))), last = max(0, min(Double(count), high.rounded(.up)))
    return Int(first)..<max(Int(first), Int(last))
  }
}
