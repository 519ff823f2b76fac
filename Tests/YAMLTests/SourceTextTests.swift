import Glibc
import Testing
import YAML

@Suite struct SourceTextTests {
  /// The mark of the value of the key `x`.
  private func mark(_ text: String) throws -> Mark? {
    try YAMLDocument(Array(text.utf8), file: "a.yaml").root["x"]?.mark
  }

  @Test func columnsCountScalarsAndLinesEndAsInEditors() throws {
    #expect(try mark("é: 1\nx: 2\n") == Mark(line: 2, column: 4, offset: 9))
    #expect(try mark("{漢字: 1, x: 2}") == Mark(line: 1, column: 12, offset: 15))
    #expect(try mark("{e\u{301}: 1, x: 2}") == Mark(line: 1, column: 12, offset: 12))
    #expect(try mark("a: 1\r\nx: 2") == Mark(line: 2, column: 4, offset: 9))
    #expect(try mark("a: 1\rx: 2") == Mark(line: 2, column: 4, offset: 8))
    // libyaml ends a line here, editors do not.
    #expect(try mark("a: 1\u{85}x: 2") == Mark(line: 1, column: 9, offset: 9))
    #expect(try mark("a: 1\u{2028}x: 2") == Mark(line: 1, column: 9, offset: 10))
  }

  /// Every mark in a text of many lines and widths, against a count from the start.
  @Test func marksAgreeWithACountFromTheStart() throws {
    let words = ["a", "é", "漢字", "😀", "plain words", "e\u{301}"]
    let lines = (0..<400).map {
      "k\($0): {" + String(repeating: "\(words[$0 % 6]): 1, ", count: 1) + "x: \(words[$0 % 5])}"
    }
    let text = lines.joined(separator: "\n") + "\n"
    let document = try YAMLDocument(Array(text.utf8), file: "a.yaml")
    let entries = try #require(document.root.entries)
    #expect(entries.count == 400)
    for (index, entry) in entries.enumerated() {
      let value = try #require(entry.value["x"])
      let before = lines[index].unicodeScalars.lastIndex(of: "x").map { lines[index].unicodeScalars[..<$0].count } ?? 0
      let column = before + 4  // behind `x: `, from 1
      #expect(value.mark.line == index + 1)
      #expect(value.mark.column == column, "\(lines[index])")
      let offset = lines[..<index].reduce(0) { $0 + $1.utf8.count + 1 }
      #expect(entry.mark.offset == offset)
      #expect(document.source.mark(offset: value.mark.offset) == value.mark)
    }
  }

  /// Work per value that grew with the line would take minutes here.
  @Test func aLongLineCostsNoMoreThanManyShortOnes() throws {
    func processorTime() -> Double {
      var time = timespec()
      clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
      return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }
    for value in ["é", "&b é", "!t é", "*a"] {
      let text = "x: &a [1]\ny: [" + String(repeating: value + ", ", count: value == "*a" ? 45_000 : 90_000) + "]"
      let start = processorTime()
      let document = try YAMLDocument(Array(text.utf8), file: "a.yaml")
      #expect(processorTime() - start < 10, "\(value)")
      #expect(document.objections.count == (value.hasPrefix("!") ? 1000 : 0))
    }
  }

  @Test func linesComeWithoutTheirEnds() throws {
    let source = try YAMLDocument(Array("a: 1\r\nb: é\n".utf8), file: "a.yaml").source
    #expect(Array(source.line(1)) == Array("a: 1".utf8))
    #expect(Array(source.line(2)) == Array("b: é".utf8))
    #expect(source.line(3).isEmpty)
    #expect(source.line(4).isEmpty)
    #expect(source.line(0).isEmpty)
  }
}
