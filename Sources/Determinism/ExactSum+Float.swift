extension Float: ExactlySummable {
  static func exactSum(count: Int, term: (Int) -> Float) -> Float {
    var largest: UInt32 = 0
    for i in 0..<count { largest = max(largest, term(i).magnitude.bitPattern) }
    guard largest < infinity.bitPattern else { return specialSum(count: count, term: term) }
    guard largest > 0 else { return 0 }

    // n < 2^countBits and m < 2^(exponent + 1).
    let countBits = Int.bitWidth - count.leadingZeroBitCount
    let unit = Int(Float(bitPattern: largest).exponent) + 1 + countBits - 61
    // A term's 24 bits stay exact in a Double, so that only the rounding to an integer rounds.
    let scale = Double(sign: .plus, exponent: -unit, significand: 1)
    var total: Int64 = 0
    for i in 0..<count { total &+= Int64((Double(term(i)) * scale).rounded(.toNearestOrEven)) }
    return Float(sign: .plus, exponent: unit, significand: Float(total))
  }

  private static func specialSum(count: Int, term: (Int) -> Float) -> Float {
    let total = (0..<count).reduce(Float(0)) { sum, i in term(i).isFinite ? sum : sum + term(i) }
    return total.isNaN ? nan : total
  }
}
