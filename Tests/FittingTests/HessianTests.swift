import Determinism
import Fitting
import Formulas
import Testing

/// Errors from exact second derivatives, and blocks that are no sums of squares.
@Suite struct HessianTests {
  /// Second differences of the objective, the slow obvious twin.
  @Test(arguments: [Noise.gaussian, .poisson]) func agreesWithSecondDifferences(_ noise: Noise) throws {
    let problem = try DecayFits.problem(Array(DecayFits.load()[0].counts), noise: noise)
    let fit = problem.fit(options: SolverOptions(errors: .hessian))
    #expect(fit.errors == .hessian)
    let gaussNewton = problem.fit()
    let point = fit.minimum.point
    let steps = gaussNewton.estimates.map { 1e-2 * ($0.standardError ?? 0) }
    func objective(_ moves: [(Int, Double)]) -> Double {
      var at = point
      for (c, by) in moves { at[c] += by * steps[c] }
      return problem.minimize(from: at, options: SolverOptions(stepLimit: 1)).objective
    }
    // C · ½∂²F must be one, in units of the steps.
    let n = point.count
    let scale = (fit.statistics.scale ?? 1) * (fit.statistics.scale ?? 1)
    for i in 0..<n {
      for j in 0..<n {
        var sum = 0.0
        for k in 0..<n {
          let second =
            objective([(k, 1), (j, 1)]) - objective([(k, 1), (j, -1)]) - objective([(k, -1), (j, 1)])
            + objective([(k, -1), (j, -1)])
          sum += (fit.covariance.covariance(i, k) ?? 0) / scale / (steps[i] * steps[k]) * second / 8
        }
        #expect(abs(sum - (i == j ? 1 : 0)) < 2e-3)
      }
    }
  }

  /// An exponential likelihood written as gradient and Hessian alone: rate = n / Σt, error = rate / √n.
  struct Waiting: Block {
    let name: String
    let times: [Double]
    let parameterNames = ["rate"]
    let rowCount = 1
    var likelihood: Likelihood {
      Likelihood(observations: times.count, estimatesScale: false, saturated: 0, isGoodnessOfFit: false)
    }
    func linearize(
      at point: UnsafeBufferPointer<Double>, columns: [Int], into rows: BlockRows
    ) -> BlockEvaluation {
      let (rate, n) = (point[0], Double(times.count))
      guard rate > 0 else { return .outside(row: 0, reason: "the rate is \(rate)") }
      let sum = times.reduce(0, +)
      if !columns.isEmpty { rows.setQuadratic(halfGradient: [sum - n / rate], halfHessian: [n / (rate * rate)]) }
      return .objective(2 * (rate * sum - n * Elementary.log(rate)))
    }
  }

  @Test func likelihoodWithoutResiduals() throws {
    let blocks = [Waiting(name: "a", times: [1, 2.5, 0.3, 4]), Waiting(name: "b", times: [0.7, 0.2, 6])]
    let fit = try FitProblem(blocks: blocks, parameters: [Parameter("rate", .shared, start: 3)]).fit()
    #expect(fit.status.hasConverged)
    let rate = 7 / 14.7
    #expect(agree(try #require(fit["rate"]).value, rate, 1e-13))
    #expect(agree(try #require(fit["rate"]?.standardError), rate / 7.0.squareRoot(), 1e-12))
    #expect(agree(try #require(fit.statistics.logLikelihood), 7 * Elementary.log(rate) - 7, 1e-13))
  }
}
