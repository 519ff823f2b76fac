import CKernels
import Determinism
import Glibc
import Testing

private let inf = Float.infinity
private let nan = Float.nan
private let least = Float.leastNonzeroMagnitude

/// C99 Annex F, and the like for functions that it does not have: name, argument, value.
private let cases: [(String, Float, Float)] = [
  ("exp", 0, 1), ("exp", inf, inf), ("exp", -inf, 0), ("exp", 89, inf), ("exp", -104, 0), ("exp", -103, least),
  ("log", 0, -inf), ("log", -0.0, -inf), ("log", 1, 0), ("log", -1, nan), ("log", inf, inf),
  ("tanh", -0.0, -0.0), ("tanh", inf, 1), ("tanh", -inf, -1), ("tanh", least, least), ("tanh", 9.5, 1),
  ("sigmoid", 0, 0.5), ("sigmoid", inf, 1), ("sigmoid", -inf, 0), ("softplus", inf, inf), ("softplus", -inf, 0),
  ("silu", -0.0, -0.0), ("silu", inf, inf), ("silu", -inf, -0.0), ("silu", 0, 0),
  ("sin", -0.0, -0.0), ("sin", inf, nan), ("sin", least, least), ("cos", 0, 1), ("cos", -inf, nan),
  ("sqrt", -0.0, -0.0), ("sqrt", -1, nan), ("rsqrt", 4, 0.5), ("rsqrt", 0, inf), ("rsqrt", -0.0, -inf),
  ("rsqrt", inf, 0), ("rsqrt", -1, nan), ("erf", -0.0, -0.0), ("erf", inf, 1), ("erf", -inf, -1),
]

private let powers: [(Float, Float, Float)] = [
  (0, 0, 1), (nan, 0, 1), (1, nan, 1), (-1, inf, 1), (0, -3, inf), (-0.0, -3, -inf), (-0.0, 3, -0.0), (-8, 0.5, nan),
  (-2, 3, -8), (0.5, -inf, inf), (2, -inf, 0), (2, 128, inf), (2, -149, least), (-inf, -3, -0.0), (10, 38, 1e38),
]

@Suite struct ElementaryFloatTests {
  @Test(arguments: cases)
  func ofSpecialArguments(function: String, x: Float, expected: Float) throws {
    let kernel = try #require(KernelCatalogue.unaryFloat.first { $0.name == function }).kernel
    let result = KernelCatalogue.apply(kernel, [x])[0]
    #expect(identical(result, expected), "\(function)(\(x)) = \(result), expected \(expected)")
  }

  @Test(arguments: powers)
  func ofSpecialPowers(a: Float, b: Float, expected: Float) {
    #expect(
      identical(Elementary.pow(a, b), expected), "pow(\(a), \(b)) = \(Elementary.pow(a, b)), expected \(expected)")
  }

  /// Long arrays go in pieces; where y starts within a cache line does not matter either.
  @Test(arguments: [(0, 7_000_003), (5, 6_500_000), (3, 1000), (0, 0)])
  func ofLongArrays(shift: Int, count: Int) {
    let x = UnsafeMutablePointer<Float>.allocate(capacity: count + 1)
    let y = UnsafeMutablePointer<Float>.allocate(capacity: count + shift + 1)
    let z = UnsafeMutablePointer<Float>.allocate(capacity: count + 1)
    defer { for memory in [x, y, z] { memory.deallocate() } }
    for i in 0..<count { x[i] = Float(i % 4001) * 0.0043 - 8.5 }
    (y + shift + count).pointee = 42
    kn_map_f32(kn_tanh_f32, x, y + shift, count)
    kn_tanh_f32(x, z, count)
    #expect(memcmp(y + shift, z, 4 * count) == 0)
    #expect(y[shift + count] == 42)
  }

  /// Against double precision, whose own error is 2⁻²⁹ of a float's ulp; a command checks all floats.
  @Test func isWithinOneUlpOfDoublePrecision() throws {
    var stream = RandomStream(seed: 11, name: "floats")
    let x = (0..<4000).map {
      $0 % 2 == 0 ? Float(bitPattern: UInt32(stream.nextWord() >> 32)) : Float(20 * stream.nextUniform() - 10)
    }
    for (name, kernel) in KernelCatalogue.unaryFloat {
      let wide = try #require(KernelCatalogue.unary.first { $0.name == name }).kernel
      let truths = KernelCatalogue.apply(wide, x.map(Double.init))
      for (x, (y, truth)) in zip(x, zip(KernelCatalogue.apply(kernel, x), truths)) {
        let rounded = Float(truth)
        guard rounded.isFinite else {
          #expect(identical(y, rounded) || y == .greatestFiniteMagnitude, "\(name)(\(x)) = \(y), truly \(truth)")
          continue
        }
        #expect(abs(Double(y) - truth) <= Double(rounded.ulp) * 1.000001, "\(name)(\(x)) = \(y), truly \(truth)")
      }
    }
  }
}
