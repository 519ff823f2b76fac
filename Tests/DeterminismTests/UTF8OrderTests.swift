import Determinism
import Testing

@Suite struct UTF8OrderTests {
  @Test func ordersByBytes() {
    let names = ["é", "b", "", "a", "B", "ab", "Z", "e\u{301}", "\u{ffff}", "\u{10000}", "a/b", "a.b"]
    #expect(
      names.sorted(by: orderedByUTF8) == [
        "", "B", "Z", "a", "a.b", "a/b", "ab", "b", "e\u{301}", "é", "\u{ffff}", "\u{10000}",
      ])
    #expect(!orderedByUTF8("a", "a"))
  }

  @Test func bytesDistinguishWhatUnicodeTakesForOne() {
    #expect("\u{e9}" == "e\u{301}")
    #expect(!sameUTF8("\u{e9}", "e\u{301}"))
    #expect(orderedByUTF8("e\u{301}", "\u{e9}"))
    #expect(sameUTF8("é", "é"))
  }
}
