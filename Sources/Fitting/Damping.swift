/// What is added to a quadratic model before it is solved.
struct Damping: Sendable {
  /// λ ≥ 0 of Levenberg and Marquardt.
  var lambda = 0.0
  /// The diagonal D, one number per coordinate; λD² is added.
  var scale: [Double]
  /// Coordinates that may not move freely: their step is `shift`.
  var isHeld: [Bool]
  /// The steps of the held coordinates.
  var shift: [Double]

  init(coordinates: Int) {
    scale = Array(repeating: 1, count: coordinates)
    isHeld = Array(repeating: false, count: coordinates)
    shift = Array(repeating: 0, count: coordinates)
  }

  /// The entry of the damping row of coordinate c, 0 for none.
  @inline(__always)
  func entry(_ c: Int, root: Double) -> Double { isHeld[c] ? 1 : root * scale[c] }
}
