/// How far a number may be from the one that is expected.
///
/// `|x − expected| ≤ max(absolute, relative · |expected|)`. **Not** symmetric: the tolerance scales with `expected`.
public struct Tolerance: Sendable, Equatable {
  public let relative: Double
  public let absolute: Double

  public init(relative: Double = 0, absolute: Double = 0) {
    self.relative = relative
    self.absolute = absolute
  }

  /// Not a bit.
  public static let exact = Tolerance()

  /// Whether `number` is as near as it must be. NaN is near to NaN, and an infinity to itself.
  public func allows(_ number: Double, for expected: Double) -> Bool {
    if number == expected || (number.isNaN && expected.isNaN) { return true }
    guard number.isFinite, expected.isFinite else { return false }
    return (number - expected).magnitude <= max(absolute, relative * expected.magnitude)
  }
}
