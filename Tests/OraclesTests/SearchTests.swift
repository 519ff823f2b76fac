import Autodiff
import Determinism
import Documents
import Oracles
import Testing

/// Searches that climb: what chance does not find, the gradient of the violation does.
@Suite struct SearchTests {
  /// Two formulas that agree near 0 and everywhere that chance looks; far out one of them bends away.
  private func edges(_ bend: Double) throws -> ProgramSubject {
    try ProgramSubject(inputs: ["y"]) { trace in
      let y = trace.parameter("y")
      let left = cos(y) + 1
      return [("left", left), ("right", left + Tensor(bend) * (1 + tanh(4 * (y - 4.5))))]
    }
  }

  private func report(_ bend: Double, isSearching: Bool) throws -> LawReport {
    let law = Law<any Subject>.agreement(
      "edges", "u(0, y) = u(L, y)", of: "left", and: "right", inputs: ["y"], allowance: .reRounding,
      searching: isSearching ? (["y"], -4...4) : nil,
      cases: Generator<Double>.dyadic(in: -1...1, bits: 10).map { Arrays(["y": NumericArray($0)]) })
    let subject: any Subject = try edges(bend)
    let suite = Suite(of: subject, laws: [law], faults: [])
    return try #require(suite.examine(Suite.Settings(subject: "edges", seed: 1, budget: .headline))).laws[0]
  }

  @Test func theGradientFindsWhatChanceDoesNot() throws {
    // At y = 1 the bend is 1e-16, below what rounding allows; at y = 4 it is 4e-6.
    #expect(try report(1e-4, isSearching: false).counterexample == nil)
    let found = try report(1e-4, isSearching: true)
    #expect(found.verdict == .broken)
    let y = try #require(found.counterexample?.values["y"]?.doubles.first)
    #expect(y > 1 && y <= 4)
    #expect(found.counterexample?.choices.isEmpty == true)
    #expect(try report(0, isSearching: true).counterexample == nil)
  }

  @Test func pullbackIsTheDerivative() throws {
    let subject = try ProgramSubject(inputs: ["a", "b"]) { trace in
      let (a, b) = (trace.parameter("a"), trace.parameter("b"))
      return [("p", a * exp(b)), ("q", a - b * b)]
    }
    let at = Arrays(["a": NumericArray(2), "b": NumericArray(0.5)])
    let gradient = try subject.pullback(at, weights: Arrays(["p": NumericArray(1), "q": NumericArray(3)]))
    #expect(gradient["a"]?.doubles[0] == Elementary.exp(0.5) + 3)
    #expect(abs((gradient["b"]?.doubles[0] ?? 0) - (2 * Elementary.exp(0.5) - 3)) < 1e-15)
  }
}
