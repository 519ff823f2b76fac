import Determinism
import Testing

@Suite struct StreamNameTests {
  /// Vectors of FNV-1a, 64 bits, from draft-eastlake-fnv, appendix C.
  @Test func agreesWithThePublishedVectors() {
    #expect(StreamName("").hash == 0xcbf2_9ce4_8422_2325)
    #expect(StreamName("a").hash == 0xaf63_dc4c_8601_ec8c)
    #expect(StreamName("foobar").hash == 0x8594_4171_f739_67e8)
  }

  @Test func aChildIsNoConcatenation() {
    let paths = [
      StreamName("ab"), StreamName("a").child("b"), StreamName("a/b"), StreamName("").child("ab"),
      StreamName("ab").child(""), StreamName("a").child("b").child(""), StreamName("b").child("a"),
    ]
    #expect(Set(paths.map(\.hash)).count == paths.count)
  }

  @Test func bytesCountNotCharacters() {
    #expect(StreamName("\u{e9}").hash != StreamName("e\u{301}").hash)
  }

  @Test func noTwoOfManyNamesCollide() {
    let names = (0..<1000).flatMap { i in ["layer\(i)", "layer\(i).weight", "\(i)"].map(StreamName.init) }
    let all = names + names.map { $0.child("bias") }
    #expect(Set(all.map(\.hash)).count == all.count)
  }
}
