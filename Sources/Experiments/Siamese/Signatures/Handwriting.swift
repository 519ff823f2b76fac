import Determinism

/// A writer's program of a signature: movements, and how the hand holds the pen.
struct Handwriting: Sendable {
  var strokes: [PenStroke]
  /// How far a letter leans to the right, per height.
  var slant: Double
  /// The radius of the pen, in pixels of a frame 32 pixels high.
  var radius: Double
  /// How much ink there is at rest, and how much of it a fast pen loses.
  var ink, fading: Double

  /// A point of the pen's way, in letters' heights, y upwards.
  struct Point: Sendable {
    var x, y: Double
    /// Its darkness, 0…1; 0 in the air.
    var ink: Double
  }

  /// A writer: up and down with some flourishes, 8 to 14 movements.
  init(drawnFrom stream: RandomStream) {
    var draw = stream
    func uniform(_ low: Double, _ high: Double) -> Double { low + (high - low) * draw.nextUniform() }
    let count = 8 + Int(draw.nextInteger(below: 7))
    var onset = 0.0
    strokes = (0..<count).map { k in
      let isFlourish = draw.nextUniform() < 0.2
      let direction = isFlourish ? uniform(-0.5, 0.5) : k % 2 == 0 ? uniform(0.6, 1.4) : uniform(-1.9, -1.0)
      let bend = uniform(-2.2, 2.2)
      let stroke = PenStroke(
        onset: onset, length: isFlourish ? uniform(0.6, 2) : uniform(0.5, 1.6), delay: uniform(-2.2, -1.7),
        spread: uniform(0.15, 0.35), from: direction - bend / 2, to: direction + bend / 2,
        isInTheAir: k > 1 && k < count - 2 && draw.nextUniform() < 0.12)
      onset += uniform(0.08, 0.16)
      return stroke
    }
    slant = uniform(-0.2, 0.4)
    radius = uniform(0.55, 0.95)
    ink = uniform(0.85, 1)
    fading = uniform(0.25, 0.5)
  }

  /// The program as the hand executes it another time.
  func varied(by amount: Double, _ draw: inout RandomStream) -> Handwriting {
    var hand = self
    hand.strokes = strokes.map { $0.varied(by: amount, &draw) }
    hand.slant += 0.04 * amount * draw.nextNormal()
    hand.radius *= 1 + 0.08 * draw.nextNormal()
    hand.ink = min(1, ink * (1 + 0.04 * draw.nextNormal()))
    return hand
  }

  /// The pen's way, equally spaced in time: slow parts have many points, and much ink.
  func way() -> [Point] {
    let (count, end) = (16 * strokes.count, strokes.map(\.end).max() ?? 0)
    var points: [Point] = []
    var before = (x: 0.0, y: 0.0)
    var speeds: [Double] = []
    for i in 0...count {
      let time = end * Double(i) / Double(count)
      var (x, y, isUp) = (0.0, 0.0, false)
      for stroke in strokes {
        let progress = stroke.progress(at: time)
        let moved = stroke.displacement(progress)
        (x, y) = (x + moved.x, y + moved.y)
        if stroke.isInTheAir, progress > 0.15, progress < 0.85 { isUp = true }
      }
      x += slant * y
      let (dx, dy) = (x - before.x, y - before.y)
      speeds.append(i == 0 ? 0 : (dx * dx + dy * dy).squareRoot())
      points.append(Point(x: x, y: y, ink: isUp ? 0 : 1))
      before = (x, y)
    }
    let mean = speeds.reduce(0, +) / Double(speeds.count)
    for i in points.indices where points[i].ink > 0 {
      let fast = speeds[i] / (speeds[i] + mean)
      points[i].ink = ink * (1 - fading * fast)
    }
    return points
  }
}
