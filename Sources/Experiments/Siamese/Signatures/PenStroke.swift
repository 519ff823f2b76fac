import Determinism

/// One movement of a hand: along an arc, with the speed of a lognormal curve in time.
///
/// The part done at time t is Φ((ln(t − t₀) − μ) / σ); the direction turns evenly with it. Handwriting is a sum of such
/// movements that overlap in time: the kinematic theory of rapid human movements.
/// Source: C. O'Reilly and R. Plamondon, 2009, doi:10.1016/j.patcog.2008.10.017.
struct PenStroke: Sendable {
  /// t₀, when the movement is begun, in seconds.
  var onset: Double
  /// Its length, in letters' heights.
  var length: Double
  /// μ and σ: the mean and the deviation of the logarithm of its time.
  var delay, spread: Double
  /// The directions at its beginning and end, counted from the right, upwards.
  var from, to: Double
  /// Whether the pen is off the paper meanwhile.
  let isInTheAir: Bool

  /// The part of the movement that is done.
  func progress(at time: Double) -> Double {
    guard time > onset else { return 0 }
    let late = (Elementary.log(time - onset) - delay) / (spread * 2.0.squareRoot())
    return 0.5 + 0.5 * Elementary.erf(late)
  }

  /// How far the pen has come with a part of the movement.
  func displacement(_ progress: Double) -> (x: Double, y: Double) {
    let bend = to - from
    guard bend.magnitude > 1e-6 else {
      return (length * progress * Elementary.cos(from), length * progress * Elementary.sin(from))
    }
    let here = from + bend * progress
    let radius = length / bend
    return (
      radius * (Elementary.sin(here) - Elementary.sin(from)), radius * (Elementary.cos(from) - Elementary.cos(here))
    )
  }

  /// When hardly anything of it is left.
  var end: Double { onset + Elementary.exp(delay + 2.5 * spread) }

  /// The same movement as a hand does it another time.
  /// - Parameter amount: 1 for a writer's own variation.
  func varied(by amount: Double, _ draw: inout RandomStream) -> PenStroke {
    var stroke = self
    stroke.onset += 0.008 * amount * draw.nextNormal()
    stroke.length *= 1 + 0.06 * amount * draw.nextNormal()
    stroke.delay += 0.05 * amount * draw.nextNormal()
    let turn = 0.05 * amount * draw.nextNormal()
    stroke.from += turn + 0.05 * amount * draw.nextNormal()
    stroke.to += turn + 0.05 * amount * draw.nextNormal()
    return stroke
  }
}
