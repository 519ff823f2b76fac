/// Points that fill the unit cube evenly: Sobol's sequence, scrambled by a seed.
///
/// Point i is a function of i and the seed alone. Scrambling is Owen's nested uniform one, by hashing each coordinate's
/// bits from the highest down; every first 2ᵏ points keep their even spread.
/// Sources: Joe and Kuo, 2008, doi:10.1137/070709359 (direction numbers new-joe-kuo-6.21201, first eight dimensions);
/// Laine and Karras, 2011, doi:10.1111/j.1467-8659.2011.02009.x, with the constants of Burley, 2020, JCGT 9(4).
public struct SobolSequence: Sendable {
  /// How many dimensions have direction numbers here.
  public static let maximumDimension = 8

  public let dimension: Int
  private let directions: [[UInt32]]
  private let seeds: [UInt32]

  /// - Parameter scramble: gives a seed to each dimension; without one the points are Sobol's own.
  /// Traps unless `dimension` is in 1...8.
  public init(dimension: Int, scramble: RandomStream? = nil) {
    precondition(
      (1...Self.maximumDimension).contains(dimension),
      "SobolSequence: \(dimension) dimensions; 1 to \(Self.maximumDimension) have direction numbers")
    self.dimension = dimension
    directions = (0..<dimension).map(Self.directions)
    var stream = scramble
    seeds = (0..<dimension).map { _ in UInt32(truncatingIfNeeded: (stream?.nextWord() ?? 0) >> 32) }
    isScrambled = scramble != nil
  }

  private let isScrambled: Bool

  /// A coordinate of a point: a multiple of 2⁻³² in [0, 1), moved to the middle of its cell when scrambled.
  public func coordinate(_ axis: Int, of point: Int) -> Double {
    var bits: UInt32 = 0
    var index = UInt32(truncatingIfNeeded: point)
    for direction in directions[axis] where index != 0 {
      if index & 1 == 1 { bits ^= direction }
      index >>= 1
    }
    guard isScrambled else { return Double(bits) * 0x1p-32 }
    return (Double(Self.scrambled(bits, seeds[axis])) + 0.5) * 0x1p-32
  }

  /// Owen's scrambling: each bit is turned by a hash of those above it.
  private static func scrambled(_ bits: UInt32, _ seed: UInt32) -> UInt32 {
    var x = reversed(bits)
    x &+= seed
    x ^= x &* 0x6c50_b47c
    x ^= x &* 0xb82f_1e52
    x ^= x &* 0xc7af_e638
    x ^= x &* 0x8d22_f6e6
    return reversed(x)
  }

  private static func reversed(_ x: UInt32) -> UInt32 {
    var x = x.byteSwapped
    x = (x & 0x0f0f_0f0f) << 4 | (x >> 4) & 0x0f0f_0f0f
    x = (x & 0x3333_3333) << 2 | (x >> 2) & 0x3333_3333
    return (x & 0x5555_5555) << 1 | (x >> 1) & 0x5555_5555
  }

  /// The degree of each dimension's polynomial, its inner coefficients, the first direction numbers.
  private static let polynomials: [(degree: Int, coefficients: UInt32, first: [UInt32])] = [
    (0, 0, []), (1, 0, [1]), (2, 1, [1, 3]), (3, 1, [1, 3, 1]), (3, 2, [1, 1, 1]), (4, 1, [1, 1, 3, 3]),
    (4, 4, [1, 3, 5, 13]), (5, 2, [1, 1, 5, 5, 17]),
  ]

  private static func directions(_ axis: Int) -> [UInt32] {
    let (degree, coefficients, first) = polynomials[axis]
    guard degree > 0 else { return (0..<32).map { 1 << (31 - $0) } }
    var v = first.enumerated().map { $1 << UInt32(31 - $0) }
    for i in degree..<32 {
      var next = v[i - degree] ^ (v[i - degree] >> UInt32(degree))
      for k in 1..<max(1, degree) where coefficients >> UInt32(degree - 1 - k) & 1 == 1 { next ^= v[i - k] }
      v.append(next)
    }
    return v
  }
}
