import Testing
import YAML

@Suite struct YAMLDocumentTests {
  /// What is wrong with a text: the error that ends its reading, or all objections.
  private func faults(_ bytes: [UInt8], limits: YAMLLimits = YAMLLimits()) -> [String] {
    do { return try YAMLDocument(bytes, file: "a.yaml", limits: limits).objections.map(\.description) } catch {
      return [error.description]
    }
  }

  private func faults(_ text: String, limits: YAMLLimits = YAMLLimits()) -> [String] {
    faults(Array(text.utf8), limits: limits)
  }

  @Test func scalarsStayUntypedAndKnowTheirQuotes() throws {
    let document = try YAMLDocument(Array("a: 1e-5\nb: \"1\"\nc: no\nd:\ne: |\n  x\n".utf8), file: "a.yaml")
    #expect(document.root["a"]?.plainText == "1e-5")
    #expect(document.root["b"]?.scalar?.text == "1")
    #expect(document.root["b"]?.plainText == nil)
    #expect(document.root["c"]?.plainText == "no")
    #expect(document.root["d"]?.plainText == "")
    #expect(document.root["e"]?.scalar?.style == .literal)
    #expect(document.objections.isEmpty)
  }

  @Test func keysAreComparedByTheirBytes() throws {
    let document = try YAMLDocument(Array("\u{E9}: 1\ne\u{301}: 2\n".utf8), file: "a.yaml")
    #expect(document.objections.isEmpty)
    #expect(document.root["e\u{301}"]?.plainText == "2")
  }

  @Test func aliasesAreResolvedAndSayWhereTheyStand() throws {
    let document = try YAMLDocument(Array("a: &x {b: 1}\nc: *x\n".utf8), file: "a.yaml")
    let value = document.root["c"]
    #expect(value?["b"]?.plainText == "1")
    #expect(value?.mark == Mark(line: 1, column: 7, offset: 6))
    #expect(value?.alias == Mark(line: 2, column: 4, offset: 16))
    #expect(document.root["a"]?.alias == nil)
  }

  @Test func anchorsMayBeGivenAnew() throws {
    let document = try YAMLDocument(Array("a: &x 1\nb: *x\nc: &x 2\nd: *x\n".utf8), file: "a.yaml")
    #expect(document.root["b"]?.plainText == "1")
    #expect(document.root["d"]?.plainText == "2")
  }

  @Test(arguments: [
    ("", "a.yaml:1:1: the file is empty"),
    ("# nothing\n", "a.yaml:1:1: the file is empty"),
    ("a: 1\n---\nb: 2\n", "a.yaml:2:1: a second document begins here; a file holds one"),
    (
      "a: [1, 2\nb: 3\n",
      "a.yaml:2:2: a[2]: not YAML: did not find expected ',' or ']' while parsing a flow sequence, which begins at 1:4"
    ),
    (
      "a:\n\tb: 1\n",
      "a.yaml:2:1: a: not YAML: found a tab where YAML wants spaces while scanning for the next token, which begins at 2:1"
    ),
    ("a: &x [1, *x]\n", "a.yaml:1:11: a[1]: the alias *x stands inside what it names; a value cannot hold itself"),
    ("a: *x\n", "a.yaml:1:4: a: the alias *x names nothing; no anchor of that name stands before it"),
    (
      "a: !!python/object:os.system {b: 1}\n",
      "a.yaml:1:4: a: the tag tag:yaml.org,2002:python/object:os.system is not read; remove it, each field has its type already"
    ),
    (
      "a: 1\n<<: {b: 2}\n",
      "a.yaml:2:1: merge keys are not read; write the fields out, or use an alias for a whole value"
    ),
    ("b: {a: 1, c: 2, a: 3}\n", "a.yaml:1:17: b.a: duplicate key; the first stands at 1:5"),
    ("{[1]: 2}\n", "a.yaml:1:2: a key must be a text, not a list or a mapping; a text with [ ] or { } needs quotes"),
    (
      "a: \"\\ud800\"\n",
      "a.yaml:1:7: a: not YAML: found invalid Unicode character escape code while parsing a quoted scalar, which begins at 1:4"
    ),
  ])
  func refusesWithAPlace(_ text: String, _ message: String) {
    #expect(faults(text) == [message])
  }

  @Test(
    arguments: [
      ([0xFF, 0xFE, 0x61, 0x00], "a.yaml: the file is UTF-16, as its byte order mark says; save it as UTF-8"),
      ([0xFE, 0xFF, 0x00, 0x61], "a.yaml: the file is UTF-16, as its byte order mark says; save it as UTF-8"),
      ([0xFF, 0xFE, 0, 0, 0x61, 0, 0, 0], "a.yaml: the file is UTF-32, as its byte order mark says; save it as UTF-8"),
      (Array("a: é".utf8) + [0x0A, 0x62, 0xE9, 0x0A], "a.yaml:2:2: byte 0xE9 is not UTF-8; save the file as UTF-8"),
      ([0x61, 0xED, 0xA0, 0x80], "a.yaml:1:2: byte 0xED is not UTF-8; save the file as UTF-8"),
      ([0x61, 0xC0, 0xAF], "a.yaml:1:2: byte 0xC0 is not UTF-8; save the file as UTF-8"),
      (Array("a: b".utf8) + [0], "a.yaml:1:5: a NUL byte may not stand in YAML; remove it"),
      (Array("a: b".utf8) + [0x1B], "a.yaml:1:5: the control character U+001B may not stand in YAML; remove it"),
      (Array("a: \u{FEFF}".utf8), "a.yaml:1:4: the control character U+FEFF may not stand in YAML; remove it"),
    ] as [([UInt8], String)])
  func refusesWhatIsNotUTF8(_ bytes: [UInt8], _ message: String) {
    #expect(faults(bytes) == [message])
  }

  @Test func aByteOrderMarkAndCarriageReturnsAreAccepted() throws {
    let document = try YAMLDocument([0xEF, 0xBB, 0xBF] + Array("a: 1\r\nb: 2\r\n".utf8), file: "a.yaml")
    #expect(document.root["a"]?.mark == Mark(line: 1, column: 4, offset: 3))
    #expect(document.root["b"]?.mark == Mark(line: 2, column: 4, offset: 9))
  }

  @Test func objectionsAreFoundAtOnceInTheOrderOfTheText() {
    let found = faults("a: 1\na: 2\nb: !t 1\n<<: 3\n")
    #expect(found.count == 3)
    #expect(found.map { $0.prefix(8) } == ["a.yaml:2", "a.yaml:3", "a.yaml:4"])
  }

  @Test func anExplodingAliasIsStoppedAtItsLine() {
    let laughs = zip("abcdefgh", "bcdefghi").map { name, next in
      "\(next): &\(next) [" + Array(repeating: "*\(name)", count: 10).joined(separator: ",") + "]"
    }
    let text = "a: &a [x,x,x,x,x,x,x,x,x,x]\n" + laughs.joined(separator: "\n")
    #expect(
      faults(text) == ["a.yaml:5:29: e[7]: too large: more than 100000 values, those that aliases repeat included"])
  }

  @Test func aLongTextMayNotBeRepeatedWithoutEnd() {
    let text = "a: &a " + String(repeating: "x", count: 1 << 20) + "\nb: [" + String(repeating: "*a,", count: 9) + "]\n"
    #expect(
      faults(text) == ["a.yaml:2:23: b[6]: too large: more than 8388608 bytes, those that aliases repeat included"])
  }

  @Test func depthSizeAndDirectivesAreBounded() {
    #expect(faults(String(repeating: "[", count: 64) + String(repeating: "]", count: 64)).isEmpty)
    let deep = String(repeating: "[", count: 65) + String(repeating: "]", count: 65)
    #expect(faults(deep).first?.hasSuffix("too large: collections stand more than 64 deep") == true)
    // The alias brings a depth of its own.
    let nested = "a: &a " + String(repeating: "[", count: 40) + String(repeating: "]", count: 40) + "\nb: "
    #expect(faults(nested + String(repeating: "[", count: 23) + "*a" + String(repeating: "]", count: 23)).isEmpty)
    #expect(faults(nested + String(repeating: "[", count: 24) + "*a" + String(repeating: "]", count: 24)).count == 1)
    var limits = YAMLLimits()
    limits.bytes = 10
    #expect(faults("a: 12345678\n", limits: limits) == ["a.yaml: the file has 12 bytes; at most 10 are read"])
    let directives = (0..<20).map { "%TAG !a\($0)! b\n" }.joined()
    #expect(faults(directives + "---\na: 1\n") == ["a.yaml:17:1: more than 16 lines begin with %, as directives do"])
  }
}
