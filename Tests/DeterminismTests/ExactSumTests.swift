import Determinism
import Testing

@Suite struct ExactSumTests {
  @Test func everyOrderGivesTheSameBits() {
    var stream = RandomStream(seed: 1, name: "orders")
    var naiveMoved = 0
    for count in [2, 3, 10, 100, 1000] {
      for spread in [1, 40, 600] {
        let terms = (0..<count).map { _ in
          stream.nextNormal()
            * Double(sign: .plus, exponent: Int(stream.nextInteger(below: UInt64(spread))), significand: 1)
        }
        let floats = terms.map { Float($0 * 0x1p-600) }
        let sum = ExactSum.sum(terms)
        let floatSum = ExactSum.sum(floats)
        for _ in 0..<20 {
          let order = stream.permutation(count)
          #expect(ExactSum.sum(order.map { terms[$0] }).bitPattern == sum.bitPattern)
          #expect(ExactSum.sum(order.map { floats[$0] }).bitPattern == floatSum.bitPattern)
          if order.reduce(0, { $0 + terms[$1] }) != terms.reduce(0, +) { naiveMoved += 1 }
        }
      }
    }
    // The control: plain addition does depend on the order.
    #expect(naiveMoved > 50)
  }

  /// Multiples of one power of two that fit 128 bits: the exact sum is at hand as an integer.
  @Test func isTheExactSumRoundedOnce() {
    var stream = RandomStream(seed: 2, name: "exact")
    for trial in 0..<500 {
      let count = 1 + Int(stream.nextInteger(below: 40))
      var exact: Int128 = 0
      let terms = (0..<count).map { _ in
        let shift = stream.nextInteger(below: 50)
        let whole = Int128(Int64(bitPattern: stream.nextWord()) >> 11) << Int128(shift)
        exact += whole
        return Double(whole)
      }
      #expect(ExactSum.sum(terms) == Double(exact), "trial \(trial)")
    }
  }

  @Test func floatIsTheExactSumRoundedOnce() {
    var stream = RandomStream(seed: 3, name: "exact")
    for _ in 0..<500 {
      let terms = (0..<(1 + Int(stream.nextInteger(below: 40)))).map { _ in
        Float(Int32(truncatingIfNeeded: stream.nextWord()) >> 8) * Float(1 << stream.nextInteger(below: 20))
      }
      #expect(ExactSum.sum(terms) == Float(terms.reduce(Int64(0)) { $0 + Int64($1) }))
    }
  }

  @Test func cancellationLosesNothing() {
    #expect(ExactSum.sum([1e16, 1, -1e16]) == 1)
    #expect(ExactSum.sum([1e16, 1, 1e-3, -1e16]) == 1.001)
    #expect(ExactSum.sum([0.1, 0.2, -0.3]) == 0x1p-55 - 0x1p-56 + 0x1p-56)
    #expect(ExactSum.sum([Float(1e8), 1, -1e8]) == 1)
  }

  /// What lies far below a tie still decides it.
  @Test func tiesAreSeenToTheLastBit() {
    #expect(ExactSum.sum([1, 0x1p-53]) == 1)
    #expect(ExactSum.sum([1, 0x1p-53, 0x1p-110]) == 1.nextUp)
    #expect(ExactSum.sum([1, 0x1p-53, -0x1p-110]) == 1)
    #expect(ExactSum.sum([1.nextUp, 0x1p-53, -0x1p-110]) == 1.nextUp)
    #expect(ExactSum.sum([Float(1), 0x1p-24, 0x1p-50]) == Float(1).nextUp)
  }

  @Test func errorStaysWithinTheBound() {
    // Far below the largest term: rounded to a multiple of u = 2^(1 + 2 − 125), here to a tie that falls to even.
    #expect(ExactSum.sum([1, 0x1p-123, -1]) == 0)
    #expect(ExactSum.sum([1, 0x1.8p-122, -1]) == 0x1p-121)
    #expect(ExactSum.sum([1, 0x1p-200, -1]) == 0)
    #expect(ExactSum.sum([Float(1), 0x1p-58, -1]) == 0x1p-58)
    #expect(ExactSum.sum([Float(1), 0x1p-59, -1]) == 0)
    #expect(ExactSum.sum([Float(1), 0x1.8p-58, -1]) == 0x1p-57)
  }

  @Test func specialNumbers() {
    let inf = Double.infinity
    #expect(ExactSum.sum([Double]()).bitPattern == 0)
    #expect(ExactSum.sum([-0.0, -0.0]).bitPattern == 0)
    #expect(ExactSum.sum([1.5, -1.5]).bitPattern == 0)
    #expect(ExactSum.sum([1, inf, inf]) == inf)
    #expect(ExactSum.sum([1, -inf]) == -inf)
    #expect(ExactSum.sum([inf, -inf]).bitPattern == Double.nan.bitPattern)
    #expect(ExactSum.sum([1, -.nan, inf]).bitPattern == Double.nan.bitPattern)
    #expect(ExactSum.sum([Float.infinity, 1]) == .infinity)
    #expect(ExactSum.sum([-Float.nan, 1]).bitPattern == Float.nan.bitPattern)
    #expect(ExactSum.sum([Float]()).bitPattern == 0)
  }

  @Test func theEndsOfTheRange() {
    let largest = Double.greatestFiniteMagnitude
    #expect(ExactSum.sum([largest, largest, -largest]) == largest)
    #expect(ExactSum.sum([largest, largest]) == .infinity)
    #expect(ExactSum.sum([-largest, -largest]) == -.infinity)
    #expect(ExactSum.sum([0x1p-1074, 0x1p-1074, 0x1p-1074]) == 3 * 0x1p-1074)
    #expect(ExactSum.sum([0x1p-1022, -0x1p-1074]) == Double.leastNormalMagnitude.nextDown)
    let float = Float.greatestFiniteMagnitude
    #expect(ExactSum.sum([float, float, -float]) == float)
    #expect(ExactSum.sum([float, float]) == .infinity)
    #expect(ExactSum.sum([Float(0x1p-149), 0x1p-149]) == 0x1p-148)
  }

  @Test func manyTermsDoNotOverflow() {
    #expect(ExactSum.sum([Double](repeating: 1.5, count: 100_000)) == 150_000)
    #expect(ExactSum.sum([Float](repeating: -1.5, count: 100_000)) == -150_000)
  }

  @Test func overAxes() {
    let terms = (0..<24).map(Double.init)
    #expect(ExactSum.sum(terms, shape: [2, 3, 4], over: [0, 1, 2]) == [276])
    #expect(ExactSum.sum(terms, shape: [2, 3, 4], over: []) == terms)
    #expect(ExactSum.sum(terms, shape: [2, 3, 4], over: [2]) == [6, 22, 38, 54, 70, 86])
    #expect(ExactSum.sum(terms, shape: [2, 3, 4], over: [0, 2]) == [60, 92, 124])
    #expect(ExactSum.sum(terms, shape: [2, 3, 4], over: [2, 0]) == [60, 92, 124])
    #expect(ExactSum.sum(terms.map { Float($0) }, shape: [2, 3, 4], over: [1]) == [12, 15, 18, 21, 48, 51, 54, 57])
    #expect(ExactSum.sum([Double](), shape: [2, 0], over: [1]) == [0, 0])
    #expect(ExactSum.sum([5.0], shape: [], over: []) == [5])
  }

  @Test func overSegments() {
    let terms = [1, 1e16, 2, -1e16, 4, 0.5]
    #expect(ExactSum.sum(terms, segments: [0, 2, 0, 2, 0, 2], count: 4) == [7, 0, 0.5, 0])
    #expect(ExactSum.sum([Double](), segments: [], count: 2) == [0, 0])
    #expect(ExactSum.sum([Float(1), 2], segments: [1, 1], count: 2) == [0, 3])
  }
}
