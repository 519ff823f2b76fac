/// Numbers for tests of kernels: SplitMix64, whose stream no change of the random streams can move.
struct Draws {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed }

  mutating func word() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }

  mutating func below(_ count: Int) -> Int { Int(word() >> 33) % count }
  mutating func flip() -> Bool { word() >> 63 == 1 }
  /// In [-1, 1), on a grid of 2⁻⁵² and so exact.
  mutating func double() -> Double { Double(Int64(bitPattern: word()) >> 11) * 0x1p-52 }
  mutating func doubles(_ count: Int) -> [Double] { (0..<count).map { _ in double() } }
  mutating func floats(_ count: Int) -> [Float] {
    (0..<count).map { _ in Float(Int64(bitPattern: word()) >> 40) * 0x1p-23 }
  }
}

/// Equal bits, any NaN being like any other.
func sameBits(_ a: [Float], _ b: [Float]) -> Bool {
  a.count == b.count && zip(a, b).allSatisfy { $0.bitPattern == $1.bitPattern || ($0.isNaN && $1.isNaN) }
}

/// Equal bits, any NaN being like any other.
func sameBits(_ a: [Double], _ b: [Double]) -> Bool {
  a.count == b.count && zip(a, b).allSatisfy { $0.bitPattern == $1.bitPattern || ($0.isNaN && $1.isNaN) }
}

/// FNV-1a over the bits of numbers.
struct Digest {
  private var hash: UInt64 = 0xcbf2_9ce4_8422_2325

  mutating func add(_ values: [Float]) { for value in values { add(UInt64(value.bitPattern), bytes: 4) } }
  mutating func add(_ values: [Double]) { for value in values { add(value.bitPattern, bytes: 8) } }

  private mutating func add(_ bits: UInt64, bytes: Int) {
    for byte in 0..<bytes { hash = (hash ^ ((bits >> (8 * UInt64(byte))) & 0xff)) &* 0x100_0000_01b3 }
  }

  var hex: String { String(hash, radix: 16) }
}
