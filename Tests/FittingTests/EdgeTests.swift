import Determinism
import Fitting
import Formulas
import Testing

/// Bounds, priors, ties, fixed parameters, and what cannot be fitted.
@Suite struct EdgeTests {
  static let x = (0..<20).map { Double($0) * 0.5 }

  static func problem(
    _ text: String, _ parameters: [Parameter], noise: Noise = .gaussian, ties: [Expression.Tie] = [],
    y: [Double]? = nil
  ) throws -> FitProblem {
    let formula = try CompiledFormula(Formula(parsing: text).expression, columns: ["x"], ties: ties)
    let y = y ?? x.map { 2 + 3 * $0 + 0.1 * Elementary.sin(40 * $0) }
    let block = try DatasetBlock(
      name: "data", model: FormulaModel(formula, columns: formula.columns.isEmpty ? [] : [x], rows: x.count),
      observed: y, noise: noise)
    return try FitProblem(blocks: [block], parameters: parameters)
  }

  @Test func stopsAtABoundWhoseMultiplierHasItsSign() throws {
    let fit = try Self.problem(
      "y ~ a + b * x", [Parameter("a", .shared, start: 1, lower: 0), Parameter("b", .shared, start: 1, upper: 2.5)]
    ).fit()
    #expect(fit["b"]?.state == .atUpperBound)
    #expect(fit["b"]?.value == 2.5)
    // With b held the rest is a mean: a = ȳ − 2.5 x̄.
    let y = Self.x.map { 2 + 3 * $0 + 0.1 * Elementary.sin(40 * $0) }
    let mean = zip(y, Self.x).reduce(0) { $0 + $1.0 - 2.5 * $1.1 } / 20
    #expect(agree(try #require(fit["a"]).value, mean, 1e-12))
    #expect(fit["b"]?.standardError == nil && fit["a"]?.standardError != nil)
  }

  @Test func goesAllTheWayToABound() throws {
    // Every free coordinate is cut by its bound on the way: that is no step of length 0.
    let fit = try Self.problem("y ~ a * x", [Parameter("a", .shared, start: 0.5, lower: 0, upper: 1)]).fit()
    #expect(fit["a"]?.value == 1 && fit["a"]?.state == .atUpperBound)
    let both = try Self.problem(
      "y ~ a * x + b", [Parameter("a", .shared, start: 0.5, upper: 1), Parameter("b", .shared, start: 3, lower: 2.5)],
      y: Self.x.map { 3 * $0 - 9 }
    ).fit()
    #expect(both["b"]?.state == .atLowerBound && both["b"]?.value == 2.5)
  }

  @Test func leavesABoundThatDoesNotPress() throws {
    let fit = try Self.problem(
      "y ~ a + b * x",
      [Parameter("a", .shared, start: 0, lower: 0, upper: 10), Parameter("b", .shared, start: 5, lower: -5, upper: 5)]
    ).fit()
    let free = try Self.problem(
      "y ~ a + b * x", [Parameter("a", .shared, start: 0), Parameter("b", .shared, start: 5)]
    )
    .fit()
    #expect(fit["a"]?.state == .determined && fit["b"]?.state == .determined)
    #expect(agree(try #require(fit["b"]).value, try #require(free["b"]).value, 1e-13))
  }

  @Test func priorIsOneMoreDatum() throws {
    // y = a, 20 times with σ = 2, prior 10 ± 0.5: the weighted mean, in closed form.
    let y = Self.x.map { 7 + Elementary.sin($0) }
    let fit = try Self.problem(
      "y ~ a", [Parameter("a", .shared, start: 0, prior: .init(value: 10, sigma: 0.5))],
      noise: .gaussianKnown(sigma: y.map { _ in 2 }), y: y
    ).fit()
    let weight = 20 / 4.0 + 1 / 0.25
    let mean = (y.reduce(0, +) / 4 + 10 / 0.25) / weight
    #expect(agree(try #require(fit["a"]).value, mean, 1e-14))
    #expect(agree(try #require(fit["a"]?.standardError), (1 / weight).squareRoot(), 1e-13))
    #expect(fit.statistics.degreesOfFreedom == 20)
  }

  @Test func priorMeetsEstimatedNoise() throws {
    let fit = try Self.problem(
      "y ~ a + b * x",
      [Parameter("a", .shared, start: 0, prior: .init(value: 2.5, sigma: 0.01)), Parameter("b", .shared, start: 0)]
    ).fit()
    // At the end (a − 2.5)/0.01² balances the residuals over σ².
    let (a, b, s) = (try #require(fit["a"]).value, try #require(fit["b"]).value, try #require(fit.statistics.scale))
    let y = Self.x.map { 2 + 3 * $0 + 0.1 * Elementary.sin(40 * $0) }
    let slope = zip(Self.x, y).reduce(0) { $0 + (a + b * $1.0 - $1.1) } / (s * s) + (a - 2.5) / 1e-4
    #expect(abs(slope) < 1e-6 * abs((a - 2.5) / 1e-4))
  }

  @Test func fixedParametersStayToTheBit() throws {
    let fit = try Self.problem(
      "y ~ a + b * x", [Parameter("a", .shared, start: 0), Parameter("b", .shared, start: 2.9, isFixed: true)]
    ).fit()
    #expect(fit["b"]?.value == 2.9 && fit["b"]?.state == .fixed)
    #expect(fit.statistics.freeCount == 1)
  }

  @Test func tiesFollowTheChainRule() throws {
    let tie = Expression.Tie("b", try Expression(parsing: "a * ratio"))
    let tied = try Self.problem(
      "y ~ a + b * x", [Parameter("a", .shared, start: 1), Parameter("ratio", .shared, start: 1)], ties: [tie]
    ).fit()
    let plain = try Self.problem(
      "y ~ a + b * x", [Parameter("a", .shared, start: 1), Parameter("b", .shared, start: 1)]
    )
    .fit()
    let b = try #require(tied.derived(tie).first)
    #expect(agree(b.value, try #require(plain["b"]).value, 1e-12))
    #expect(agree(try #require(b.standardError), try #require(plain["b"]?.standardError), 1e-10))
  }

  @Test func namesWhatCannotBeToldApart() throws {
    let fit = try Self.problem(
      "y ~ a + b * c * x",
      [Parameter("a", .shared, start: 1), Parameter("b", .shared, start: 1), Parameter("c", .shared, start: 2)]
    ).fit()
    #expect(fit["b"]?.state == .unidentified(.direction(["b", "c"])))
    #expect(fit["c"]?.verdict == "c is not determined by the data: only a combination of b, c is")
    #expect(fit["a"]?.state == .determined)
    #expect(fit.statistics.freeCount == 2)
    let plain = try Self.problem(
      "y ~ a + b * x", [Parameter("a", .shared, start: 1), Parameter("b", .shared, start: 1)]
    )
    .fit()
    #expect(agree(try #require(fit["a"]?.standardError), try #require(plain["a"]?.standardError), 1e-9))
  }

  @Test func parameterWithoutEffectIsUnbounded() throws {
    let fit = try Self.problem(
      "y ~ a + b * x + 0 * c",
      [Parameter("a", .shared, start: 1), Parameter("b", .shared, start: 1), Parameter("c", .shared, start: 2)]
    ).fit()
    #expect(fit.status.hasConverged)
    #expect(fit["c"]?.state == .unidentified(.unbounded))
  }

  @Test func startThatIsNotFiniteIsNamed() throws {
    let fit = try Self.problem(
      "y ~ log(a * x - 1) + b",
      [
        Parameter("a", .shared, start: 1), Parameter("b", .shared, start: 0),
      ]
    ).fit()
    guard case .notFinite(let step, let dataset, let row, let operation) = fit.status else {
      Issue.record("\(fit.status)")
      return
    }
    #expect(step == 0 && dataset == "data" && row == 1)
    #expect(operation.contains("at x = 0.0, a = 1.0"))
    #expect(fit.estimates.allSatisfy { $0.standardError == nil })
  }

  @Test func walkAroundInvalidPointsGoesOn() throws {
    // A full step from here makes the argument of the logarithm negative.
    let y = Self.x.map { Elementary.log(0.05 * $0 + 0.3) }
    let fit = try Self.problem(
      "y ~ log(a * x + b)", [Parameter("a", .shared, start: 3), Parameter("b", .shared, start: 5)], y: y
    ).fit()
    #expect(fit.status.hasConverged)
    #expect(agree(try #require(fit["a"]).value, 0.05, 1e-9))
  }

  @Test func countsNeedAPositiveExpectation() throws {
    let y = Self.x.map { ($0 * 2).rounded() }
    let fit = try Self.problem(
      "y ~ a + b * x", [Parameter("a", .shared, start: -1), Parameter("b", .shared, start: 1)], noise: .poisson, y: y
    ).fit()
    guard case .infeasibleStart(let dataset, let row, _) = fit.status else {
      Issue.record("\(fit.status)")
      return
    }
    #expect(dataset == "data" && row == 1)
  }

  @Test func stepLimitIsAStatus() throws {
    let y = Self.x.map { 5 * Elementary.exp(-$0) }
    let fit = try Self.problem(
      "y ~ a * exp(-b * x)", [Parameter("a", .shared, start: 100), Parameter("b", .shared, start: 20)], y: y
    ).fit(options: SolverOptions(stepLimit: 3))
    #expect(fit.status == .stepLimit(3))
    #expect(fit.warnings.contains { $0.contains("did not converge") })
  }

  @Test func robustLossesForgetAnOutlier() throws {
    var y = Self.x.map { 2 + 3 * $0 }
    y[7] += 1_000
    let sigma = y.map { _ in 0.1 }
    let parameters = [Parameter("a", .shared, start: 0), Parameter("b", .shared, start: 0)]
    let cauchy = try Self.problem(
      "y ~ a + b * x", parameters, noise: .cauchy(sigma: sigma, threshold: 2.385), y: y
    ).fit()
    let huber = try Self.problem(
      "y ~ a + b * x", parameters, noise: .huber(sigma: sigma, threshold: 1.345), y: y
    ).fit()
    let square = try Self.problem("y ~ a + b * x", parameters, noise: .gaussianKnown(sigma: sigma), y: y).fit()
    #expect(abs(try #require(cauchy["b"]).value - 3) < 1e-3)
    #expect(abs(try #require(huber["b"]).value - 3) < 0.02)
    #expect(abs(try #require(square["b"]).value - 3) > 1)
    #expect(cauchy.statistics.logLikelihood == nil)
  }

  @Test func neymanWarns() throws {
    let fit = try Self.problem(
      "y ~ a + b * x", [Parameter("a", .shared, start: 1), Parameter("b", .shared, start: 1)], noise: .neyman,
      y: Self.x.map { (2 + 3 * $0).rounded() }
    ).fit()
    #expect(fit.warnings.contains { $0.contains("28 standard errors") })
  }
}
