/// Data and initial weights that any engine can make: SplitMix64 in counter mode, 24 bits of each word.
///
/// Element i of a seed is `mix(seed + (i + 1) · 0x9E3779B97F4A7C15) >> 40`. Source: Steele, Lea and Flood, 2014,
/// doi:10.1145/2660193.2660195. The scripts of the peers draw theirs in the same way.
public enum PortableNumbers {
  static func word(_ seed: UInt64, _ i: Int) -> UInt64 {
    var z = seed &+ UInt64(i + 1) &* 0x9E37_79B9_7F4A_7C15
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return (z ^ (z >> 31)) >> 40
  }

  /// The i-th number of a seed, in [0, 1).
  public static func number(_ seed: UInt64, _ i: Int) -> Double { Double(word(seed, i)) * 0x1p-24 }

  /// Uniform in [low, high).
  public static func uniform(_ seed: UInt64, _ count: Int, _ low: Double = 0, _ high: Double = 1) -> [Float] {
    (0..<count).map { Float(low + (high - low) * number(seed, $0)) }
  }

  /// Whole numbers below a bound.
  public static func integers(_ seed: UInt64, _ count: Int, _ bound: UInt64) -> [Int] {
    (0..<count).map { Int(word(seed, $0) % bound) }
  }

  /// Weights of a layer: uniform within 1/√fan-in.
  public static func weights(_ seed: UInt64, _ count: Int, fanIn: Double) -> [Float] {
    let bound = 1 / fanIn.squareRoot()
    return uniform(seed, count, -bound, bound)
  }
}
