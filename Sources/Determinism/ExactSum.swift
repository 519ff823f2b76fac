/// Sums that do not depend on the order of their terms: every permutation gives the same bits.
///
/// For n terms of largest magnitude m, let u be the smallest power of two with n · m < 2ᵇ · u, where b is 125 for
/// `Double` and 61 for `Float`, but no smaller than the type's smallest number. Each term is rounded once to a whole
/// multiple of u (ties to even), the multiples are added as integers, which cannot overflow and knows no order, and
/// the total is rounded once to the type. So the error is at most half a unit of the result's last place plus
/// n · u / 2, which is below n² · m · 2⁻ᵇ; terms above 2⁵³⁻ᵇ · n · m (for `Float` 2²⁴⁻ᵇ · n · m) lose no bit.
///
/// NaN among the terms, or infinities of both signs, give NaN; infinities of one sign that infinity; no terms, and
/// terms that cancel, +0. A total beyond the largest finite number is an infinity.
public enum ExactSum {
  /// The sum of all terms.  Cost: two passes, together about 3 ns a term.
  public static func sum<Number: ExactlySummable>(_ terms: [Number]) -> Number {
    terms.withUnsafeBufferPointer { terms in
      Number.exactSum(count: terms.count) { terms[$0] }
    }
  }

  /// The sums over some axes of a row-major array: one for each position along the axes that stay, in their order.
  ///
  /// Traps when `shape` does not fit the number of terms, or an axis is missing or named twice.
  public static func sum<Number: ExactlySummable>(_ terms: [Number], shape: [Int], over axes: [Int]) -> [Number] {
    precondition(
      terms.count == shape.reduce(1, *), "ExactSum.sum: \(terms.count) terms do not fill the shape \(shape)")
    precondition(
      axes.allSatisfy(shape.indices.contains) && Set(axes).count == axes.count,
      "ExactSum.sum: axes \(axes) of the shape \(shape)")
    let summed = offsets(shape: shape, along: shape.indices.filter(axes.contains))
    let kept = offsets(shape: shape, along: shape.indices.filter { !axes.contains($0) })
    return terms.withUnsafeBufferPointer { terms in
      kept.map { start in Number.exactSum(count: summed.count) { terms[start + summed[$0]] } }
    }
  }

  /// The sums over segments: the result at s is the sum of the terms whose entry in `segments` is s.
  ///
  /// Each segment's result depends on its own terms alone. Traps unless every entry is in `0..<count`.
  public static func sum<Number: ExactlySummable>(
    _ terms: [Number], segments: [Int], count: Int
  ) -> [Number] {
    precondition(
      terms.count == segments.count, "ExactSum.sum: \(terms.count) terms, but \(segments.count) segment numbers")
    precondition(
      segments.allSatisfy((0..<count).contains), "ExactSum.sum: a segment number is not in 0..<\(count)")
    var ends = [Int](repeating: 0, count: count + 1)
    for segment in segments { ends[segment + 1] += 1 }
    for segment in 0..<count { ends[segment + 1] += ends[segment] }
    var free = ends
    var members = [Int](repeating: 0, count: terms.count)
    for (term, segment) in segments.enumerated() {
      members[free[segment]] = term
      free[segment] += 1
    }
    return (0..<count).map { segment in
      let start = ends[segment]
      return Number.exactSum(count: ends[segment + 1] - start) { terms[members[start + $0]] }
    }
  }

  /// The distances from the first element to all that are reached by moving along some axes, in row-major order.
  private static func offsets(shape: [Int], along axes: [Int]) -> [Int] {
    axes.reduce([0]) { reached, axis in
      let stride = shape[(axis + 1)...].reduce(1, *)
      return reached.flatMap { start in (0..<shape[axis]).map { start + $0 * stride } }
    }
  }
}

/// A type of number whose sums can be order-independent.
public protocol ExactlySummable: BinaryFloatingPoint, Sendable {
  /// The sum of `term(0)` to `term(count - 1)`; `term` is called twice for each.
  static func exactSum(count: Int, term: (Int) -> Self) -> Self
}
