import Documents

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

extension Schema where Value == Tolerance {
  /// `exact`, or `{relative: 1e-6, absolute: 1e-9}` with at least one of the two.
  static var tolerance: Schema {
    .either(
      Schema<Tolerance>.choice(["exact": .exact]),
      Schema<[Double?]>.record { fields in [Tolerance.relative(&fields), Tolerance.absolute(&fields)] }
        .refine(example: .exact) { bounds, review in
          guard bounds.contains(where: { $0 != nil }) else {
            review.reject("a tolerance needs relative: or absolute:")
            return nil
          }
          return Tolerance(relative: bounds[0] ?? 0, absolute: bounds[1] ?? 0)
        })
  }
}

extension Tolerance {
  static func relative(_ fields: inout Fields) -> Double? {
    fields.optional("relative", .number(atLeast: 0), "the tolerance as a part of the expected magnitude")
  }

  static func absolute(_ fields: inout Fields) -> Double? {
    fields.optional("absolute", .number(atLeast: 0), "the tolerance in the number's own unit")
  }
}
