import Determinism
import Testing

@Suite struct NumeralParseTests {
  /// Bits from Python's `float`; most lie next to a tie or at an end of the range.
  @Test(
    arguments: [
      ("2.2250738585072011e-308", 0x000f_ffff_ffff_ffff), ("2.2250738585072012e-308", 0x0010_0000_0000_0000),
      ("1.7976931348623158e308", 0x7fef_ffff_ffff_ffff), ("9007199254740993", 0x4340_0000_0000_0000),
      ("9007199254740992.9999999999999", 0x4340_0000_0000_0000),
      ("0.500000000000000166533453693773481063544750213623046875", 0x3fe0_0000_0000_0002),
      ("1.00000000000000011102230246251565404236316680908203125", 0x3ff0_0000_0000_0000),
      ("1.00000000000000011102230246251565404236316680908203124", 0x3ff0_0000_0000_0000),
      ("1.00000000000000011102230246251565404236316680908203126", 0x3ff0_0000_0000_0001),
      ("6.631236846766476e-316", 0x0800_0000), ("3.237883913302901e-319", 0xffff), ("4.9406564584124654e-324", 1),
      ("2.4703282292062327e-324", 0), ("2.4703282292062328e-324", 1), ("8.98846567431158e307", 0x7fe0_0000_0000_0000),
      ("123456789012345678901234567890e-10", 0x43e5_6a95_319d_63e1), ("1e22", 0x4480_f0cf_064d_d592),
      ("1e23", 0x44b5_2d02_c7e1_4af6), ("9007199254740991e22", 0x47d0_f0cf_064d_d591),
      ("9007199254740993e22", 0x47d0_f0cf_064d_d593),
      ("0.000000000000000000000000000000000000001234567890123456789", 0x37da_e2f2_2c33_f119),
    ] as [(String, UInt64)])
  func roundsCorrectly(_ text: String, _ bits: UInt64) {
    #expect(Numeral.parse(text)?.bitPattern == bits)
    #expect(Numeral.parse("-" + text)?.bitPattern == bits | 1 << 63)
  }

  @Test(arguments: [
    ("0", 0.0), ("1", 1), ("+1", 1), ("1.", 1), (".5", 0.5), ("007", 7), ("1e5", 1e5), ("1E+5", 1e5), ("1.e-5", 1e-5),
    ("1e-400", 0), ("0e99999999999999999999", 0), ("inf", .infinity), ("+Infinity", .infinity), ("-INF", -.infinity),
    ("0x1p-1074", 0x1p-1074), ("0x1.8P+1", 3), ("0x.8p0", 0.5), ("0x1.00000000000008p0", 1),
    ("0X1.00000000000018p0", 0x1.0000000000002p0),
    ("1e0000000000000000000000000000001", 10),
  ])
  func accepts(_ text: String, _ number: Double) {
    #expect(Numeral.parse(text)?.bitPattern == number.bitPattern)
  }

  @Test(arguments: ["nan", "NaN", "-nan", "+NAN"]) func everyNaNIsTheCanonicalOne(_ text: String) {
    #expect(Numeral.parse(text)?.bitPattern == Double.nan.bitPattern)
  }

  @Test func zeroKeepsItsSign() {
    #expect(Numeral.parse("-0")?.bitPattern == (-0.0).bitPattern)
    #expect(Numeral.parse("-0.0e9")?.bitPattern == (-0.0).bitPattern)
    #expect(Numeral.parse("-1e-999")?.bitPattern == (-0.0).bitPattern)
  }

  @Test(arguments: [
    "", " ", "+", "-", ".", "e5", "1e", "1e+", "--1", "+-1", "1 ", " 1", "1\n", "1\u{0}", "1_000", "1,5", "1'000", "١",
    "1\u{a0}", "\u{a0}1", "１", "0x", "0x10", "0x1.8", "0x1p", "0xp1", "0x.p1", "0x1p+", "0b1", "1e5.0", "1.2.3", "1f",
    "1d5",
    "1e400", "-1e400", "0x1p1024", "1e99999999999999999999", "infin", "infinityx", "nan(1)", "nanx", "in", "n", "−1",
    "1e−5",
    "NA", "true", "0x1p1_0", "1__", "½", "∞", "1e\u{301}5",
  ])
  func refuses(_ text: String) {
    #expect(Numeral.parse(text) == nil)
    #expect(Numeral.parseFloat(text) == nil)
  }

  /// The exact path against the standard library's own reading, on either side of its limits.
  @Test func theExactPathAgreesWithTheSlowOne() {
    var stream = RandomStream(seed: 1, name: "decimals")
    for _ in 0..<20_000 {
      let digits = stream.nextInteger(below: 1 << (1 + stream.nextInteger(below: 63)))
      let power = Int(stream.nextInteger(below: 50)) - 25
      let text = "\(digits)e\(power)"
      #expect(Numeral.parse(text)?.bitPattern == Double(text)?.bitPattern, "\(text)")
      let point = "\(digits).\(stream.nextInteger(below: 100_000))"
      #expect(Numeral.parse(point)?.bitPattern == Double(point)?.bitPattern, "\(point)")
    }
  }

  @Test func floatIsRoundedOnce() {
    // Through Double this would be a tie, and fall to the even neighbour.
    let text = "1.000000059604644775390626"
    #expect(Numeral.parseFloat(text) == Float(1).nextUp)
    #expect(Numeral.parse(text).map { Float($0) } == 1)
    #expect(Numeral.parseFloat("3.5e38") == nil)
    #expect(Numeral.parseFloat("1e-45") == Float.leastNonzeroMagnitude)
    #expect(Numeral.parseFloat("-inf") == -.infinity)
  }

  @Test func longDigitsAndLargePowersBalance() {
    let zeros = String(repeating: "0", count: 1_000_000)
    #expect(Numeral.parse("0.\(zeros)1e1000001") == 1)
    #expect(Numeral.parse("1\(zeros)e-1000000") == 1)
    #expect(Numeral.parse("0.\(zeros)1e10000001") == nil)
    #expect(Numeral.parse("1\(zeros)e-10000000") == 0)
    #expect(Numeral.parse("0x0.\(zeros)1p4000004") == 1)
  }

  @Test func aPartOfABufferIsRead() {
    let bytes = Array("12345".utf8)
    let number = bytes.withUnsafeBufferPointer { Numeral.parse(utf8: UnsafeBufferPointer(rebasing: $0[1..<3])) }
    #expect(number == 23)
  }

  @Test(
    arguments: [
      ("0", 0), ("-0", 0), ("+7", 7), ("007", 7), ("9223372036854775807", .max), ("-9223372036854775808", .min),
    ] as [(String, Int64)])
  func readsIntegers(_ text: String, _ integer: Int64) {
    #expect(Numeral.parseInteger(text) == integer)
  }

  @Test(arguments: [
    "", "-", "+", "1.0", "1e3", "0x1", " 1", "1 ", "٣", "9223372036854775808", "-9223372036854775809", "1_0",
  ])
  func refusesIntegers(_ text: String) {
    #expect(Numeral.parseInteger(text) == nil)
  }
}
