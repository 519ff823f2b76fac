import Determinism
import Documents
import Oracles
import Testing

/// What the minimum of each generator looks like, and that what it makes is what it promises.
@Suite struct GeneratorTests {
  private func samples<Value>(_ generator: Generator<Value>, _ count: Int, seed: UInt64 = 1) throws -> [Value] {
    try (0..<count).map { number in
      var choices = Choices(from: RandomStream(seed: seed, name: "samples").child("\(number)"))
      return try choices.draw(generator)
    }
  }

  private func simplest<Value>(_ generator: Generator<Value>) throws -> Value {
    var choices = Choices(replaying: [])
    return try choices.draw(generator)
  }

  @Test func integersShrinkTowardsZero() throws {
    #expect(try minimal(.integer(in: -100...100)) { $0 > 17 } == 18)
    #expect(try minimal(.integer(in: -100...100)) { $0 < -17 } == -18)
    #expect(try minimal(.integer(in: -5...1_000_000)) { $0 >= 77_777 } == 77_777)
    #expect(try minimal(.integer(in: 10...90)) { $0 % 7 == 0 } == 14)
    #expect(try simplest(.integer(in: -3...9)) == 0)
    #expect(try simplest(.integer(in: 4...9)) == 4)
    #expect(try simplest(.integer(in: -9...(-4))) == -4)
    #expect(Set(try samples(.integer(in: -2...5), 400)) == Set(-2...5))
    #expect(Set(try samples(.integer(in: Int.min...Int.max), 40)).count > 20)
  }

  @Test func dyadicsShrinkToFewPlaces() throws {
    #expect(try minimal(.dyadic(in: -4...4, bits: 20)) { $0 > 0.3 } == 1)
    #expect(try minimal(.dyadic(in: 0.25...0.4, bits: 20)) { _ in true } == 0.25)
    for value in try samples(.dyadic(in: -4...4, bits: 6), 300) {
      #expect((-4...4).contains(value) && value * 64 == (value * 64).rounded())
    }
    #expect(try samples(.dyadic(in: -4...4, bits: 6), 300).contains { $0 * 32 != ($0 * 32).rounded() })
  }

  @Test func unitsShrinkTowardsZero() throws {
    #expect(try simplest(.unit) == 0)
    #expect(try minimal(.unit) { $0 > 0.25 } == 0.25 + 0x1p-30)
    #expect(try samples(.unit, 200).allSatisfy { (0..<1).contains($0) })
  }

  @Test func listsShrinkToTheShortest() throws {
    let lists = Generator<Int>.integer(in: 0...99).list(count: 0...30)
    #expect(try minimal(lists) { $0.count >= 3 } == [0, 0, 0])
    #expect(try minimal(lists) { $0.contains { $0 > 50 } } == [51])
    #expect(try minimal(lists) { $0.reduce(0, +) > 150 }.reduce(0, +) == 151)
    #expect(try minimal(lists) { Set($0).count < $0.count } == [0, 0])
    #expect(try minimal(lists) { $0 != $0.sorted() } == [1, 0])
    #expect(try simplest(Generator<Int>.integer(in: 0...9).list(count: 2...4)) == [0, 0])
    #expect(Set(try samples(lists, 200).map(\.count)).count > 10)
  }

  @Test func composedGeneratorsShrink() throws {
    let pairs = Generator<Int>.integer(in: 1...20).flatMap { n in zip(.constant(n), .integer(in: 0...n)) }
    let pair = try minimal(pairs) { $0.0 > 3 && $0.1 > 2 }
    #expect(pair.0 == 4 && pair.1 == 3)
    #expect(try minimal(.element(of: ["a", "b", "c"])) { $0 != "a" } == "b")
    #expect(try minimal(Generator<Int>.integer(in: 0...999).filter { $0 % 2 == 1 }) { $0 > 10 } == 11)
    #expect(try minimal(.bool) { _ in true } == false)
    let never = Generator<Int>.integer(in: 0...9).filter { _ in false }
    #expect(throws: Rejection.self) { try simplest(never) }
  }

  @Test func arraysShrinkToOneNumber() throws {
    let images = Generator<NumericArray>.images(height: 2...6, width: 2...6)
    let image = try minimal(images) { $0.doubles.contains { $0 > 0.7 } }
    #expect(image.shape == [1, 2, 2])
    #expect(image.doubles.sorted() == [0, 0, 0, 1])
    #expect(try minimal(images) { $0.shape[1] > 3 }.shape == [1, 4, 2])
    #expect(try minimal(.signals(length: 1...40)) { $0.doubles.reduce(0, +) >= 2 }.doubles == [2])
    #expect(try simplest(.dyadic(shape: [2, 2])).doubles == [0, 0, 0, 0])
  }

  @Test func permutationsShrinkToOneExchange() throws {
    #expect(try simplest(.permutation(4)) == [0, 1, 2, 3])
    let order = try minimal(.permutation(6)) { $0 != [0, 1, 2, 3, 4, 5] }
    #expect(zip(order, 0..<6).filter { $0 != $1 }.count == 2)
    #expect(Set(try samples(.permutation(3), 200)).count == 6)
  }

  @Test func rotationsAreRotationsAndUniform() throws {
    #expect(try simplest(.rotation).doubles == [1, 0, 0, 0, 1, 0, 0, 0, 1])
    let matrices = try samples(.rotation, 4000).map(\.doubles)
    for m in matrices.prefix(200) {
      for (a, b) in [(0, 0), (0, 1), (1, 2), (2, 2)] {
        let dot = (0..<3).reduce(0) { $0 + m[3 * a + $1] * m[3 * b + $1] }
        #expect(abs(dot - (a == b ? 1 : 0)) < 1e-14)
      }
    }
    // Uniform on SO(3): the trace 1 + 2 cos θ has mean 0 and mean square 1, each entry mean 0 and mean square 1/3.
    let traces = matrices.map { $0[0] + $0[4] + $0[8] }
    #expect(abs(traces.reduce(0, +) / 4000) < 0.06)
    #expect(abs(traces.reduce(0) { $0 + $1 * $1 } / 4000 - 1) < 0.09)
    for k in 0..<9 {
      #expect(abs(matrices.reduce(0) { $0 + $1[k] } / 4000) < 0.04)
      #expect(abs(matrices.reduce(0) { $0 + $1[k] * $1[k] } / 4000 - 1.0 / 3) < 0.025)
    }
  }

  @Test func thereAre48SignedPermutations() throws {
    let all = Set(try samples(.signedPermutation(), 2000).map(\.doubles))
    #expect(all.count == 48)
    #expect(Set(try samples(.signedPermutation(isProper: true), 2000).map(\.doubles)).count == 24)
    #expect(try simplest(.signedPermutation()).doubles == [1, 0, 0, 0, 1, 0, 0, 0, 1])
    #expect(try minimal(.signedPermutation()) { $0.doubles[0] == -1 }.doubles == [-1, 0, 0, 0, 1, 0, 0, 0, 1])
    for m in try samples(.signedPermutation(isProper: true), 100).map(\.doubles) {
      let determinant =
        m[0] * (m[4] * m[8] - m[5] * m[7]) - m[1] * (m[3] * m[8] - m[5] * m[6]) + m[2] * (m[3] * m[7] - m[4] * m[6])
      #expect(determinant == 1)
    }
  }

  @Test func moleculesKeepTheirDistance() throws {
    let molecules = Generator<Arrays>.molecules(species: [1, 8], atoms: 2...6, spacing: 1.5)
    let small = try minimal(molecules) { ($0["species"]?.integers.count ?? 0) >= 3 }
    #expect(small["species"]?.integers == [1, 1, 1])
    #expect(small["positions"]?.doubles.contains { abs($0) > 3.1 } == false)
    for molecule in try samples(molecules, 200) {
      let x = molecule["positions"]?.doubles ?? []
      for i in 0..<(x.count / 3) {
        for j in 0..<i {
          let distance = (0..<3).reduce(0) { $0 + (x[3 * i + $1] - x[3 * j + $1]) * (x[3 * i + $1] - x[3 * j + $1]) }
          #expect(distance.squareRoot() > 0.7)
        }
      }
      #expect(x.allSatisfy { $0 * 1024 == ($0 * 1024).rounded() })
    }
    let near = Generator<Arrays>.molecules(near: small, spread: 0.25)
    #expect(try simplest(near)["positions"]?.doubles == small["positions"]?.doubles)
  }

  @Test func textsShrinkToTheirShortest() throws {
    let formulas = Generator<String>.formulas(over: ["x", "a"])
    #expect(try simplest(formulas) == "x")
    #expect(try minimal(formulas) { $0.contains("a") } == "a")
    #expect(try minimal(formulas) { $0.contains("exp") } == "exp(x)")
    #expect(Set(try samples(formulas, 100)).count > 20)
    let manifests = Generator<String>.manifests(
      required: [("kind", ["global-fit"]), ("seed", ["1", "2"])], optional: [("steps", ["10", "0"])])
    #expect(try simplest(manifests) == "kind: global-fit\nseed: 1\n")
    #expect(try minimal(manifests) { $0.contains("steps") } == "kind: global-fit\nseed: 1\nsteps: 10\n")
    #expect(try minimal(.bytes(count: 0...9)) { $0.count > 1 } == [0, 0])
  }

  @Test func seedsAndNamesMakeOtherCases() throws {
    let images = Generator<NumericArray>.dyadic(shape: [4, 4])
    #expect(try samples(images, 5, seed: 1) == samples(images, 5, seed: 1))
    #expect(try samples(images, 5, seed: 1) != samples(images, 5, seed: 2))
  }
}
