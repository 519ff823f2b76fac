public import Determinism

extension BirthDeath {
  /// The size after the branch of a family of `size` copies before it, drawn from the exact distribution.
  ///
  /// Copies evolve independently: survivors are binomial, and what they gain is negative binomial; both are found by
  /// inversion, which takes two words for each 64 copies.
  public func draw(from size: Int, _ stream: inout RandomStream) -> Int {
    var (left, total) = (size, 0)
    while left > 0 {
      let copies = min(left, 64)
      left -= copies
      let survivors = copies - Self.binomial(copies, extinction, survival, stream.nextUniform())
      if survivors > 0 { total += survivors + gain(of: survivors, stream.nextUniform()) }
    }
    return total
  }

  /// The count of `trials` that succeed with `probability`, at the quantile u.
  private static func binomial(_ trials: Int, _ probability: Double, _ complement: Double, _ u: Double) -> Int {
    // Counted from the rarer side, so that the first term does not vanish.
    if probability > 0.5 { return trials - binomial(trials, complement, probability, u) }
    var term = 1.0
    for _ in 0..<trials { term *= complement }
    var (sum, k) = (term, 0)
    while u >= sum, k < trials {
      term *= Double(trials - k) / Double(k + 1) * (probability / complement)
      sum += term
      k += 1
    }
    return k
  }

  /// What `copies` survivors gain, at the quantile u: the sum of so many geometric counts.
  private func gain(of copies: Int, _ u: Double) -> Int {
    var term = 1.0
    for _ in 0..<copies { term *= rest }
    var (sum, k) = (term, 0)
    // Rounding may keep the sum below u for ever: a term that no longer adds ends it.
    while u >= sum {
      let next = term * (Double(copies + k) / Double(k + 1)) * ratio
      guard next > 0, k < 1000 || sum + next > sum else { break }
      term = next
      sum += term
      k += 1
    }
    return k
  }
}
