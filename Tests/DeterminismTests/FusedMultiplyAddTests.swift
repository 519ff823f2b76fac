import CKernels
import Determinism
import Testing

/// a b + c is rounded once on every instruction set, also where it has no such instruction: against the standard
/// library, on arguments with which rounding twice shows.
@Suite struct FusedMultiplyAddTests {
  @Test(arguments: InstructionSet.available) func isRoundedOnce(_ set: InstructionSet) {
    ProcessWide.on(set) {
      let (a, b, c) = hostile(Double.self)
      var found = a
      kn_fma_f64(a, b, c, &found, a.count)
      #expect(sameBits(found, a.indices.map { c[$0].addingProduct(a[$0], b[$0]) }))
      // They would tell: as many as these are rounded twice without it.
      #expect(a.indices.filter { found[$0] != a[$0] * b[$0] + c[$0] }.count > a.count / 8)
    }
  }

  @Test(arguments: InstructionSet.available) func isRoundedOnceInSinglePrecision(_ set: InstructionSet) {
    ProcessWide.on(set) {
      let (a, b, c) = hostile(Float.self)
      var found = a
      kn_fma_f32(a, b, c, &found, a.count)
      #expect(sameBits(found, a.indices.map { c[$0].addingProduct(a[$0], b[$0]) }))
      // A double's product is exact, but its sum is not.
      #expect(a.indices.contains { found[$0] != Float(Double(a[$0]) * Double(b[$0]) + Double(c[$0])) })
    }
  }

  /// Factors and terms whose sums lie near ties, cancel, overflow, are subnormal, or have zeros in them.
  private func hostile<R: BinaryFloatingPoint>(_: R.Type, count: Int = 300_000) -> (a: [R], b: [R], c: [R])
  where R.RawExponent: FixedWidthInteger, R.RawSignificand: FixedWidthInteger {
    var draws = Draws(11)
    let (digits, greatest) = (R.significandBitCount, 1 << R.exponentBitCount - 2)
    func sign() -> FloatingPointSign { draws.flip() ? .minus : .plus }
    func zero() -> R { draws.flip() ? 0 : -0.0 }
    // Few digits, or all but a few: ties are made of them.
    func number(_ exponent: Int) -> R {
      let word = draws.word()
      let significand = [word, word & draws.word() & draws.word(), word | draws.word() | draws.word(), 0]
      return R(
        sign: sign(), exponentBitPattern: R.RawExponent(min(max(exponent, 0), greatest)),
        significandBitPattern: R.RawSignificand(significand[draws.below(4)] >> UInt64(64 - digits)))
    }
    var (a, b, c): ([R], [R], [R]) = ([], [], [])
    for _ in 0..<count {
      let middle = draws.below(4) > 0
      func exponent() -> Int { middle ? greatest / 2 + draws.below(2 * digits) - digits : draws.below(greatest + 1) }
      let exponents = (exponent(), exponent())
      var (x, y) = (number(exponents.0), number(exponents.1))
      let z: R
      switch draws.below(6) {
      case 0: z = -(x * y)
      case 1: z = -(draws.flip() ? (x * y).nextUp : (x * y).nextDown)
      case 2:
        if draws.flip() { x = zero() }
        if draws.flip() { y = zero() }
        z = draws.flip() ? zero() : number(exponent())
      case 3: z = number(draws.below(greatest + 1))
      default: z = number(exponents.0 + exponents.1 - greatest / 2 - 2 * digits - 4 + draws.below(3 * digits + 8))
      }
      a.append(x)
      b.append(y)
      c.append(z)
    }
    return (a, b, c)
  }
}
