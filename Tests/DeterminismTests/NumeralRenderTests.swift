import Determinism
import Glibc
import Testing

/// What C's printf gives, in the C locale.
private func formatted(_ format: String, _ arguments: CVarArg...) -> String {
  var buffer = [CChar](repeating: 0, count: 512)
  let count = withVaList(arguments) { vsnprintf(&buffer, buffer.count, format, $0) }
  return String(decoding: buffer.prefix(Int(count)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
}

@Suite struct NumeralRenderTests {
  @Test(
    arguments: [
      (0.0, "0.0"), (-0.0, "-0.0"), (1, "1.0"), (-1.5, "-1.5"), (100, "100.0"), (0.1, "0.1"), (0.00001, "0.00001"),
      (0.0000123, "0.0000123"), (0.000001, "1e-6"), (1.5e-7, "1.5e-7"), (1e15, "1000000000000000.0"),
      (1234567890123456, "1234567890123456.0"), (9007199254740992, "9007199254740992.0"), (1e16, "1e16"),
      (12345678901234568, "1.2345678901234568e16"), (18014398509481984, "1.8014398509481984e16"), (1e23, "1e23"),
      (0x1p-1074, "5e-324"), (.greatestFiniteMagnitude, "1.7976931348623157e308"), (.nan, "nan"), (-.nan, "nan"),
      (.infinity, "inf"), (-.infinity, "-inf"), (0.1 + 0.2, "0.30000000000000004"), (123.456, "123.456"),
      (2e-5, "0.00002"),
    ] as [(Double, String)])
  func form(_ number: Double, _ text: String) {
    #expect(Numeral.render(number) == text)
  }

  @Test(arguments: [
    (Float(0.1), "0.1"), (16_777_216, "16777216.0"), (0x1p-149, "1e-45"), (3.4028235e38, "3.4028235e38"), (-0, "-0.0"),
  ])
  func formOfFloats(_ number: Float, _ text: String) {
    #expect(Numeral.render(number) == (number == 0 ? "0.0" : text))
  }

  /// Random bits, so all magnitudes: the text parses back, and correct rounding to one digit less does not.
  @Test func isTheShortestThatParsesBack() {
    var stream = RandomStream(seed: 1, name: "render")
    for _ in 0..<20_000 {
      let number = Double(bitPattern: stream.nextWord())
      guard number.isFinite else { continue }
      let text = Numeral.render(number)
      #expect(Numeral.parse(text)?.bitPattern == number.bitPattern, "\(text)")
      #expect(Numeral.parse(text)?.bitPattern == Double(text)?.bitPattern)
      let digits = text.prefix { $0 != "e" }.filter(\.isNumber).drop { $0 == "0" }
      let significant = String(digits.reversed().drop { $0 == "0" }).count
      if significant > 1 {
        #expect(Double(formatted("%.\(significant - 2)e", number)) != number, "\(text) is longer than needed")
      }
    }
  }

  @Test func floatsParseBack() {
    var stream = RandomStream(seed: 2, name: "render")
    for _ in 0..<20_000 {
      let number = Float(bitPattern: UInt32(truncatingIfNeeded: stream.nextWord()))
      guard number.isFinite else { continue }
      #expect(Numeral.parseFloat(Numeral.render(number))?.bitPattern == number.bitPattern)
    }
  }

  /// Numbers of few digits, where the positional form has its borders.
  @Test func shortNumbersParseBack() {
    var stream = RandomStream(seed: 3, name: "render")
    for power in -330...310 {
      guard let number = Numeral.parse("\(stream.nextInteger(below: 1000))e\(power)") else { continue }
      #expect(Numeral.parse(Numeral.render(number))?.bitPattern == number.bitPattern)
    }
  }

  @Test func appendingKeepsWhatIsThere() {
    var text = Array("x=".utf8)
    Numeral.append(-2.5, to: &text)
    #expect(text == Array("x=-2.5".utf8))
  }
}

@Suite struct NumeralBitsTests {
  @Test func distancesInUnitsOfTheLastPlace() {
    #expect(Numeral.ulps(from: 1, to: 1) == 0)
    #expect(Numeral.ulps(from: 1, to: 1.nextUp) == 1)
    #expect(Numeral.ulps(from: 1.nextDown, to: 1.nextUp) == 2)
    #expect(Numeral.ulps(from: 0.0, to: -0.0) == 0)
    #expect(Numeral.ulps(from: .leastNonzeroMagnitude, to: -.leastNonzeroMagnitude) == 2)
    #expect(Numeral.ulps(from: .greatestFiniteMagnitude, to: .infinity) == 1)
    #expect(Numeral.ulps(from: -.infinity, to: .infinity) == 0xffe0_0000_0000_0000 as UInt64)
    #expect(Numeral.ulps(from: .nan, to: -.nan) == 0)
    #expect(Numeral.ulps(from: .nan, to: 1) == .max)
    #expect(Numeral.ulps(from: 1, to: .nan) == .max)
  }

  @Test func hexIsThatOfC() {
    var stream = RandomStream(seed: 1, name: "hex")
    let special: [Double] = [0, -0.0, 1, 1.5, -3, 0x1p-1074, 0x1.8p-1030, 0x1p-1022, .greatestFiniteMagnitude]
    for number in special + (0..<2000).map({ _ in Double(bitPattern: stream.nextWord()) }) where number.isFinite {
      #expect(Numeral.renderHex(number) == formatted("%a", number))
      #expect(Numeral.parse(Numeral.renderHex(number))?.bitPattern == number.bitPattern)
    }
    #expect(Numeral.renderHex(-.infinity) == "-inf")
  }

  @Test func bitsAreSixteenDigits() {
    #expect(Numeral.renderBits(1) == "0x3ff0000000000000")
    #expect(Numeral.renderBits(0x1p-1074) == "0x0000000000000001")
    #expect(Numeral.renderBits(-.nan) == "0x7ff8000000000000")
  }
}
