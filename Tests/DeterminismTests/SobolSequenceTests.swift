import Determinism
import Testing

@Suite struct SobolSequenceTests {
  /// Points of SciPy 1's `qmc.Sobol(8, scramble=False, bits=32)`, in units of 1/4096; it counts in Gray code.
  @Test func agreesWithAnIndependentImplementation() {
    let sequence = SobolSequence(dimension: 8)
    let known: [(Int, [Int])] = [
      (5, [3584, 3584, 512, 1536, 3584, 2560, 3584, 1536]), (100, [1696, 1056, 3168, 2976, 3616, 3040, 96, 1952]),
      (1000, [900, 396, 2124, 2772, 1148, 3716, 188, 3684]), (4095, [1, 3855, 1369, 3693, 3851, 323, 3889, 1601]),
    ]
    for (number, due) in known {
      let found = (0..<8).map { Int(sequence.coordinate($0, of: number ^ number >> 1) * 4096) }
      #expect(found == due, "point \(number)")
    }
  }

  /// The first 2ᵏ points, scrambled or not, have one in each of 2ᵏ equal layers of every coordinate.
  @Test(arguments: [nil, 1, 2] as [UInt64?]) func everyCoordinateIsEven(_ seed: UInt64?) {
    let sequence = SobolSequence(dimension: 8, scramble: seed.map { RandomStream(seed: $0, name: "points") })
    for axis in 0..<8 {
      let layers = (0..<256).map { Int(sequence.coordinate(axis, of: $0) * 256) }
      #expect(layers.sorted() == Array(0..<256), "axis \(axis)")
    }
  }

  /// In the first two dimensions every elementary cell of 1/16 × 1/16 has one point of 256.
  @Test func cellsOfTwoDimensionsAreEven() {
    let sequence = SobolSequence(dimension: 2, scramble: RandomStream(seed: 9, name: "points"))
    let cells = (0..<256).map {
      Int(sequence.coordinate(0, of: $0) * 16) * 16 + Int(sequence.coordinate(1, of: $0) * 16)
    }
    #expect(cells.sorted() == Array(0..<256))
  }

  @Test func seedsDiffer() {
    let draws = ([1, 2] as [UInt64]).map { seed in
      let sequence = SobolSequence(dimension: 2, scramble: RandomStream(seed: seed, name: "points"))
      return (0..<8).map { sequence.coordinate(1, of: $0) }
    }
    #expect(draws[0] != draws[1])
  }
}
