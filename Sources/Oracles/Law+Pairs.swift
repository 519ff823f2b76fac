public import Documents

/// Laws of programs that take a pair `first`, `second` to a `distance`.
extension Law where System == any Subject {
  /// d(a, b) = d(b, a).
  public static func twinExchange(of items: Generator<NumericArray>, allowance: Allowance = .exact) -> Law {
    Law("twin-exchange", "d(a, b) = d(b, a)", cases: pairs(items)) { subject, values throws(SubjectFailure) in
      let given = try values.only(["first", "second"])
      let swapped = Arrays(["first": try values.array("second"), "second": try values.array("first")])
      let before = try subject.finite(given).only(["distance"])
      let after = try subject.finite(swapped).only(["distance"])
      let limits = try allowance.limits(
        subject, at: [(given, before), (swapped, after)], moving: ["first", "second"])
      return try .compare(after, before) { name, _ in limits[name] ?? 0 }
    }
  }

  /// d(a, a) = 0.
  public static func selfDistance(of items: Generator<NumericArray>, allowance: Allowance = .exact) -> Law {
    Law(
      "self-distance", "d(a, a) = 0", cases: items.map { Arrays(["first": $0, "second": $0]) }
    ) { subject, values throws(SubjectFailure) in
      let given = try values.only(["first", "second"])
      let found = try subject.finite(given).only(["distance"])
      let distance = try found.array("distance")
      let limits = try allowance.limits(subject, at: [(given, found)], moving: ["first", "second"])
      let zero = distance.with(distance.doubles.map { _ in 0 })
      return try .compare(found, Arrays(["distance": zero])) { name, _ in limits[name] ?? 0 }
    }
  }

  private static func pairs(_ items: Generator<NumericArray>) -> Generator<Arrays> {
    zip(items, items).map { Arrays(["first": $0, "second": $1]) }
  }
}
