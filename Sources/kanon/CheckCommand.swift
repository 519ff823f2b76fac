import ArgumentParser
import Determinism
import Documents
import Git
import Laboratory
import Manifests
import Oracles
import Records

struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Try the laws of experiments on their recorded models, and judge both.",
    discussion: """
      Examples:
        kanon check                             every experiment's latest record
        kanon check decay --budget paper        100,000 cases of light laws, 1,000 scans, 100 trajectories
        kanon check decay --law gradient --seconds 60
        kanon check --faults                    every planted fault, and after how many cases which law killed it
        kanon check --junit laws.xml --markdown laws.md
        kanon check --subject 'python3 subject.py'

      Nothing is trained. Each law is tried on the sound model and on planted faults, which it must notice. What was
      found becomes a record with the same outcome, unless the outcome is stale: of another source or input. A look at a
      part (--law, --case, --seconds), at other cases (--seed) or at fewer (--cases, --budget smoke) is no record, and is
      judged by the laws alone, not by what the golden asks.
      Cases that break a law are stored in golden/counterexamples/ and tried first from then on.
      Under GitHub Actions, findings are annotated at the manifest's line, and the summary goes to the job's page.

      Exit codes: 0 every law is kept, 1 a law is broken, weaker than its golden, or a planted fault survived,
      3 inconclusive, 4 the subject gave no answer.
      """)

  @Argument(help: "Experiments; all that have laws when none is given.")
  var names: [String] = []

  @OptionGroup var cases: CaseOptions
  @OptionGroup var output: CheckOutput
  @OptionGroup var subject: SubjectOptions

  @Option(help: "An experiment whose inconclusive verdict is accepted. May be repeated.")
  var allowInconclusive: [String] = []

  @Flag(help: "List every planted fault: which laws killed it, and after how many cases.")
  var faults = false

  @Flag(inversion: .prefixedNo, help: "Make a record in the ledger.")
  var record = true

  @OptionGroup var compute: ComputeOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    if subject.command != nil, !names.isEmpty {
      throw ValidationError("--subject checks a program, not an experiment: leave out \(names.joined(separator: ", "))")
    }
  }

  func run() throws {
    try compute.apply()
    output.removeEarlier()
    if subject.command != nil {
      try Ended.check(try subject.check(cases, output, isJSON: common.json, folder: common.folder))
      return
    }
    let workshop = try common.workshop()
    let entries = try workshop.entries(names)
    var summary = Summary(of: entries.count, allowed: allowInconclusive)
    var findings = CheckFindings()
    for (place, entry) in entries.enumerated() {
      do {
        try check(entry, isOneOfMany: names.isEmpty && entries.count > 1, workshop, &summary, &findings)
      } catch let error where Self.concernsOne(error) {
        Terminal.clearProgress()
        findings.add(entry.name, unproven: "\(error)", manifest: entry.file)
        summary.add("failed", Kanon.code(of: error))
      }
      // The latest record may be of a run that was interrupted, which is no reason to end here.
      if Cancellation.isRequested {
        for left in entries[(place + 1)...] {
          findings.add(left.name, unproven: "it was not reached: the check was interrupted", manifest: left.file)
        }
        break
      }
    }
    if !common.json {
      if let total = findings.faultTotal { Terminal.say(total) }
      Terminal.say(summary.text)
    }
    try output.write(findings)
    try Ended.check(summary.code)
  }

  private func check(
    _ entry: ManifestCatalogue.Entry, isOneOfMany: Bool, _ workshop: Workshop, _ summary: inout Summary,
    _ findings: inout CheckFindings
  ) throws {
    let progress = ProgressLine(entry.name).progress
    let report = try workshop.check(entry, cases.options(records: record), progress)
    Terminal.clearProgress()
    // Asked for all, an experiment without laws has nothing to say but that its outcome is red.
    if isOneOfMany, report.laws == nil, report.status == .completed, report.judgement?.verdict != .diverged { return }
    Terminal.say(common.json ? report.document.render(pretty: false) : report.lawPage)
    if faults, !common.json, let laws = report.laws?.report { Terminal.say(laws.faultPage) }
    findings.add(report, manifest: entry.file, lines: try workshop.fieldLines(of: entry))
    summary.add(report)
  }

  /// Whether an error is of one experiment, and the others can still be judged.
  private static func concernsOne(_ error: any Error) -> Bool {
    error is ManifestErrors || (error as? RecordError).map { $0.kind != .invalid } ?? false
  }
}

/// How many cases, and which.
struct CaseOptions: ParsableArguments {
  @Option(help: "smoke (20 cases), headline (200) or paper (100,000).")
  var budget = Budget.headline

  @Option(help: "So many cases of light laws, a tenth of scans, a hundredth of trajectories.")
  var cases: Int?

  @Option(help: "Stop after so many seconds; what the clock cut is not recorded.")
  var seconds: Double?

  @Option(help: "The seed of the cases; the manifest's else.")
  var seed: UInt64?

  @Option(help: "Only this law. May be repeated.")
  var law: [String] = []

  @Option(name: .customLong("case"), help: "Only the case of this number, as a replay line names it.")
  var number: Int?

  func validate() throws {
    if let cases, cases < 1 { throw ValidationError("--cases: \(cases) cases show nothing; at least 1 is due") }
    if let seconds, !(seconds > 0) { throw ValidationError("--seconds: \(seconds) is no time; more than 0 is due") }
    if let number, number < 0 { throw ValidationError("--case: cases are numbered from 0") }
  }

  var caseBudget: CaseBudget {
    let named: CaseBudget =
      switch budget {
      case .smoke: .smoke
      case .headline: .headline
      case .paper: .paper
      }
    if let cases { return CaseBudget(cases: cases, seconds: seconds) }
    if seconds == nil { return named }
    // By the clock alone: as many cases as there is time for.
    return CaseBudget(cases: 1 << 40, scans: 1 << 40, trajectories: 1 << 40, seconds: seconds)
  }

  func options(records: Bool) -> LawOptions {
    LawOptions(
      budget: caseBudget, seed: seed, laws: law.isEmpty ? nil : law, number: number,
      records: records)
  }
}

extension RunReport {
  /// What `kanon check` says.
  var lawPage: String {
    var lines = ["\(experiment): \(lawWord)   \(seconds.shown) s"]
    if let report = laws?.report { lines += report.lines.map { "  " + $0 } }
    lines += reasons.map { "  " + $0 }
    if let record { lines.append("  record \(record.commit.short)") }
    return lines.joined(separator: "\n")
  }

  private var lawWord: String {
    guard status == .completed else { return status.word }
    guard let laws else { return word }
    let kept = (laws.report?.laws ?? []).filter { $0.verdict == .kept }.count
    let all = laws.report?.laws.count ?? 0
    let faults = laws.report?.faults.count ?? 0
    return "outcome \(judgement?.verdict.rawValue ?? "not judged"); \(kept) of \(all) laws kept, "
      + "\(laws.report?.killed.count ?? 0) of \(faults) planted faults killed"
  }
}

extension SuiteReport {
  /// One line for each law.
  var lines: [String] {
    let width = laws.map(\.law.count).max() ?? 0
    return laws.map { law in
      let kills = law.trials.isEmpty ? "" : "   kills \(law.kills.count) of \(law.trials.count)"
      return "\(law.verdict.rawValue.padded(to: 12))  \(law.law.padded(to: width))  \(law.reason)"
        + "   \(law.cases) case\(law.cases == 1 ? "" : "s")\(kills)"
    }
  }
}
