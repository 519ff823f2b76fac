extension RandomStream {
  /// A count from the Poisson distribution. Traps unless `mean` is in 0...10¹⁵.
  ///
  /// Below 10 the product of uniforms (Knuth), from 10 on transformed rejection. The number of words taken varies.
  /// Source: Hörmann, "The transformed rejection method for generating Poisson random variables", algorithm PTRS
  /// (1993), doi:10.1016/0167-6687(93)90997-4.
  public mutating func nextPoisson(mean: Double) -> Int {
    precondition((0...1e15).contains(mean), "RandomStream.nextPoisson: mean \(mean) is not in 0...1e15")
    return mean < 10 ? smallPoisson(mean) : largePoisson(mean)
  }

  private mutating func smallPoisson(_ mean: Double) -> Int {
    let limit = Elementary.exp(-mean)
    var count = 0
    var product = nextUniform()
    while product > limit {
      count += 1
      product *= nextUniform()
    }
    return count
  }

  private mutating func largePoisson(_ mean: Double) -> Int {
    let b = 0.931 + 2.53 * mean.squareRoot()
    let a = -0.059 + 0.02483 * b
    let inverseAlpha = 1.1239 + 1.1328 / (b - 3.4)
    let squeeze = 0.9277 - 3.6224 / (b - 2)
    while true {
      let u = nextUniform() - 0.5
      let v = nextUniform()
      let us = 0.5 - u.magnitude
      let count = ((2 * a / us + b) * u + mean + 0.43).rounded(.down)
      if us >= 0.07 && v <= squeeze { return Int(count) }
      if count < 0 || (us < 0.013 && v > us) { continue }
      if Elementary.log(v * inverseAlpha / (a / (us * us) + b)) <= Poisson.logProbability(of: count, mean: mean) {
        return Int(count)
      }
    }
  }
}

/// The Poisson distribution's probabilities.
package enum Poisson {
  /// `log(mean^k exp(-mean) / k!)` for a whole k ≥ 0 and mean ≥ 10, without cancellation of large terms.
  package static func logProbability(of k: Double, mean: Double) -> Double {
    if k < 10 { return k * Elementary.log(mean) - mean - Elementary.log(smallFactorials[Int(k)]) }
    let x = (k - mean) / mean
    let deviance = mean * ((1 + x) * Elementary.log1p(x) - x)
    let square = k * k
    let stirling = (1.0 / 12 - (1.0 / 360 - (1.0 / 1260 - 1.0 / 1680 / square) / square) / square) / k
    return -deviance - stirling - 0.5 * Elementary.log(2 * Double.pi * k)
  }

  private static let smallFactorials: [Double] = [1, 1, 2, 6, 24, 120, 720, 5040, 40320, 362_880]
}
