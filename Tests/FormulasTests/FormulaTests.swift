import Formulas
import Testing

@Suite struct FormulaTests {
  @Test func parsesADecay() throws {
    let formula = try Formula(parsing: "counts ~ A*exp(-t/tau)+B")
    #expect(formula.response.soleName == "counts")
    #expect(formula.names == ["A", "t", "tau", "B"])
    #expect(formula.description == "counts ~ A * exp(-t / tau) + B")
    #expect(formula.expression.caption == "A·exp(−t/τ) + B")
  }
}
