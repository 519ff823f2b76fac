import Determinism
import Fitting
import Testing

/// What must not move a result, or move it in a known way.
@Suite(.serialized) struct InvarianceTests {
  @Test func threadsDoNotMoveABit() throws {
    let problem = try DecayBenchmark.counts(datasets: 90)
    let before = WorkerPool.threadCount
    var points: [[UInt64]] = []
    for threads in [1, 2, 3, 7] {
      try WorkerPool.setThreadCount(threads)
      let fit = problem.fit()
      points.append(
        fit.minimum.point.map(\.bitPattern) + fit.estimates.map { ($0.standardError ?? 0).bitPattern }
          + [fit.statistics.objective.bitPattern])
    }
    try WorkerPool.setThreadCount(before)
    #expect(points.allSatisfy { $0 == points[0] })
    var serial = SolverOptions()
    serial.isParallel = false
    #expect(problem.fit(options: serial).minimum.point.map(\.bitPattern) == Array(points[0].prefix(92)))
  }

  /// Time in another unit scales the lifetime and its error; a power of two scales them to the bit.
  @Test(arguments: [8.0, 1e6, 3e-5]) func unitsScaleResults(_ unit: Double) throws {
    func fit(_ unit: Double) throws -> Fit {
      let blocks = try (0..<3).map { k in
        let model = DualModel(["A", "tau"], rows: DecayFits.times.map { [$0 * unit] }) { b, x in
          b[0] * exp(-x[0] / b[1])
        }
        let y = DecayFits.times.map {
          Double(100 * (k + 1)) * Elementary.exp(-$0 / 5) + Elementary.sin(37 * $0 + Double(k))
        }
        return try DatasetBlock(name: "set\(k)", model: model, observed: y, noise: .gaussian)
      }
      return try FitProblem(
        blocks: blocks,
        parameters: [Parameter("A", .each, start: 90), Parameter("tau", .shared, start: 4 * unit)]
      ).fit()
    }
    let (plain, scaled) = (try fit(1), try fit(unit))
    let (a, b) = (try #require(plain["tau"]), try #require(scaled["tau"]))
    if unit == 8 {
      #expect(b.value == a.value * unit)
      #expect(b.standardError == a.standardError.map { $0 * unit })
    } else {
      #expect(agree(b.value, a.value * unit, 1e-12))
      #expect(agree(try #require(b.standardError), try #require(a.standardError) * unit, 1e-10))
    }
    #expect(agree(plain.statistics.objective, scaled.statistics.objective, 1e-12))
  }

  @Test func benchmarkDataAreTheBitsThatOtherProgramsMake() throws {
    let problem = try DecayBenchmark.gaussian(datasets: 2)
    let fit = problem.fit()
    // NumPy on the same words: A₀ = 1 + u₀ of seed 900, and the fit by SciPy's MINPACK.
    #expect(agree(fit.estimates[0].value, 2.513132257438337, 1e-9))
    #expect(fit.problem.observationCount == 400)
  }
}
