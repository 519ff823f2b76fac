extension RandomStream {
  /// A number from the normal distribution of mean 0 and variance 1. Takes exactly one word.
  ///
  /// The lowest bit of the word is the sign; the upper 52 choose the middle of one of 2⁵² equal cells of the lower
  /// tail, whose quantile is the size. So the distribution is symmetric to the last bit and ends at ±8.3.
  public mutating func nextNormal() -> Double {
    let word = nextWord()
    let tail = Double(2 * (word >> 12) + 1) * 0x1p-54
    let size = -Normal.quantile(lowerTail: tail)
    return word & 1 == 0 ? size : -size
  }
}

/// The normal distribution's quantiles.
///
/// Source: Wichura, "Algorithm AS 241: the percentage points of the normal distribution" (1988),
/// doi:10.2307/2347330, PPND16: relative error about 1e-16 before rounding.
package enum Normal {
  /// The x ≤ 0 below which the fraction `tail` of a normal distribution lies, for `tail` in (0, 1/2].
  package static func quantile(lowerTail tail: Double) -> Double {
    let q = tail - 0.5
    if q >= -0.425 {
      return q * ratio(0.180625 - q * q, centreUp, centreDown)
    }
    let r = (-Elementary.log(tail)).squareRoot()
    return r <= 5 ? -ratio(r - 1.6, shoulderUp, shoulderDown) : -ratio(r - 5, tailUp, tailDown)
  }

  private static func ratio(_ x: Double, _ above: [Double], _ below: [Double]) -> Double {
    polynomial(x, above) / polynomial(x, below)
  }

  private static func polynomial(_ x: Double, _ coefficients: [Double]) -> Double {
    coefficients.reduce(0) { $0 * x + $1 }
  }

  // Highest power first. The sums of the mantissas agree with those that the paper prints.
  private static let centreUp = [
    2509.0809287301226727, 33430.575583588128105, 67265.770927008700853, 45921.953931549871457, 13731.693765509461125,
    1971.5909503065514427, 133.14166789178437745, 3.3871328727963666080,
  ]
  private static let centreDown = [
    5226.4952788528545610, 28729.085735721942674, 39307.895800092710610, 21213.794301586595867, 5394.1960214247511077,
    687.18700749205790830, 42.313330701600911252, 1,
  ]
  private static let shoulderUp = [
    7.74545014278341407640e-4, 0.0227238449892691845833, 0.241780725177450611770, 1.27045825245236838258,
    3.64784832476320460504, 5.76949722146069140550, 4.63033784615654529590, 1.42343711074968357734,
  ]
  private static let shoulderDown = [
    1.05075007164441684324e-9, 5.47593808499534494600e-4, 0.0151986665636164571966, 0.148103976427480074590,
    0.689767334985100004550, 1.67638483018380384940, 2.05319162663775882187, 1,
  ]
  private static let tailUp = [
    2.01033439929228813265e-7, 2.71155556874348757815e-5, 0.00124266094738807843860, 0.0265321895265761230930,
    0.296560571828504891230, 1.78482653991729133580, 5.46378491116411436990, 6.65790464350110377720,
  ]
  private static let tailDown = [
    2.04426310338993978564e-15, 1.42151175831644588870e-7, 1.84631831751005468180e-5, 7.86869131145613259100e-4,
    0.0148753612908506148525, 0.136929880922735805310, 0.599832206555887937690, 1,
  ]
}
