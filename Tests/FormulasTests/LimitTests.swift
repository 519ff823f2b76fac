import Autodiff
import Determinism
import Formulas
import Testing

/// No text crashes, hangs or exhausts the stack.
@Suite struct LimitTests {
  static let long: [(name: String, text: String)] = [
    ("open parentheses", String(repeating: "(", count: 100_000)),
    ("fewer open parentheses", String(repeating: "(", count: 10_000)),
    ("balanced parentheses", String(repeating: "(", count: 5000) + "x" + String(repeating: ")", count: 5000)),
    ("minus signs", String(repeating: "-", count: 10_000) + "x"),
    ("nots", String(repeating: "not ", count: 3000) + "x"),
    ("powers", String(repeating: "x^", count: 5000) + "x"),
    ("calls", String(repeating: "exp(", count: 3000) + "x"),
    ("one name", String(repeating: "n", count: 100_000)),
    ("one number", String(repeating: "9", count: 10_000)),
  ]

  @Test(arguments: long.indices) func refuses(_ index: Int) {
    #expect(throws: FormulaError.self, "\(Self.long[index].name)") { try Expression(parsing: Self.long[index].text) }
  }

  @Test func depthIsBoundedNotLength() throws {
    #expect(throws: FormulaError.self) {
      try Expression(parsing: String(repeating: "(", count: 250) + "x" + String(repeating: ")", count: 250))
    }
    let deep = try Expression(parsing: String(repeating: "(", count: 150) + "x" + String(repeating: ")", count: 150))
    #expect(deep.soleName == "x")
    let sum = try Expression(parsing: String(repeating: "x+", count: 4000) + "x")
    #expect(try sum.program(columns: ["x"]).interpret(parameters: [], columns: [[2]], rows: 1) == [[8002]])
    #expect(try Expression(parsing: sum.description) == sum)
    let names = try Expression(parsing: (0..<2000).map { "a\($0)" }.joined(separator: "+"))
    #expect(names.names.count == 2000)
  }

  @Test func mutatedFormulas() throws {
    let seeds = [
      "counts ~ A * exp(-t / tau) + B", "y ~ where(x <= 1.5e-3 and not z, min(a, b), -x^-2)", "τ ~ 0x1p-3×π − sin(x)",
    ]
    let pieces: [String] = [
      "(", ")", ",", "~", "^", "-", "*", "**", "exp", "not", "and", "1e", "0x", ".", " ", "\n", "τ", "\u{301}", "\u{0}",
      "\u{fffd}", "where(", "<", "=", "e", "9", "pi",
    ]
    var stream = RandomStream(seed: 1, name: "mutations")
    var parsed = 0
    for _ in 0..<4000 {
      var scalars = Array(seeds[Int(stream.nextInteger(below: 3))].unicodeScalars)
      for _ in 0..<1 + stream.nextInteger(below: 3) {
        let place = Int(stream.nextInteger(below: UInt64(scalars.count + 1)))
        switch stream.nextInteger(below: 3) {
        case 0 where place < scalars.count: scalars.remove(at: place)
        case 1: scalars.insert(contentsOf: Array(scalars.prefix(place)), at: place)
        default:
          scalars.insert(
            contentsOf: pieces[Int(stream.nextInteger(below: UInt64(pieces.count)))].unicodeScalars, at: place)
        }
      }
      var text = String.UnicodeScalarView()
      text.append(contentsOf: scalars)
      do {
        let formula = try Formula(parsing: String(text))
        parsed += 1
        #expect(try Formula(parsing: formula.description) == formula)
      } catch {
        #expect(error.range.upperBound <= String(text).utf8.count)
        #expect(!error.description.isEmpty)
      }
    }
    #expect(parsed > 200)
    #expect(parsed < 3800)
  }
}
