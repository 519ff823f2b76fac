public import Documents

/// A value that is known from elsewhere: reported beside the result, and judged only if asked.
///
/// ```yaml
/// truth: {tau: 5.0, b1: {value: 72.462237576, relative: 1e-6, judge: true}}
/// ```
public struct Truth: Sendable {
  public let value: Double
  /// How near a result should be; `nil` where the manifest does not say.
  public let tolerance: Tolerance?
  /// Whether a result that is not so near fails.
  public let isJudged: Bool

  static let schema = Schema<Truth>.either(
    Schema<Double>.number.map { Truth(value: $0, tolerance: nil, isJudged: false) },
    .record { fields in
      let value = fields.required("value", .number, "the known value")
      let relative = Tolerance.relative(&fields)
      let absolute = Tolerance.absolute(&fields)
      let isJudged = fields.optional("judge", .boolean, default: false, "whether a result that is farther off fails")
      let hasTolerance = relative != nil || absolute != nil
      return Truth(
        value: value, tolerance: hasTolerance ? Tolerance(relative: relative ?? 0, absolute: absolute ?? 0) : nil,
        isJudged: isJudged)
    }
    .refine { truth, review in
      if truth.isJudged, truth.tolerance == nil {
        review.reject("judge: true needs a tolerance, relative: or absolute:")
      }
      return truth
    })
}
