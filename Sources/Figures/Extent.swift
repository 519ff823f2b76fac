/// The least and greatest finite values along one axis.
struct Extent {
  var least = Double.infinity
  var greatest = -Double.infinity
  /// The same among the values above zero, for logarithmic axes.
  var positive: (least: Double, greatest: Double) = (.infinity, -.infinity)
  /// Whether bars stand on zero, which wants no margin below them.
  var standsOnZero = false
  /// Whether the values are the edges of cells that fill the frame.
  var isExact = false

  mutating func include(_ value: Double) {
    // Beyond this the length of an axis would overflow.
    guard abs(value) <= 1e300 else { return }
    least = min(least, value)
    greatest = max(greatest, value)
    if value >= 1e-300 { positive = (min(positive.least, value), max(positive.greatest, value)) }
  }

  mutating func include(_ values: [Double]) {
    for value in values { include(value) }
  }
}
