import ArgumentParser
import Determinism
import Documents
import Glibc
import Laboratory
import Manifests
import Records

struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Run experiments, record them, judge and draw them.",
    discussion: """
      Examples:
        kanon run decay                         by name
        kanon run experiments/decay.yaml        by file
        kanon run nist/                         all below experiments/nist/
        kanon run decay --watch                 with a live page on 127.0.0.1
        kanon run digits-cnn --resume           on from the checkpoint of a run that was stopped
        kanon run decay --trap-nonfinite        where does the first NaN come from
        kanon run decay --json | jq .metrics.parameters.tau.value

      The JSON is one object for each experiment: experiment, word, status, verdict, exit, record, outcome, seconds,
      headline, reasons, figures, warnings, and metrics with parameters.NAME.value and parameters.NAME.stderr.
      """)

  @Argument(help: "Experiments, or their files.", completion: .experiments)
  var names: [String]

  @Option(help: "smoke, headline or paper: the manifest's own changes by that name.")
  var budget = Budget.headline

  @Flag(inversion: .prefixedNo, help: "Make a record in the ledger.")
  var record = true

  @Flag(inversion: .prefixedNo, help: "Draw the figures.")
  var figures = true

  @Flag(help: "Show a live page on 127.0.0.1: progress, figure of merit, log.")
  var watch = false

  @Flag(help: "Go on from the checkpoint of a run that was stopped; the bits are those of one that was not.")
  var resume = false

  @Flag(
    help: ArgumentHelp(
      "Stop at the first operation whose result is not finite, and say which and where.",
      discussion: "Slow, and on one thread. A fit that only passes through such a point stops there too."))
  var trapNonfinite = false

  @OptionGroup var programs: ProgramOptions
  @OptionGroup var compute: ComputeOptions
  @OptionGroup var common: CommonOptions

  func run() throws {
    try compute.apply()
    if trapNonfinite {
      // One thread, so that the first is the same each time.
      try WorkerPool.setThreadCount(1)
      NonFiniteTrap.arm()
    }
    let workshop = try common.workshop()
    let plans = try workshop.plans(names, budget: budget)
    let options = Workshop.RunOptions(records: record, draws: figures, permission: programs.permission, resumes: resume)
    if watch { try Companion.start(["serve", "--port", "0", "--while-process", "\(getpid())", "-C", workshop.root]) }
    var codes: [Records.ExitCode] = []
    for plan in plans {
      let audience = Audience(plan.experiment, in: workshop, isWatched: watch)
      let report = try workshop.run(plan, options, audience.progress)
      audience.leave(report)
      Terminal.say(common.json ? report.document.render(pretty: false) : report.page)
      codes.append(report.exitCode)
      if report.exitCode == .interrupted || NonFiniteTrap.found != nil { break }
    }
    try Ended.check(.worst(of: codes))
  }
}

extension Workshop {
  /// Plans for experiments by name; nothing runs unless all of them are sound.
  func plans(_ names: [String], budget: Budget) throws -> [Plan] {
    var plans: [Plan] = []
    var problems: [Problem] = []
    for entry in try entries(names) {
      do throws(ManifestErrors) { plans.append(try plan(entry, budget: budget)) } catch { problems += error.problems }
    }
    guard problems.isEmpty else { throw ManifestErrors(problems) }
    return plans
  }
}
