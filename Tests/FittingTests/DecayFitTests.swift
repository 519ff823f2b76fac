import Fitting
import Testing

@Suite struct DecayFitTests {
  @Test(arguments: [2, 8, 10], ["neyman", "poisson", "unit"])
  func agreesWithAnIndependentSolver(_ count: Int, _ mode: String) throws {
    let example = try #require(DecayFits.load().first { $0.count == count })
    let reference = try #require(example.modes[mode])
    let noise: Noise = mode == "neyman" ? .neyman : mode == "poisson" ? .poisson : .gaussian
    let fit = try DecayFits.problem(example.counts, noise: noise).fit()
    #expect(fit.status.hasConverged)
    let (tau, b) = (try #require(fit["tau"]), try #require(fit["B"]))
    #expect(agree(tau.value, reference.lifetime, 1e-9))
    #expect(agree(b.value, reference.background, 1e-9))
    #expect(agree(fit.statistics.objective, reference.objective, 1e-11))
    for (k, a) in reference.amplitudes.enumerated() {
      #expect(agree(try #require(fit["A", k < 10 ? "run0\(k)" : "run\(k)"]).value, a, 1e-9))
    }
    // The reference's errors for unweighted sums are for σ = 1.
    let scale = fit.statistics.scale ?? 1
    #expect(agree(try #require(tau.standardError), reference.lifetimeError * scale, 1e-7))
    #expect(agree(try #require(b.standardError), reference.backgroundError * scale, 1e-7))
    #expect(agree(try #require(fit.covariance.covariance(0, 1)), reference.covariance * scale * scale, 1e-7))
    guard let profile = reference.profile else { return }
    for (c, ends) in [(0, profile.lifetime), (1, profile.background)] {
      let interval = try #require(fit.profile(c))
      let center = fit.estimates[c].value
      #expect(agree(try #require(interval.lower.value) - center, ends[0], 1e-6))
      #expect(agree(try #require(interval.upper.value) - center, ends[1], 1e-6))
    }
  }
}

/// Fits of very many datasets take as many evaluations as fits of some: one dataset that strays does not hold up others.
@Suite struct ManyDatasetsTests {
  @Test func tenThousandTakeNoMoreEvaluations() throws {
    let (some, many) = (try DecayBenchmark.counts(datasets: 1000), try DecayBenchmark.counts(datasets: 10_000))
    let (few, most) = (some.fit(), many.fit())
    #expect(few.status.hasConverged && most.status.hasConverged)
    #expect(most.minimum.evaluations <= few.minimum.evaluations)
    // From the other side, where nothing strays, the same minimum.
    var start = many.start
    for (c, coordinate) in many.coordinates.enumerated() where coordinate.parameter == "A" { start[c] = 1500 }
    let other = many.fit(from: start)
    for name in ["tau", "B"] {
      #expect(agree(try #require(most[name]).value, try #require(other[name]).value, 1e-12))
    }
  }
}

/// Relative agreement.
func agree(_ found: Double, _ expected: Double, _ tolerance: Double) -> Bool {
  let isClose = abs(found - expected) <= tolerance * abs(expected)
  if !isClose { print("found \(found), expected \(expected): off by \(abs(found - expected) / abs(expected))") }
  return isClose
}
