import ArgumentParser
import Documents
import Laboratory
import Manifests
import Records

struct ReproduceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reproduce", abstract: "Run every experiment, try its laws, judge both; one line each.",
    discussion: """
      Examples:
        kanon reproduce                         everything below experiments/
        kanon reproduce decay nist/             some of it
        kanon reproduce --allow-inconclusive decay

      A golden that no experiment claims is a failure.
      """)

  @Argument(help: "Experiments; all of them when none is given.", completion: .experiments)
  var names: [String] = []

  @Option(help: "smoke, headline or paper.")
  var budget = Budget.headline

  @Option(help: "An experiment whose inconclusive verdict is accepted. May be repeated.")
  var allowInconclusive: [String] = []

  @Flag(inversion: .prefixedNo, help: "Draw the figures.")
  var figures = true

  @Flag(inversion: .prefixedNo, help: "Try the laws.")
  var laws = true

  @OptionGroup var programs: ProgramOptions
  @OptionGroup var compute: ComputeOptions
  @OptionGroup var common: CommonOptions

  func run() throws {
    try compute.apply()
    let workshop = try common.workshop()
    let plans = try workshop.plans(names, budget: budget)
    let width = plans.map(\.experiment.count).max() ?? 0
    var summary = Summary(of: plans.count, allowed: allowInconclusive)
    for plan in plans {
      let audience = Audience(plan.experiment, in: workshop)
      let options = Workshop.RunOptions(
        draws: figures, laws: laws ? LawOptions() : nil, permission: programs.permission)
      let report = try workshop.run(plan, options, audience.progress)
      audience.leave(report)
      if common.json {
        Terminal.say(report.document.render(pretty: false))
      } else {
        Terminal.say(report.line(width: width))
        for reason in report.reasons { Terminal.say("    " + reason) }
      }
      summary.add(report)
      if report.exitCode == .interrupted { break }
    }
    if names.isEmpty { summary.orphans = try workshop.goldens.orphans(claimed: plans.map(\.experiment)) }
    if !common.json { Terminal.say(summary.text) }
    try Ended.check(summary.code)
  }
}

/// What became of all experiments together.
struct Summary {
  /// How many experiments were to be judged.
  private let count: Int
  private let allowed: [String]
  /// Goldens that no experiment claims.
  var orphans: [String] = []
  private var words: [String] = []
  private var codes: [Records.ExitCode] = []
  private let started = Timing.now()

  init(of count: Int, allowed: [String]) { (self.count, self.allowed) = (count, allowed) }

  mutating func add(_ report: RunReport) {
    let isAllowed = report.exitCode == .inconclusive && allowed.contains(report.experiment)
    add(report.word, isAllowed ? .success : report.exitCode)
  }

  mutating func add(_ word: String, _ code: Records.ExitCode) {
    words.append(word)
    codes.append(code)
  }

  /// Where there is nothing to judge, nothing is shown.
  var code: Records.ExitCode {
    .worst(of: codes + (orphans.isEmpty ? [] : [.diverged]) + (count == 0 ? [.inconclusive] : []))
  }

  /// `22 experiments in 1.3 s: 21 identical, 1 diverged`, and the goldens that nobody claims.
  var text: String {
    var counts: [(word: String, count: Int)] = []
    for word in words {
      if let place = counts.firstIndex(where: { $0.word == word }) {
        counts[place].count += 1
      } else {
        counts.append((word, 1))
      }
    }
    let told = counts.map { "\($0.count) \($0.word)" }.joined(separator: ", ")
    let lines =
      orphans.map { "\($0) is claimed by no experiment: delete it, or write its manifest" }
      + (count == 0 ? ["there is no experiment: no .yaml below experiments/"] : [])
    let counted = "\(words.count) experiment\(words.count == 1 ? "" : "s") in \((Timing.now() - started).shown) s"
    return (lines + [told.isEmpty ? counted : "\(counted): \(told)"]).joined(separator: "\n")
  }
}
