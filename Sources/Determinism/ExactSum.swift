/// Sums that do not depend on the order of their terms: every permutation gives the same bits.
///
/// For n terms of largest magnitude m, let u be a power of two with n · m < 2ᵇ · u, where b is 125 for `Double` and 61
/// for `Float`. Each term is rounded once to a whole multiple of u (ties to even), the multiples are added as integers,
/// which cannot overflow and knows no order, and the total is rounded once to the type. The largest u in question is
/// n · m · 2²⁻ᵇ. So the error is at most half a unit of the result's last place plus n · u / 2 ≤ 2 n² · m · 2⁻ᵇ; terms
/// above 2⁵⁵⁻ᵇ · n · m (for `Float` 2²⁶⁻ᵇ · n · m) lose no bit.
///
/// NaN among the terms, or infinities of both signs, give NaN; infinities of one sign that infinity; no terms, and
/// terms that cancel, +0. A total beyond the largest finite number is an infinity.
public enum ExactSum {
  /// The sum of all terms.  Cost: two passes, together about 5 ns a term.
  public static func sum(_ terms: [Double]) -> Double { total(of: terms) }

  /// The sum of all terms in single precision.
  public static func sum(_ terms: [Float]) -> Float { total(of: terms) }

  /// The sum of `term(0)` to `term(count - 1)`; `term` is called twice for each.
  public static func sum(count: Int, term: (Int) -> Double) -> Double { Double.exactSum(count: count, term: term) }

  /// The sum of `term(0)` to `term(count - 1)` in single precision; `term` is called twice for each.
  public static func sum(count: Int, term: (Int) -> Float) -> Float { Float.exactSum(count: count, term: term) }

  /// The sums over some axes of a row-major array: one for each position along the axes that stay, in their order.
  ///
  /// Traps when `shape` does not fit the number of terms, or an axis is missing or named twice.
  public static func sum(_ terms: [Double], shape: [Int], over axes: [Int]) -> [Double] {
    totals(terms, shape: shape, over: axes)
  }

  /// The sums over some axes in single precision.
  public static func sum(_ terms: [Float], shape: [Int], over axes: [Int]) -> [Float] {
    totals(terms, shape: shape, over: axes)
  }

  /// The sums over segments: the result at s is the sum of the terms whose entry in `segments` is s.
  ///
  /// Each segment's result depends on its own terms alone. Traps unless every entry is in `0..<count`.
  public static func sum(_ terms: [Double], segments: [Int], count: Int) -> [Double] {
    totals(terms, segments: segments, count: count)
  }

  /// The sums over segments in single precision.
  public static func sum(_ terms: [Float], segments: [Int], count: Int) -> [Float] {
    totals(terms, segments: segments, count: count)
  }
}
