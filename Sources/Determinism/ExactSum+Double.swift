extension Double: ExactlySummable {
  static func exactSum(count: Int, term: (Int) -> Double) -> Double {
    var largest: UInt64 = 0
    for i in 0..<count { largest = max(largest, term(i).magnitude.bitPattern) }
    guard largest < infinity.bitPattern else { return specialSum(count: count, term: term) }
    guard largest > 0 else { return 0 }

    // n < 2^countBits and m < 2^(exponent + 1).
    let countBits = Int.bitWidth - count.leadingZeroBitCount
    let unit = Int(Double(bitPattern: largest).exponent) + 1 + countBits - 125
    var total: Int128 = 0
    for i in 0..<count { total &+= multiple(of: unit, nearest: term(i)) }
    return value(total, unit: unit)
  }

  /// The multiple of 2^unit that is nearest to a finite number, ties to even.
  private static func multiple(of unit: Int, nearest number: Double) -> Int128 {
    let field = Int(number.exponentBitPattern)
    let size = number.significandBitPattern | (field == 0 ? 0 : 1 << 52)
    let shift = max(field, 1) - 1075 - unit
    let rounded = shift >= 0 ? Int128(size) &<< Int128(shift) : Int128(roundedShift(size, by: -shift))
    return number.sign == .minus ? -rounded : rounded
  }

  private static func roundedShift(_ size: UInt64, by shift: Int) -> UInt64 {
    guard shift < 64 else { return 0 }
    let whole = size >> UInt64(shift)
    let rest = size & ((1 << UInt64(shift)) - 1)
    let half: UInt64 = 1 << UInt64(shift - 1)
    return rest > half || (rest == half && whole & 1 == 1) ? whole + 1 : whole
  }

  /// `total · 2^unit`, rounded once.
  private static func value(_ total: Int128, unit: Int) -> Double {
    let size = total.magnitude
    let surplus = max(0, 64 - size.leadingZeroBitCount)
    // Bits below the upper 64 only decide between a tie and no tie, so one bit can stand for all of them.
    let isInexact = surplus > 0 && size.trailingZeroBitCount < surplus
    let upper = UInt64(truncatingIfNeeded: size >> UInt128(surplus)) | (isInexact ? 1 : 0)
    let result = Double(sign: .plus, exponent: unit + surplus, significand: Double(upper))
    return total < 0 ? -result : result
  }

  private static func specialSum(count: Int, term: (Int) -> Double) -> Double {
    let total = (0..<count).reduce(0.0) { sum, i in term(i).isFinite ? sum : sum + term(i) }
    return total.isNaN ? nan : total
  }
}
