import Determinism
import Documents
import Testing

private func parsed(_ text: String) throws -> JSON { try JSON(parsing: Array(text.utf8), file: "x.json") }

@Suite struct JSONParseTests {
  @Test func everyKindOfValue() throws {
    let text = #" { "n" : null, "t":true,"f":false, "i":-12, "x":1.5e3, "s":"a", "a":[1,[],{}] } "#
    let expected: JSON = [
      "n": nil, "t": true, "f": false, "i": -12, "x": 1500.0, "s": "a", "a": [1, [], [:]],
    ]
    #expect(try parsed(text) == expected)
  }

  @Test(
    arguments: [
      ("0", .integer(0)), ("-0", .number(-0.0)), ("1.0", .number(1)), ("1e2", .number(100)), ("1E+2", .number(100)),
      ("9223372036854775807", .integer(.max)), ("-9223372036854775808", .integer(.min)),
      ("9223372036854775808", .number(0x1p63)), ("\u{feff}1", .integer(1)), ("5e-324", .number(0x1p-1074)),
      (#""\u00e9\ud83d\ude00\n\/\\\"\b\f\r\t""#, .string("é😀\n/\\\"\u{8}\u{c}\r\t")), (#""\u0000""#, .string("\0")),
      ("\"é😀\u{7f}\"", .string("é😀\u{7f}")), (#"{"":1}"#, .object([.init(key: "", value: 1)])),
    ] as [(String, JSON)])
  func accepts(_ text: String, _ value: JSON) throws {
    #expect(try parsed(text) == value)
  }

  @Test(arguments: [
    "", " ", "{", "[", "[1,]", "{\"a\":1,}", "{a:1}", "{'a':1}", "[1 2]", "{\"a\" 1}", "{\"a\":}", "1 2", "nul", "True",
    "nan", "NaN", "Infinity", "-", "+1", "01", "-01", ".5", "1.", "1e", "1e+", "0x10", "1_0", "1,5", "١", "\"", "\"a",
    "\"\u{1}\"", "\"\n\"", #""\x""#, #""\u12""#, #""\ud800""#, #""\udc00""#, #""\ud800\u0041""#, #""\ud800x""#, "1e400",
    "-1e400", "//x\n1", "[1]]", "\u{a0}1", "1\0", "\u{feff}\u{feff}1", "}", "]", ",",
  ])
  func refuses(_ text: String) {
    #expect(throws: DocumentError.self) { try parsed(text) }
  }

  @Test(arguments: [
    (
      "{\n  \"a\": 1,\n  \"a\": 2\n}", #"x.json:3:3: expected every key once, found ""a"" again; remove one of the two"#
    ),
    ("[1,\n 2 3]", "x.json:2:4: expected \",\" or \"]\", found \"3\"; close the array or separate its elements"),
    (
      "\"é\u{1}\"",
      "x.json:1:3: expected no control character in a string, found \"\\u{1}\"; write it as an escape such as \\n"
    ),
    (
      "[-é]",
      "x.json:1:2: expected a number as JSON writes it, found \"-é\"; "
        + "write digits, none of them a leading zero, on both sides of a point"
    ),
    ("[1e999]", "x.json:1:2: expected a number of at most 1.8e308, found \"1e999\"; correct its power of ten"),
    (
      "{\"a\": é}",
      "x.json:1:7: expected a value, found \"é\"; write a number, a string, true, false, null, an array or an object"
    ),
    (
      "[",
      "x.json:1:2: expected a value, found the end of the document; write a number, a string, true, false, null, an array or an object"
    ),
  ])
  func saysWhatIsWrongAndWhere(_ text: String, _ message: String) {
    let error = #expect(throws: DocumentError.self) { try parsed(text) }
    #expect(error?.description == message)
  }

  @Test func keysThatDifferInBytesAreTwo() throws {
    #expect(try parsed("{\"\u{e9}\":1,\"e\u{301}\":2}").asObject?.count == 2)
  }

  @Test(arguments: [
    [0xff], [0x22, 0xc3, 0x22], [0x22, 0xed, 0xa0, 0x80, 0x22], [0x22, 0xc0, 0x80, 0x22], [0xf4, 0x90, 0x80, 0x80],
  ])
  func refusesWhatIsNotUTF8(_ bytes: [UInt8]) {
    let error = #expect(throws: DocumentError.self) { try JSON(parsing: bytes) }
    #expect(error?.expected == "UTF-8")
  }

  @Test func depthIsBounded() throws {
    let deepest = String(repeating: "[", count: 256) + String(repeating: "]", count: 256)
    #expect(try parsed(deepest).render(pretty: false) == deepest)
    let wide = "[" + String(repeating: "[],", count: 999) + "{}]"
    #expect(try parsed(wide).asArray?.count == 1000)
    for bomb in ["[", "{\"a\":", "[{\"a\":"] {
      let error = #expect(throws: DocumentError.self) { try parsed(String(repeating: bomb, count: 100_000)) }
      #expect(error?.expected == "at most 256 levels of nesting")
    }
  }
}

@Suite struct JSONRenderTests {
  @Test func compact() {
    let value: JSON = ["b": [1, 2.5, "x"], "a": ["c": nil, "d": [:], "e": []], "z": true]
    #expect(value.render(pretty: false) == #"{"b":[1,2.5,"x"],"a":{"c":null,"d":{},"e":[]},"z":true}"#)
  }

  @Test func pretty() {
    let value: JSON = ["b": [1, 2.5], "a": ["c": nil, "d": [:], "e": []], "m": [[1, 2], [3, 4]]]
    let text = """
      {
        "b": [1, 2.5],
        "a": {
          "c": null,
          "d": {},
          "e": []
        },
        "m": [
          [1, 2],
          [3, 4]
        ]
      }

      """
    #expect(value.render(pretty: true) == text)
  }

  @Test func numbersJSONLacksAreStrings() {
    let value: JSON = [.number(.nan), .number(-.infinity), .number(.infinity), .number(-0.0), 1.0, 1]
    #expect(value.render(pretty: false) == #"["nan","-inf","inf",-0.0,1.0,1]"#)
    #expect(JSON.string("inf").asNumber == .infinity)
    #expect(JSON.string("-inf").asNumber == -.infinity)
    #expect(JSON.string("nan").asNumber?.isNaN == true)
    #expect(JSON.string("1").asNumber == nil)
  }

  @Test func onlyWhatMustBeEscapedIs() {
    #expect(
      JSON.string("\"\\/\n\r\t\u{8}\u{1f}\u{7f}é😀\0").render(pretty: false) == #""\"\\/\n\r\t\u0008\u001f"# + "\u{7f}é😀"
        + #"\u0000""#)
  }

  /// Random documents read back as they were, from both forms.
  @Test func readsBack() throws {
    var stream = RandomStream(seed: 1, name: "json")
    for _ in 0..<300 {
      let value = randomJSON(&stream, depth: 4)
      #expect(try JSON(parsing: value.bytes(pretty: false)) == value)
      #expect(try JSON(parsing: value.bytes(pretty: true)) == value)
    }
  }

  private func randomJSON(_ stream: inout RandomStream, depth: Int) -> JSON {
    switch stream.nextInteger(below: depth > 0 ? 8 : 6) {
    case 0: return .null
    case 1: return .bool(stream.nextWord() & 1 == 0)
    case 2: return .integer(Int64(bitPattern: stream.nextWord()))
    case 3, 4:
      let number = Double(bitPattern: stream.nextWord())
      return .number(number.isFinite ? number : -0.0)
    case 5: return .string(randomText(&stream))
    case 6: return .array((0..<stream.nextInteger(below: 5)).map { _ in randomJSON(&stream, depth: depth - 1) })
    default:
      return .object(
        (0..<stream.nextInteger(below: 5)).map {
          JSON.Member(key: "\($0)" + randomText(&stream), value: randomJSON(&stream, depth: depth - 1))
        })
    }
  }
}

@Suite struct JSONAccessTests {
  private let value: JSON = ["parameters": ["tau": ["value": 5.0]], "rows": [[1, 2], [3]], "a.b": 7]

  @Test func paths() {
    #expect(value.path("parameters.tau.value") == 5.0)
    #expect(value.path("rows.0.1") == 2)
    #expect(value.path("") == value)
    #expect(value.path("rows.2") == nil)
    #expect(value.path("rows.-1") == nil)
    #expect(value.path("rows.x") == nil)
    #expect(value.path("parameters.sigma.value") == nil)
    #expect(value.path("parameters.tau.value.x") == nil)
    #expect(value.path("a.b") == nil)
    #expect(value.path(["a.b"]) == 7)
  }

  @Test func settingKeepsTheOrder() {
    var value: JSON = ["a": 1, "b": 2]
    value["c"] = 3
    value["a"] = "x"
    value["b"] = JSON?.none
    #expect(value == ["a": "x", "c": 3])
    var empty: JSON = nil
    empty["k"] = true
    #expect(empty == ["k": true])
  }

  @Test func equalityIsThatOfTheText() {
    #expect(JSON.number(.nan) == .number(-.nan))
    #expect(JSON.number(0) != .number(-0.0))
    #expect(JSON.integer(1) != .number(1))
    #expect(JSON.string("\u{e9}") != .string("e\u{301}"))
    #expect(["a": 1, "b": 2] as JSON != ["b": 2, "a": 1])
  }
}
