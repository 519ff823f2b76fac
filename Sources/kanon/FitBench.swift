import ArgumentParser
import Determinism
import Documents
import Fitting

struct FitBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fits", abstract: "Global fits of decay curves: one lifetime and background, own amplitudes.",
    discussion: """
      200 points each; least squares with errors, and counts with their exact likelihood. Data as generated for the
      peers' scripts, so that any engine can be timed on the same bits.

      Example:
        kanon bench fits --threads 1
      """)

  @Option(help: "How many datasets.")
  var datasets: [Int] = [2, 100, 1000, 10_000]

  @Option(help: "Only least-squares, or only poisson.")
  var noise: Noise?

  @Option(help: "Seconds for each measurement.")
  var seconds = 3.0

  enum Noise: String, ExpressibleByArgument, CaseIterable {
    case leastSquares = "least-squares"
    case poisson
  }

  @OptionGroup var compute: ComputeOptions

  func run() throws {
    try compute.apply()
    for count in datasets {
      if noise != .poisson { try measure("least squares", count, DecayBenchmark.gaussian(datasets: count)) }
      if noise != .leastSquares { try measure("Poisson", count, DecayBenchmark.counts(datasets: count)) }
    }
  }

  private func measure(_ variant: String, _ count: Int, _ problem: FitProblem) throws {
    var last: Fit?
    let timing = Timing(repetitions: 50, seconds: seconds) { last = problem.fit() }
    guard let fit = last, let tau = fit["tau"], let background = fit["B"] else { return }
    let line = JSON.measurement(
      "W7_globalfit", variant, threads: WorkerPool.threadCount, timing,
      [
        "datasets": .integer(Int64(count)), "params": .integer(Int64(count + 2)),
        "tau": .number(tau.value), "tau_stderr": .number(tau.standardError ?? .nan),
        "B": .number(background.value), "cost": .number(fit.statistics.objective / 2),
        "evaluations": .integer(Int64(fit.minimum.evaluations)), "ended": .string(fit.status.description),
        "final_metric": .number(fit.statistics.objective), "peak_MB": .number(Timing.peakMegabytes),
      ])
    Terminal.say(line.render(pretty: false))
  }
}
