/// Where an axis begins and ends and where its marks stand, decided by us so that they are the same with
/// every gnuplot and known when margins are laid out.
struct AxisTicks {
  var scale: Axis.Scale
  var lower: Double
  var upper: Double
  var ticks: [Tick] = []

  /// The power of ten that all labels leave out; zero for none.
  var commonExponent = 0

  /// The position of a value between 0 (lower) and 1 (upper), good enough to see what covers what.
  func fraction(_ value: Double) -> Double {
    switch scale {
    case .linear: (value - lower) / (upper - lower)
    case .logarithmic:
      (Self.roughLogarithm(value) - Self.roughLogarithm(lower))
        / (Self.roughLogarithm(upper) - Self.roughLogarithm(lower))
    }
  }

  /// log₂ within 0.09: linear between powers of two.
  private static func roughLogarithm(_ value: Double) -> Double {
    value > 0 && value.isFinite ? Double(value.exponent) + value.significand - 1 : .nan
  }
}

extension AxisTicks {
  /// The marks of an axis for data between `extent`'s ends.
  ///
  /// - Parameters:
  ///   - count: how many labels there is room for.
  ///   - length: of the axis, in points.
  init(_ axis: Axis, extent: Extent, atMost count: Int, length: Double) {
    scale = axis.categories.isEmpty ? axis.scale : .linear
    // Room for half a marker at both ends, and a little more.
    (lower, upper) = Self.bounds(axis, extent, scale, margin: max(0.05, 3.5 / length))
    if !axis.categories.isEmpty {
      ticks = axis.categories.enumerated().map { Tick(position: String($0), label: Typography.elided($1)) }
    } else if scale == .logarithmic {
      addLogarithmicTicks(atMost: max(count, 2))
    } else {
      addLinearTicks(atMost: max(count, 2), isOfTurns: axis.unit == "degrees" && upper - lower >= 180)
    }
  }

  /// Given bounds as they are; others from the data with a margin, on zero where the data come near it.
  private static func bounds(
    _ axis: Axis, _ extent: Extent, _ scale: Axis.Scale, margin share: Double
  ) -> (Double, Double) {
    let isLogarithmic = scale == .logarithmic
    var (least, greatest) = isLogarithmic ? extent.positive : (extent.least, extent.greatest)
    if !(least <= greatest) { (least, greatest) = isLogarithmic ? (1, 10) : (0, 1) }
    var lower = least
    var upper = greatest
    if isLogarithmic {
      // The sixteenth root of the ratio: a margin of 6 % without a logarithm.
      let margin = max((greatest / least).squareRoot().squareRoot().squareRoot().squareRoot(), 1.02)
      lower = max(least / margin, 1e-305)
      upper = min(greatest * margin, 1e305)
    } else {
      let span = greatest - least
      let margin = extent.isExact ? 0 : span > 0 ? span * share : max(abs(least) * 0.1, 0.5)
      lower = extent.standsOnZero && least == 0 ? 0 : least - margin
      upper = extent.standsOnZero && greatest == 0 ? 0 : greatest + margin
      if !extent.isExact && least > 0 && least < span * 0.2 { lower = 0 }
    }
    let isShowable = { (bound: Double) in isLogarithmic ? bound >= 1e-300 && bound <= 1e300 : abs(bound) <= 1e300 }
    let givenLower = axis.lower.flatMap { isShowable($0) ? $0 : nil }
    let givenUpper = axis.upper.flatMap { isShowable($0) ? $0 : nil }
    lower = givenLower ?? lower
    upper = givenUpper ?? upper
    // Data beyond the one bound that is given must not turn the axis round.
    if lower == upper || (lower > upper && givenUpper == nil) {
      upper = isLogarithmic ? lower * 10 : lower + max(1, abs(lower) * 0.1)
    } else if lower > upper && givenLower == nil {
      lower = isLogarithmic ? upper / 10 : upper - max(1, abs(upper) * 0.1)
    }
    return (lower, upper)
  }
}
