import Determinism
import Formulas

/// Global fits of growing size that any engine can be timed on: K decay curves of 200 points with a lifetime and a
/// background in common, y = A exp(−t/τ) + B.
public enum DecayBenchmark {
  /// Gaussian noise of unknown σ, data from counter-mode SplitMix64, so that other programs can make the same bits:
  /// t = 0 … 10, τ = 2.5, B = 0.3, A = 1 + u(seed 900), noise 0.02 (Σ₁₂ u(seed 901) − 6). Start τ = 1, B = 0, A = 1.
  public static func gaussian(datasets: Int) throws -> FitProblem {
    let times = (0..<200).map { Double($0) * (10.0 / 199) }
    let curve = times.map { Elementary.exp(-$0 / 2.5) }
    return try problem(
      datasets: datasets, times: times, noise: .gaussian,
      starts: [Parameter("tau", .shared, start: 1), Parameter("B", .shared, start: 0), Parameter("A", .each, start: 1)]
    ) { k in
      let amplitude = 1 + PortableNumbers.number(900, k)
      return (0..<200).map { i in
        var sum = 0.0
        for j in 0..<12 { sum += PortableNumbers.number(901, (k * 200 + i) * 12 + j) }
        return amplitude * curve[i] + 0.3 + 0.02 * (sum - 6)
      }
    }
  }

  /// Poisson counts: t = 0, 0.1 … 19.9, τ = 5, B = 12, A uniform in 200 … 2,000. Start τ = 4, B = 5, A = 500.
  public static func counts(datasets: Int, seed: UInt64 = 1) throws -> FitProblem {
    let times = (0..<200).map { Double($0) * 0.1 }
    let curve = times.map { Elementary.exp(-$0 / 5) }
    let stream = RandomStream(seed: seed, name: "decay benchmark")
    return try problem(
      datasets: datasets, times: times, noise: .poisson,
      starts: [
        Parameter("tau", .shared, start: 4, lower: 0.01), Parameter("B", .shared, start: 5),
        Parameter("A", .each, start: 500),
      ]
    ) { k in
      var draw = stream.child("run \(k)")
      let amplitude = 200 + 1_800 * draw.nextUniform()
      return curve.map { Double(draw.nextPoisson(mean: amplitude * $0 + 12)) }
    }
  }

  private static func problem(
    datasets: Int, times: [Double], noise: Noise, starts: [Parameter], _ observed: (Int) -> [Double]
  ) throws -> FitProblem {
    let formula = try CompiledFormula(Formula(parsing: "y ~ A * exp(-t / tau) + B").expression, columns: ["t"])
    let blocks = try (0..<datasets).map { k in
      try DatasetBlock(
        name: "\(1_000_000 + k)", model: FormulaModel(formula, columns: [times]), observed: observed(k), noise: noise)
    }
    return try FitProblem(blocks: blocks, parameters: starts)
  }
}
