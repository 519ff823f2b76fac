import Determinism
import Fitting
import Testing

/// What sharing bought, and who is torn by it.
@Suite struct SharingTests {
  static func problem(backgrounds: [Double], noise: Noise = .poisson) throws -> FitProblem {
    let counts = backgrounds.enumerated().map { k, background in
      var stream = RandomStream(seed: 11, name: "sharing \(k)")
      return DecayFits.times.map {
        Double(stream.nextPoisson(mean: Double(400 + 300 * k) * Elementary.exp(-$0 / 5) + background))
      }
    }
    return try DecayFits.problem(counts, noise: noise)
  }

  @Test func agreeingDatasetsGetNoVerdict() throws {
    let fit = try Self.problem(backgrounds: [12, 12, 12, 12]).fit()
    let diagnosis = fit.diagnoseSharing()
    #expect(diagnosis.verdicts.isEmpty)
    let test = try #require(diagnosis.test)
    #expect(test.kind == .likelihoodRatio && test.degrees == 6)
    #expect(test.pValue > 0.001)
    for alone in diagnosis.alone {
      #expect(alone.status.hasConverged)
      #expect(alone.gains.allSatisfy { ($0 ?? 0) > 1 })
    }
  }

  @Test func oneBackgroundTooManyIsNamed() throws {
    let fit = try Self.problem(backgrounds: [12, 12, 12, 20]).fit()
    let diagnosis = fit.diagnoseSharing()
    let background = try #require(diagnosis.tensions.first { $0.label == "B" })
    #expect(background.verdict?.hasPrefix("B: run03 wants +") == true)
    #expect(background.verdict?.hasSuffix("unshare it, or a per-dataset term is missing") == true)
    #expect(try #require(diagnosis.test).pValue < 1e-6)
    #expect(background.pulls.allSatisfy { $0.method == .refitted })
  }

  /// For two datasets the pull is the difference of two independent fits over its error; the two are opposite.
  @Test func pullOfTwoIsTheirDifference() throws {
    let problem = try Self.problem(backgrounds: [12, 14])
    let diagnosis = problem.fit().diagnoseSharing()
    let tau = try #require(diagnosis.tensions.first { $0.label == "tau" })
    let k = try #require(diagnosis.alone[0].estimates.firstIndex { $0.coordinate.parameter == "tau" })
    let (a, b) = (diagnosis.alone[0].estimates[k], diagnosis.alone[1].estimates[k])
    let (ea, eb) = (try #require(a.standardError), try #require(b.standardError))
    #expect(agree(tau.pulls[0].pull, (a.value - b.value) / (ea * ea + eb * eb).squareRoot(), 1e-12))
    #expect(agree(tau.pulls[1].pull, -tau.pulls[0].pull, 1e-12))
  }

  /// One Gauss–Newton step and full refits agree where the model is nearly linear.
  @Test func oneStepAgreesWithRefits() throws {
    let few = try Self.problem(backgrounds: Array(repeating: 12, count: 8)).fit().diagnoseSharing()
    let many = try Self.problem(backgrounds: Array(repeating: 12, count: 9)).fit().diagnoseSharing()
    let (a, b) = (try #require(few.tensions.first), try #require(many.tensions.first))
    #expect(a.pulls.allSatisfy { $0.method == .refitted } && b.pulls.allSatisfy { $0.method == .oneStep })
    // Eight of nine datasets are the same; one more barely moves what the others say.
    for label in ["tau", "B"] {
      let x = try #require(few.tensions.first { $0.label == label })
      let y = try #require(many.tensions.first { $0.label == label })
      for (p, q) in zip(x.pulls, y.pulls) { #expect(abs(p.pull - q.pull) < 0.6) }
    }
  }

  @Test func datasetThatCannotSpeakAloneIsScored() throws {
    // One point tells nothing of a slope and an intercept alone, but it can disagree with the others.
    let line: @Sendable ([Dual], [Double]) -> Dual = { b, x in b[0] + b[1] * x[0] }
    let blocks = try (0..<3).map { k in
      let rows = k < 2 ? (0..<10).map { [Double($0)] } : [[4.5]]
      let y = k < 2 ? rows.map { 1 + 2 * $0[0] + 0.1 * Elementary.sin(9 * $0[0] + Double(k)) } : [11.0]
      return try DatasetBlock(
        name: "d\(k)", model: DualModel(["a", "b"], rows: rows, line), observed: y,
        noise: .gaussianKnown(sigma: y.map { _ in 0.1 }))
    }
    let fit = try FitProblem(
      blocks: blocks, parameters: [Parameter("a", .shared, start: 0), Parameter("b", .shared, start: 0)]
    ).fit()
    let intercept = try #require(fit.diagnoseSharing().tensions.first { $0.label == "a" })
    let pull = try #require(intercept.pulls.first { $0.dataset == "d2" })
    #expect(pull.method == .score)
    // By hand: the point stands 1 above the line; its σ and that of the line's mean there, 0.1 √(1 + 1/20).
    #expect(abs(pull.pull - 1 / (0.1 * 1.05.squareRoot())) < 0.3)
  }

  @Test func multistartFindsTheBetterMinimum() throws {
    let x = (0..<40).map { Double($0) * 0.25 }
    let model = DualModel(["w"], rows: x.map { [$0] }) { b, x in
      Dual(Elementary.sin(b[0].value * x[0]), b[0].slopes.map { $0 * x[0] * Elementary.cos(b[0].value * x[0]) })
    }
    let block = try DatasetBlock(
      name: "wave", model: model, observed: x.map { Elementary.sin(2.3 * $0) }, noise: .gaussian)
    let problem = try FitProblem(
      blocks: [block], parameters: [Parameter("w", .shared, start: 0.4, lower: 0.1, upper: 6)])
    let stream = RandomStream(seed: 1, name: "starts")
    let found = try problem.fit(multistart: 24, stream: stream)
    #expect(agree(found.best.estimates[0].value, 2.3, 1e-12))
    #expect(found.agreement >= 1 && found.agreement < 24)
    #expect(abs(problem.fit().estimates[0].value - 2.3) > 0.1)
    let again = try problem.fit(multistart: 24, stream: stream)
    #expect(again.ends.map(\.objective.bitPattern) == found.ends.map(\.objective.bitPattern))
  }
}
