extension Generator where Value == Bool {
  /// Either; `false` is the simpler one.
  public static var bool: Generator { Generator { choices throws(Rejection) in try choices.draw(upTo: 1) == 1 } }
}

extension Generator where Value == Int {
  /// Whole numbers; the simplest is the one nearest to 0, and of two equally near the positive one.
  public static func integer(in range: ClosedRange<Int>) -> Generator {
    Generator { choices throws(Rejection) in
      let count = UInt64(bitPattern: Int64(range.upperBound &- range.lowerBound))
      return range.outward(try choices.draw(upTo: count))
    }
  }
}

extension Generator where Value == Double {
  /// Multiples of 2⁻ᵇⁱᵗˢ in a range: sums and products of a few of them are exact.
  ///
  /// The simplest is the number of fewest binary places nearest to 0. Traps when the range holds no such number.
  public static func dyadic(in range: ClosedRange<Double>, bits: Int = 30) -> Generator {
    @Sendable func whole(_ places: Int) -> ClosedRange<Int>? {
      let scale = Double(sign: .plus, exponent: places, significand: 1)
      let lower = (range.lowerBound * scale).rounded(.up)
      let upper = (range.upperBound * scale).rounded(.down)
      return lower <= upper ? Int(lower)...Int(upper) : nil
    }
    guard let coarsest = (0...bits).first(where: { whole($0) != nil }) else {
      preconditionFailure("Generator.dyadic: \(range) holds no multiple of 2^-\(bits)")
    }
    return Generator { choices throws(Rejection) in
      // Half of the random numbers have all their places.
      let levels = bits - coarsest
      let level = levels == 0 ? 0 : min(levels, Int(try choices.draw(upTo: UInt64(2 * levels))))
      guard let range = whole(coarsest + level) else { throw Rejection() }
      let number = try choices.draw(.integer(in: range))
      return Double(sign: .plus, exponent: -(coarsest + level), significand: 1) * Double(number)
    }
  }

  /// A multiple of 2⁻³⁰ in [0, 1), each equally likely; 0 is the simplest.
  public static var unit: Generator {
    Generator { choices throws(Rejection) in
      Double(try choices.draw(upTo: (1 << 30) - 1, isUniform: true)) * 0x1p-30
    }
  }
}

extension ClosedRange<Int> {
  /// The numbers of the range, from the one nearest to 0 outwards, positive before negative.
  fileprivate func outward(_ place: UInt64) -> Int {
    let origin = Swift.min(Swift.max(0, lowerBound), upperBound)
    let below = UInt64(bitPattern: Int64(origin &- lowerBound))
    let above = UInt64(bitPattern: Int64(upperBound &- origin))
    let both = Swift.min(below, above)
    if place <= 2 * both {
      let step = Int(truncatingIfNeeded: place / 2 + place % 2)
      return place % 2 == 1 ? origin &+ step : origin &- step
    }
    let step = Int(truncatingIfNeeded: place &- both)
    return above > below ? origin &+ step : origin &- step
  }
}
