import ArgumentParser
import Determinism
import Documents
import Experiments
import Fitting
import Phylogeny
import Records

struct FamilyBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "families", abstract: "Gene families on a tree: CAFE5's mammal example, fitted and timed.",
    discussion: """
      Reads mammal_gene_families.txt and mammals_tree.txt of CAFE5's examples from a folder and keeps the families
      that were there at the root, as CAFE does. Fits λ = μ by the sum over root sizes and by CAFE's maximum, and λ ≠ μ,
      each from the counts alone to its errors; `*_off` are relative differences from an independent computation.

      Example:
        kanon bench families --data CAFE5/examples --threads 1
      """)

  @Option(help: "The folder of the example.")
  var data: String

  @Option(help: "Seconds for each measurement.")
  var seconds = 3.0

  @OptionGroup var compute: ComputeOptions

  /// What an independent computation in NumPy found, 10,956 families kept; CAFE5 itself needs 171 s for its fit.
  private struct Known {
    let logL: Double
    let lambda: Double
    let stderr: Double?
    let mu: Double?

    static let sum = Known(
      logL: -162869.5810651166, lambda: 0.001975035531128865, stderr: 1.3477563708536301e-05, mu: nil)
    static let maximum = Known(
      logL: -164768.76161047723, lambda: 0.0018174228184257568, stderr: 1.1989240494225478e-05, mu: nil)
    static let two = Known(
      logL: -162664.9490169995, lambda: 0.0017210961406034203, stderr: nil, mu: 0.0024212984357255556)
  }

  func run() throws {
    try compute.apply()
    let tree = try Tree(newick: read("mammals_tree.txt"), file: "mammals_tree.txt")
    try tree.checkTime(tolerance: 1e-4)
    let table = try FamilyTable(tabbed: read("mammal_gene_families.txt"), file: "mammal_gene_families.txt")
      .matched(to: tree)
    let isAtRoot = RootPresence(tree)
    let families = table.families.map(\.counts).filter { isAtRoot($0) }
    try measure("one rate, sum over root sizes", tree, families, .sum, isSplit: false, .sum)
    try measure("one rate, maximum over root sizes", tree, families, .maximum, isSplit: false, .maximum)
    try measure("birth and death rate, sum over root sizes", tree, families, .sum, isSplit: true, .two)
  }

  private func read(_ file: String) throws -> [UInt8] {
    guard let bytes = try FileSystem.read(data + "/" + file) else {
      throw ValidationError("\(data) has no \(file)")
    }
    return bytes
  }

  private func measure(
    _ variant: String, _ tree: Tree, _ families: [[Int]], _ convention: PruningModel.RootConvention, isSplit: Bool,
    _ known: Known
  ) throws {
    var last: Fit?
    let timing = try Timing(repetitions: 20, seconds: seconds) {
      last = try fit(tree, families, convention, isSplit: isSplit)
    }
    guard let fit = last, let lambda = fit["lambda"], let logL = fit.statistics.logLikelihood else { return }
    var line = JSON.measurement(
      "gene_families", variant, threads: WorkerPool.threadCount, timing,
      [
        "families": .integer(Int64(families.count)), "logL": .number(logL),
        "logL_off": .number((logL - known.logL) / known.logL), "lambda": .number(lambda.value),
        "lambda_off": .number((lambda.value - known.lambda) / known.lambda),
        "lambda_stderr": .number(lambda.standardError ?? .nan),
      ])
    if let error = known.stderr {
      line["lambda_stderr_off"] = .number(((lambda.standardError ?? .nan) - error) / error)
    }
    if let mu = fit["mu"], let knownMu = known.mu {
      line["mu"] = .number(mu.value)
      line["mu_off"] = .number((mu.value - knownMu) / knownMu)
      line["mu_stderr"] = .number(mu.standardError ?? .nan)
    }
    line["evaluations"] = .integer(Int64(fit.minimum.evaluations))
    line["ended"] = .string(fit.status.description)
    line["peak_MB"] = .number(Timing.peakMegabytes)
    Terminal.say(line.render(pretty: false))
  }

  private func fit(
    _ tree: Tree, _ families: [[Int]], _ convention: PruningModel.RootConvention, isSplit: Bool
  ) throws -> Fit {
    let places = [Int](repeating: 0, count: tree.branches.count)
    let model = PruningModel(
      tree: tree, birth: places, death: places.map { _ in isSplit ? 1 : 0 }, convention: convention)
    let limits = SizeLimits(largest: families.reduce(0) { max($0, $1.max() ?? 0) })
    let names = isSplit ? ["lambda", "mu"] : ["lambda"]
    let block = FamilyBlock(
      name: "families", parameterNames: names, PruningLikelihood(model, families: families, limits: limits))
    let start = tree.startingRate(of: families) ?? 1 / tree.height
    let parameters = names.map { Parameter($0, .shared, start: start, lower: 0) }
    return try FitProblem(blocks: [block], parameters: parameters).fit(options: SolverOptions(errors: .hessian))
  }
}
