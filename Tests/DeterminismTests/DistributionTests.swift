import Determinism
import Testing

/// The sum of (observed − expected)² / expected, which has as many degrees of freedom as there are cells, less one.
private func chiSquare(_ observed: [Int], _ expected: [Double]) -> Double {
  zip(observed, expected).reduce(0) { $0 + (Double($1.0) - $1.1) * (Double($1.0) - $1.1) / $1.1 }
}

@Suite struct UniformTests {
  @Test func isTheUpper53BitsOfAWord() {
    var stream = RandomStream(seed: 1, name: "u")
    for position in 0..<1000 {
      let uniform = stream.nextUniform()
      #expect(uniform * 0x1p53 == Double(stream.word(at: UInt64(position)) >> 11))
      #expect((0..<1).contains(uniform))
    }
  }
}

@Suite struct IntegerTests {
  @Test func staysBelowItsBound() {
    var stream = RandomStream(seed: 1, name: "i")
    for bound: UInt64 in [1, 2, 3, 10, 1 << 32, .max] {
      for _ in 0..<1000 { #expect(stream.nextInteger(below: bound) < bound) }
    }
  }

  /// With this bound every third result would be twice as likely, were no word passed over.
  @Test func hasNoBiasForAWideBound() {
    var stream = RandomStream(seed: 2, name: "i")
    var counts = [0, 0, 0]
    for _ in 0..<30_000 { counts[Int(stream.nextInteger(below: 3 << 62) % 3)] += 1 }
    #expect(chiSquare(counts, [1e4, 1e4, 1e4]) < 25)
    #expect(stream.position > 35_000)
  }

  @Test func allOrdersAreEquallyLikely() {
    var stream = RandomStream(seed: 3, name: "p")
    var counts: [[Int]: Int] = [:]
    for _ in 0..<24_000 { counts[stream.permutation(4), default: 0] += 1 }
    #expect(counts.count == 24)
    #expect(chiSquare(Array(counts.values), [Double](repeating: 1000, count: 24)) < 60)
  }

  @Test(arguments: [0, 1, 2, 1000]) func aPermutationHasEveryNumberOnce(_ count: Int) {
    var stream = RandomStream(seed: 4, name: "p")
    #expect(stream.permutation(count).sorted() == Array(0..<count))
  }
}

@Suite struct NormalTests {
  /// Truths from mpmath with 50 digits.
  @Test(arguments: [
    (0x1p-1, 0.0), (0x1.8p-2, -0x1.464965bdc7eafp-2), (0x1.3333333333333p-4, -0x1.7085226d3e524p+0),
    (0x1p-8, -0x1.547d173f6ec89p+1), (0x1p-20, -0x1.30d5024a3fa4dp+2), (0x1p-36, -0x1.a9aa904c4b7b9p+2),
    (0x1p-37, -0x1.b025b0b56a3a8p+2), (0x1p-54, -0x1.095b059d67c4cp+3),
  ])
  func quantileIsRight(_ tail: Double, _ truth: Double) {
    #expect(Numeral.ulps(from: Normal.quantile(lowerTail: tail), to: truth) <= 4)
  }

  @Test func isTheQuantileOfTheMiddleOfACell() {
    var stream = RandomStream(seed: 3, name: "n")
    for position in 0..<1000 {
      let word = stream.word(at: UInt64(position))
      let size = -Normal.quantile(lowerTail: (Double(word >> 12) + 0.5) * 0x1p-53)
      #expect(stream.nextNormal() == (word & 1 == 0 ? size : -size))
    }
  }

  @Test func takesOneWordAndIsSymmetric() {
    var stream = RandomStream(seed: 1, name: "n")
    var negative = 0
    for position in 1...1000 {
      if stream.nextNormal() < 0 { negative += 1 }
      #expect(stream.position == UInt64(position))
    }
    #expect(abs(negative - 500) < 80)
  }

  @Test func fillsCellsOfEqualProbability() {
    var stream = RandomStream(seed: 2, name: "n")
    let edges = (1..<16).map { Double($0) / 32 }.map { Normal.quantile(lowerTail: $0) }
    var counts = [Int](repeating: 0, count: 16)
    for _ in 0..<32_000 {
      let size = -stream.nextNormal().magnitude
      counts[edges.count { $0 < size }] += 1
    }
    #expect(chiSquare(counts, [Double](repeating: 2000, count: 16)) < 45)
  }
}

@Suite struct PoissonTests {
  @Test(arguments: [0.01, 1, 9.99, 10, 11.5, 40, 300]) func countsAreAsLikelyAsTheyShouldBe(_ mean: Double) {
    var stream = RandomStream(seed: 1, name: "poisson")
    let trials = 20_000
    var observed = [Int](repeating: 0, count: 2000)
    for _ in 0..<trials { observed[stream.nextPoisson(mean: mean)] += 1 }
    // Cells of one count each around the mean, one for each tail.
    var expected: [Double] = []
    var cells: [Int] = []
    var tail = 0.0
    var tailCount = 0
    for k in observed.indices {
      let logs = (1..<max(2, k + 1)).reduce(0.0) { $0 + Elementary.log(Double($1)) }
      let likely = Double(trials) * Elementary.exp(Double(k) * Elementary.log(mean) - mean - (k == 0 ? 0 : logs))
      if likely >= 5 {
        expected.append(likely)
        cells.append(observed[k])
      } else {
        tail += likely
        tailCount += observed[k]
      }
      if Double(k) > mean * 2 + 50 { break }
    }
    let freedom = Double(expected.count)
    #expect(chiSquare(cells + [tailCount], expected + [max(tail, 1)]) < freedom + 5 * (2 * freedom).squareRoot() + 10)
  }

  /// Against the sum of logarithms; near the mean, where cancellation would hurt, and far from it.
  @Test(arguments: [10, 25.5, 1000]) func logProbabilityIsRight(_ mean: Double) {
    var logFactorial = 0.0
    for k in 0..<3000 {
      if k > 0 { logFactorial += Elementary.log(Double(k)) }
      let direct = Double(k) * Elementary.log(mean) - mean - logFactorial
      let stable = Poisson.logProbability(of: Double(k), mean: mean)
      #expect(abs(direct - stable) < 1e-9 + 1e-13 * abs(direct), "k = \(k)")
    }
  }

  @Test func meanAndVarianceOfLargeCounts() {
    var stream = RandomStream(seed: 2, name: "poisson")
    for mean in [1e6, 1e12] {
      let deviations = (0..<4000).map { _ in (Double(stream.nextPoisson(mean: mean)) - mean) / mean.squareRoot() }
      #expect(abs(ExactSum.sum(deviations) / 4000) < 0.08)
      #expect(abs(ExactSum.sum(deviations.map { $0 * $0 }) / 4000 - 1) < 0.12)
    }
  }

  @Test func nothingIsExpectedOfNothing() {
    var stream = RandomStream(seed: 3, name: "poisson")
    #expect((0..<100).allSatisfy { _ in stream.nextPoisson(mean: 0) == 0 })
  }
}
