import Documents

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
