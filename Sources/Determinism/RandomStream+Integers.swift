extension RandomStream {
  /// A whole number below `bound`, each equally likely.
  ///
  /// Takes one word, seldom more: the product with a word is cut at 64 bits, and the few words that would make some
  /// results likelier are passed over. Traps when `bound` is 0.
  /// Source: Lemire, "Fast random integer generation in an interval" (2019), doi:10.1145/3230636.
  public mutating func nextInteger(below bound: UInt64) -> UInt64 {
    precondition(bound > 0, "RandomStream.nextInteger: there is no whole number below 0")
    var product = bound.multipliedFullWidth(by: nextWord())
    if product.low < bound {
      let refused = (0 &- bound) % bound
      while product.low < refused { product = bound.multipliedFullWidth(by: nextWord()) }
    }
    return product.high
  }

  /// The numbers `0..<count` in random order, each order equally likely (Fisher and Yates, from the end).
  public mutating func permutation(_ count: Int) -> [Int] {
    var order = Array(0..<count)
    for last in stride(from: count - 1, to: 0, by: -1) {
      order.swapAt(last, Int(nextInteger(below: UInt64(last) + 1)))
    }
    return order
  }
}
