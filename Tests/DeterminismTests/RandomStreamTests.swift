import Determinism
import Testing

@Suite struct RandomStreamTests {
  /// Words of an independent implementation in Python.
  @Test func wordsAreThoseOfTheDefinition() {
    let stream = RandomStream(seed: 20_261_123, name: "decay").child("noise")
    #expect(stream.word(at: 0) == 0xed76_59d1_599e_9f03)
    #expect(stream.word(at: 1) == 0x7b40_ed30_9332_38c8)
    #expect(stream.word(at: 2) == 0x0a50_0ec5_4bfe_a4a9)
    #expect(stream.word(at: 3) == 0x030f_f510_afa4_1168)
    #expect(stream.word(at: .max) == 0xd184_493f_ad6b_0518)
    let other = RandomStream(seed: .max, name: "μ")
    #expect(other.word(at: 0) == 0xd233_faa0_a4b3_c116)
    #expect(other.word(at: 1) == 0xb41b_f0af_7c4c_5454)
  }

  @Test func walkingAndJumpingGiveTheSameWords() {
    let start = RandomStream(seed: 1, name: "walk")
    let positions: [UInt64] = [0, 1, 2, 3, 8, 0x2_0000_0000, 0x2_0000_0001, .max - 1, .max]
    for position in positions {
      var jumped = start
      jumped.position = position
      for step in 0..<5 {
        #expect(jumped.position == position &+ UInt64(step))
        #expect(jumped.nextWord() == start.word(at: position &+ UInt64(step)))
      }
    }
  }

  @Test func aChildDoesNotDependOnThePosition() {
    let start = RandomStream(seed: 1, name: "parent")
    var moved = start
    _ = moved.nextWord()
    #expect(moved != start)
    #expect(moved.child("c") == start.child("c"))
    #expect(moved.child("c").position == 0)
  }

  @Test func equalStreamsAreThoseThatGiveTheSameWords() {
    var walked = RandomStream(seed: 3, name: "s")
    for _ in 0..<4 { _ = walked.nextWord() }
    var jumped = RandomStream(seed: 3, name: "s")
    jumped.position = 4
    #expect(walked == jumped)
  }

  /// Neighbouring seeds, seeds that differ in the upper half only, sibling names: half of all bits differ.
  @Test func neighboursShareNothing() {
    let base = RandomStream(seed: 41, name: "weight")
    let others =
      (0..<64).map { RandomStream(seed: 41 ^ (1 << UInt64($0)), name: "weight") } + [
        RandomStream(seed: 42, name: "weight"), RandomStream(seed: 41, name: "weighs"),
        RandomStream(seed: 41, name: "weight "), base.child("weight"), base.child(""),
      ]
    for other in others {
      let differing = (0..<64).reduce(0) { $0 + (base.word(at: $1) ^ other.word(at: $1)).nonzeroBitCount }
      // 4096 bits: the standard deviation is 32.
      #expect(abs(differing - 2048) < 200, "seed \(other.seed)")
    }
  }

  @Test func everyBitIsSetHalfOfTheTime() {
    var stream = RandomStream(seed: 5, name: "bits")
    var counts = [Int](repeating: 0, count: 64)
    for _ in 0..<10_000 {
      let word = stream.nextWord()
      for bit in 0..<64 where word >> UInt64(bit) & 1 == 1 { counts[bit] += 1 }
    }
    // The standard deviation is 50.
    #expect(counts.allSatisfy { abs($0 - 5000) < 300 })
  }
}
