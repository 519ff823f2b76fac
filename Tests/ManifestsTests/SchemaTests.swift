import Documents
import Manifests
import Testing

/// One field of a given schema.
private enum Probe<Value: ProbeSchema>: ManifestKind {
  static var name: String { "probe" }
  static var summary: String { "one field" }
  static func declare(_ fields: inout Fields) -> Value { fields.required("x", Value.schema, "the field") }
}

private protocol ProbeSchema: Sendable { static var schema: Schema<Self> { get } }

private struct Positive: ProbeSchema {
  let value: Double
  static let schema = Schema<Double>.number(above: 0, atMost: 10).map(Positive.init)
}

private struct AnyNumber: ProbeSchema {
  let value: Double
  static let schema = Schema<Double>.number(isFinite: false).map(AnyNumber.init)
}

private struct Whole: ProbeSchema {
  let value: Int
  static let schema = Schema<Int>.integer(atLeast: -3).map(Whole.init)
}

private struct Text: ProbeSchema {
  let value: String
  static let schema = Schema<String>.text.map(Text.init)
}

private struct Truthful: ProbeSchema {
  let value: Bool
  static let schema = Schema<Bool>.boolean.map(Truthful.init)
}

private struct Pairs: ProbeSchema {
  let value: [[Double]]
  static let schema = Schema<[[Double]]>.list(of: .list(of: .number, atLeast: 2, atMost: 2), atLeast: 1).map(Pairs.init)
}

private enum Source: ProbeSchema, Equatable {
  case number(Double)
  case text(String)
  case split(String)
  case named([String])

  static let schema = Schema<Source>.either(
    Schema<Double>.number.map(Source.number), Schema<String>.text.map(Source.text),
    Schema.record { .split($0.required("by", .text, "a column")) }.recognized(byKey: "by"),
    Schema<[Named<String>]>.map(.label, to: .text).map { .named($0.map(\.name)) })
}

@Suite struct SchemaTests {
  private func read<Value: ProbeSchema>(_ yaml: String, as: Value.Type) throws(ManifestErrors) -> Value {
    let text = try ManifestText(bytes: Array("experiment: a\nkind: probe\nx: \(yaml)\n".utf8), file: "a.yaml")
    return try text.plan(as: Probe<Value>.self).parameters
  }

  /// What is wrong with `x`, without the place.
  private func fault<Value: ProbeSchema>(_ yaml: String, as type: Value.Type) -> String? {
    do {
      _ = try read(yaml, as: type)
      return nil
    } catch { return error.problems.map { "\($0.field): \($0.message)" }.joined(separator: "; ") }
  }

  @Test(arguments: [("1e-5", 1e-5), ("10", 10), ("0x1p-2", 0.25), ("+.5", 0.5), ("5.", 5)])
  func numbersAreTypedWhereNumbersAreDue(_ yaml: String, _ value: Double) throws {
    #expect(try read(yaml, as: Positive.self).value == value)
  }

  @Test(arguments: [
    ("0", "0"), ("10.5", "10.5"), ("-1", "-1"), (".inf", ".inf"), (".nan", ".nan"),
    ("fast", "\"fast\""), ("1_000", "\"1_000\""), ("1,5", "\"1,5\""), ("1e999", "\"1e999\""), ("", "nothing"),
    ("'1'", "\"1\" in quotes, which make it a text"), ("\"fast\"", "\"fast\""), ("[1]", "a list"),
    ("{a: 1}", "a mapping"),
    ("|\n  1", "\"1\\n\""),
  ])
  func otherThanNumbersInRangeAreRefused(_ yaml: String, _ found: String) {
    #expect(fault(yaml, as: Positive.self) == "x: expected a number above 0 and at most 10, found \(found)")
  }

  @Test func infinitiesAreReadWhereTheyAreAllowed() throws {
    #expect(try read(".inf", as: AnyNumber.self).value == .infinity)
    #expect(try read("-.Inf", as: AnyNumber.self).value == -.infinity)
    #expect(try read("inf", as: AnyNumber.self).value == .infinity)
    #expect(try read(".NaN", as: AnyNumber.self).value.isNaN)
  }

  @Test(arguments: [("1e6", 1_000_000), ("-3", -3), ("+7", 7), ("9007199254740993", 9_007_199_254_740_993), ("4.0", 4)])
  func wholeNumbersMayBeWrittenAnyWay(_ yaml: String, _ value: Int) throws {
    #expect(try read(yaml, as: Whole.self).value == value)
  }

  @Test(arguments: ["1.5", "-4", "1e30", "9223372036854775808", "'1'", "one"])
  func otherThanWholeNumbersAreRefused(_ yaml: String) {
    #expect(fault(yaml, as: Whole.self)?.hasPrefix("x: expected a whole number at least -3, found ") == true)
  }

  @Test(arguments: [("no", "no"), ("1e-5", "1e-5"), ("'1'", "1"), ("~", "~"), ("null", "null"), ("é", "é")])
  func anyScalarIsATextWhereATextIsDue(_ yaml: String, _ value: String) throws {
    #expect(try read(yaml, as: Text.self).value == value)
  }

  @Test func emptyTextsAreRefused() {
    #expect(fault("", as: Text.self) == "x: expected a text, found nothing")
    #expect(fault("''", as: Text.self) == "x: expected a text, found \"\"")
  }

  @Test func truthValuesAreTrueOrOnWithoutQuotes() throws {
    #expect(try read("on", as: Truthful.self).value)
    #expect(try !read("false", as: Truthful.self).value)
    #expect(fault("yes", as: Truthful.self) == "x: expected true or false, found \"yes\"")
    #expect(fault("'true'", as: Truthful.self) == "x: expected true or false, found \"true\"")
  }

  @Test func listsNameTheirElements() throws {
    #expect(try read("[[1, 2], [3, 4]]", as: Pairs.self).value == [[1, 2], [3, 4]])
    #expect(
      fault("[[1, a], [2], 3]", as: Pairs.self) == """
        x[0][1]: expected a number, found "a"; x[1]: expected a list of 2, found 1; x[2]: expected a list of 2, found "3"
        """)
    #expect(fault("[]", as: Pairs.self) == "x: expected a list of at least 1, found 0")
  }

  @Test func formsAreToldApartByTheirLooks() throws {
    #expect(try read("5", as: Source.self) == .number(5))
    #expect(try read("'5'", as: Source.self) == .text("5"))
    #expect(try read("{by: state}", as: Source.self) == .split("state"))
    #expect(try read("{b: x, a: y}", as: Source.self) == .named(["b", "a"]))
    #expect(
      fault("[1]", as: Source.self)
        == "x: expected a number, a text, a mapping with by or a mapping, found a list")
    #expect(fault("{by: state, a: b}", as: Source.self) == "x.a: unknown key; known here: by")
  }

  @Test func suggestionsAreNearAndNotFar() throws {
    func suggestion(_ loss: String) -> String? {
      do { _ = try plan(swing("loss: \(loss)")) } catch { return error.problems.first?.suggestion }
      return nil
    }
    #expect(suggestion("hubre") == "huber")
    #expect(suggestion("Huber") == "huber")
    #expect(suggestion("squars") == "squares")
    #expect(suggestion("cauchi") == "cauchy")
    #expect(suggestion("linear") == nil)
    #expect(suggestion("h") == nil)
  }
}
