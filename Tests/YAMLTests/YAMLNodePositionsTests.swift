import Testing
import YAML

@Suite struct YAMLNodePositionsTests {
  /// The place of the first `?` of the text of `x`, found through the scalar, as the source has it.
  private func found(_ text: String) throws -> String {
    let document = try YAMLDocument(Array(text.utf8), file: "a.yaml")
    let node = try #require(document.root["x"])
    let value = try #require(node.scalar).text
    let offset = try #require(value.utf8.firstIndex(of: UInt8(ascii: "?")))
    let mark = node.mark(at: value.utf8.distance(from: value.startIndex, to: offset), in: document.source)
    return String(decoding: document.source.bytes[mark.offset...].prefix(1), as: UTF8.self) + " \(mark)"
  }

  @Test(arguments: [
    ("x: a?b", "? 1:5"),
    ("x: ?b", "? 1:4"),
    ("x: a ~ b * ?", "? 1:12"),
    ("x: é漢 ?", "? 1:7"),
    ("x: &name  a ?", "? 1:13"),
    ("x: 'it''s ?'", "? 1:11"),
    ("x: \"a ? b\"", "? 1:7"),
    (#"x: "\"a\t\\ ?""#, "? 1:13"),
    (#"x: "\x41\u00e9\U0001F600\_ ?""#, "? 1:28"),
    (#"x: "\x20\x09?""#, "? 1:13"),
    ("x: a\n  b ?\n", "? 2:5"),
    ("x: \"a\n  b \\\n  c?\"\n", "? 3:4"),
    ("x: |\n  a\n  b ?\n", "? 3:5"),
    ("x: >-  # remark\n  a\n\n  b  ?\n", "? 4:6"),
    ("x: |2\n   a\n   ?\n", "? 3:4"),
  ])
  func offsetsInAScalarAreFoundInTheSource(_ text: String, _ place: String) throws {
    #expect(try found(text) == place)
  }

  @Test func whiteSpaceIsExactOnOneLine() throws {
    let document = try YAMLDocument(Array("x: a  b".utf8), file: "a.yaml")
    let node = try #require(document.root["x"])
    #expect((0...5).map { node.mark(at: $0, in: document.source).column } == [4, 5, 6, 7, 8, 8])
  }

  @Test func collectionsGiveTheirOwnMark() throws {
    let document = try YAMLDocument(Array("x: [a, b]".utf8), file: "a.yaml")
    let node = try #require(document.root["x"])
    #expect(node.mark(at: 3, in: document.source) == node.mark)
  }
}
