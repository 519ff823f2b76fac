import Determinism
import Fitting
import Formulas
import Testing

/// Fits at the edge of what can be said, which must say so.
@Suite struct DegenerateTests {
  /// The slope of A² vanishes at A = 0, where the search begins; the data determine A all the same.
  @Test func startsWhereTheSlopeVanishes() throws {
    let y = EdgeTests.x.map { 4 * $0 + 0.1 * Elementary.sin(40 * $0) }
    let fit = try EdgeTests.problem("y ~ A^2 * x", [Parameter("A", .shared, start: 0)], y: y).fit()
    let estimate = try #require(fit["A"])
    #expect(estimate.state == .determined && fit.status.hasConverged)
    #expect(abs(estimate.value.magnitude - 2) < 0.01)
    // A negative slope leaves A at 0, where it has an interval and no standard error.
    let down = try EdgeTests.problem("y ~ A^2 * x", [Parameter("A", .shared, start: 0)], y: y.map { -$0 }).fit()
    let zero = try #require(down["A"])
    #expect(zero.value.magnitude < 1e-3 && zero.standardError == nil, "\(zero)")
  }

  /// A background that wants to be negative under counts of zero ends where the expected count does.
  @Test func countsAtTheEdgeOfPositivity() throws {
    let y = EdgeTests.x.map { $0 < 3 ? (20 * Elementary.exp(-$0)).rounded() : 0 }
    let fit = try EdgeTests.problem(
      "y ~ A * exp(-x) + B", [Parameter("A", .shared, start: 10), Parameter("B", .shared, start: 1)], noise: .poisson,
      y: y
    ).fit()
    #expect(fit.status.hasConverged, "\(fit.status)")
    #expect(try #require(fit["B"]).value < 0)
    if case .atEdge(_, let row, _) = fit.status { #expect(row == EdgeTests.x.count) }
  }

  @Test func aPerfectFitSaysThatItIsOne() throws {
    let fit = try EdgeTests.problem(
      "y ~ a + b * x", [Parameter("a", .shared, start: 0), Parameter("b", .shared, start: 0)],
      y: EdgeTests.x.map { 1 + 2 * $0 }
    ).fit()
    #expect(fit.statistics.logLikelihood == nil && fit.statistics.aic == nil)
    #expect(fit.warnings.contains { $0.contains("passes through all observations") })
  }

  @Test func nothingIsLeftOverForTheNoise() throws {
    let formula = try CompiledFormula(Formula(parsing: "y ~ a + b * x").expression, columns: ["x"])
    let block = try DatasetBlock(
      name: "two", model: FormulaModel(formula, columns: [[0, 1]]), observed: [1, 2.5], noise: .gaussian)
    let fit = try FitProblem(
      blocks: [block], parameters: [Parameter("a", .shared, start: 0), Parameter("b", .shared, start: 0)]
    ).fit()
    #expect(fit["b"]?.value == 1.5 && fit["b"]?.standardError == nil)
    #expect(fit.statistics.aic == nil && fit.warnings.contains { $0.contains("nothing is left over") })
  }

  @Test func countsThatAreNotWholeAreDoubted() throws {
    let parameters = [Parameter("a", .shared, start: 5)]
    let rates = try EdgeTests.problem("y ~ a", parameters, noise: .poisson, y: EdgeTests.x.map { $0 + 0.25 }).fit()
    #expect(rates.warnings.contains { $0.hasPrefix("Counts are whole numbers, but row 1 of data has 0.25") })
    let counts = try EdgeTests.problem("y ~ a", parameters, noise: .poisson, y: EdgeTests.x.map { $0.rounded() }).fit()
    #expect(counts.warnings.isEmpty)
  }

  @Test func numbersWhoseSquaresVanishAreRefused() throws {
    #expect(throws: FittingError.self) {
      try EdgeTests.problem("y ~ a", [Parameter("a", .shared, start: 0)], y: EdgeTests.x.map { $0 * 1e-299 })
    }
  }

  /// A coordinate of 1e200 has columns whose squares vanish, and is determined none the less.
  @Test func columnsWhoseSquaresVanish() throws {
    let fit = try EdgeTests.problem(
      "y ~ a * 1e-200 + b * x",
      [
        Parameter("a", .shared, start: 1e200), Parameter("b", .shared, start: 1),
      ]
    ).fit()
    #expect(fit["a"]?.state == .determined)
    #expect(abs(try #require(fit["a"]).value - 2e200) < 0.2e200)
  }

  /// The slope differs and the intercept does not; both are pulled at, because they are correlated.
  @Test func ofCorrelatedParametersTheGuiltyOneIsBlamed() throws {
    let x = (0..<40).map { 10 + Double($0) * 0.1 }
    let formula = try CompiledFormula(Formula(parsing: "y ~ a + b * x").expression, columns: ["x"])
    for (guilty, innocent) in [("a", "b"), ("b", "a")] {
      let blocks = try (0..<3).map { k in
        var draw = RandomStream(seed: 5, name: "blame \(guilty) \(k)")
        let shift = k == 2 ? 0.5 : 0
        let y = x.map {
          (guilty == "a" ? 1 + shift : 1) + (guilty == "b" ? 2 + shift / 12 : 2) * $0 + 0.1 * draw.nextNormal()
        }
        return try DatasetBlock(
          name: "d\(k)", model: FormulaModel(formula, columns: [x]), observed: y,
          noise: .gaussianKnown(sigma: y.map { _ in 0.1 }))
      }
      let diagnosis = try FitProblem(
        blocks: blocks, parameters: [Parameter("a", .shared, start: 0), Parameter("b", .shared, start: 0)]
      ).fit().diagnoseSharing()
      let blamed = try #require(diagnosis.tensions.first { $0.label == guilty })
      let other = try #require(diagnosis.tensions.first { $0.label == innocent })
      #expect(blamed.verdict?.hasPrefix("\(guilty): d2 wants +") == true, "\(diagnosis.verdicts)")
      #expect(other.verdict == nil, "\(diagnosis.verdicts)")
      #expect(try #require(blamed.relief).statistic > (try #require(other.relief)).statistic)
    }
  }
}
