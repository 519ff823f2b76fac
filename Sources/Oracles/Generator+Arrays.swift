public import Documents

extension Generator where Value == NumericArray {
  /// An array of a shape whose numbers are multiples of 2⁻ᵇⁱᵗˢ within ±`bound`; the simplest is all zeros.
  ///
  /// One array in four is sparse: a few numbers in a field of zeros.
  public static func dyadic(
    shape: [Int], within bound: Double = 4, bits: Int = 12, isSingle: Bool = false
  ) -> Generator {
    let count = shape.reduce(1, *)
    let number = Generator<Double>.dyadic(in: -bound...bound, bits: bits)
    return Generator { choices throws(Rejection) in
      var numbers = Array(repeating: 0.0, count: count)
      if count > 0, try choices.draw(upTo: 3) == 0 {
        for (place, value) in try choices.draw(zip(.integer(in: 0...(count - 1)), number).list(count: 0...8)) {
          numbers[place] = value
        }
      } else {
        for place in 0..<count {
          numbers[place] = try choices.span { choices throws(Rejection) in try choices.draw(number) }
        }
      }
      return isSingle
        ? NumericArray(shape: shape, numbers.map(Float.init)) : NumericArray(shape: shape, numbers)
    }
  }

  /// Images [channels, height, width] of any of these sizes; the simplest is the smallest, all zeros.
  public static func images(
    channels: Int = 1, height: ClosedRange<Int>, width: ClosedRange<Int>, within bound: Double = 4, bits: Int = 12
  ) -> Generator {
    zip(.integer(in: height), .integer(in: width)).flatMap { height, width in
      .dyadic(shape: [channels, height, width], within: bound, bits: bits)
    }
  }

  /// Signals [n] of any of these lengths; the simplest is the shortest, all zeros.
  public static func signals(length: ClosedRange<Int>, within bound: Double = 4, bits: Int = 12) -> Generator {
    Generator<Int>.integer(in: length).flatMap { .dyadic(shape: [$0], within: bound, bits: bits) }
  }
}
