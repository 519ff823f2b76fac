import Documents
import Git
public import Manifests
public import Records

extension Workshop {
  /// Judges the latest record of an experiment against its golden, its laws by the golden's rules, without running
  /// anything.
  ///
  /// Inconclusive when there is no record, when it left no outcome, or when the source or an input has changed since.
  /// - Throws: `ManifestErrors`, `RecordError`.
  public func verify(_ entry: ManifestCatalogue.Entry) throws -> RunReport {
    try verify(try plan(entry), against: try ledger.source(), judgesLaws: true).report
  }

  /// - Returns: also whether the record is of this source and these inputs.
  func verify(_ plan: Plan, against source: Source, judgesLaws: Bool) throws -> (report: RunReport, isFresh: Bool) {
    let name = plan.experiment
    guard let record = try ledger.log(name, limit: 1).first else {
      let none = Judgement.inconclusive(name, "there is no record yet", remedy: "kanon run \(name)")
      return (
        RunReport(experiment: name, status: .completed, judgement: none, seconds: 0, warnings: []), false
      )
    }
    let circumstances = try ledger.circumstances(of: record)
    var report = RunReport(
      experiment: name, status: circumstances.status, record: record, seconds: circumstances.seconds, warnings: [])
    guard let outcome = try ledger.outcome(of: record) else { return (report, false) }
    report.metrics = outcome.metrics
    report.headline = plan.drawing.headline(outcome.metrics)
    var judgement = try judge(outcome, plan.manifest)
    let change = try change(since: record, plan, circumstances, source)
    if let change {
      judgement = judgement.adding(
        .inconclusive(name, "the record is stale: \(change) has changed since", remedy: "kanon run \(name)"))
    }
    report.judgement = judgement
    if judgesLaws { report.laws = try judgeLaws(of: record, plan, outcome) }
    return (report, change == nil)
  }

  /// What is not as it was when a record was made, so that its outcome is of something else: the source, or an input or
  /// a manifest that is no part of the source's identity, as what git ignores is not.
  private func change(
    since record: Record, _ plan: Plan, _ circumstances: Circumstances, _ source: Source
  ) throws(RecordError) -> String? {
    if source.identity != record.sourceIdentity { return "the source" }
    if try ledger.manifest(of: record) != plan.text { return plan.file }
    let recorded = circumstances.notes.first { $0.key == "inputs" }?.value
    return plan.inputs.first { recorded?[$0.path]?.asString != $0.blob.hex }.map { "the input \($0.path)" }
  }

  /// Whether a record is of something else by now; where its experiment is gone, the source alone tells.
  func isStale(_ record: Record) throws -> Bool {
    let source = try ledger.source()
    guard let entry = catalogue().entries.first(where: { $0.name == record.experiment }) else {
      return source.identity != record.sourceIdentity
    }
    // A manifest that can't be read any more is another one.
    guard let plan = try? plan(entry) else { return true }
    return try change(since: record, plan, try ledger.circumstances(of: record), source) != nil
  }

  /// What was recorded of the laws, by the rules of the golden; nil where the experiment has neither laws nor rules.
  private func judgeLaws(of record: Record, _ plan: Plan, _ outcome: Outcome) throws -> LawsReport? {
    let rules = try goldenRules(of: plan.experiment)
    if let document = try recordedLaws(of: record) {
      let verdict = Judgement(ofLaws: document, rules: rules, experiment: plan.experiment)
      return LawsReport(document: document, judgement: verdict, report: nil, written: [])
    }
    guard rules != nil || (try? plan.suite(outcome)) != nil else { return nil }
    let untried = Judgement.inconclusive(
      plan.experiment, "its laws were not tried on this outcome", remedy: "kanon check \(plan.experiment)")
    return LawsReport(document: [:], judgement: untried, report: nil, written: [])
  }

  /// Judges a record against the golden of its experiment, under the manifest that it was run with.
  /// - Throws: `ManifestErrors`, `RecordError`.
  func verify(_ record: Record) throws -> Judgement {
    guard let outcome = try ledger.outcome(of: record) else {
      return .inconclusive(record.experiment, "the run left no outcome", remedy: nil)
    }
    let drawing = try Drawing(try ledger.manifest(of: record), of: record, among: kinds)
    return try judge(outcome, drawing.manifest)
  }

  /// Blesses the latest record of an experiment: makes its outcome the golden one, and what its laws reached the least
  /// that they must reach.
  /// - Returns: what that changes, before it was written.
  /// - Throws: `RecordError`, also when CI is set, there is no outcome to bless, or its laws are broken.
  public func bless(
    _ experiment: String, writes: Bool = true, isUnderCI: Bool = GoldenFolder.isUnderCI
  ) throws(RecordError) -> [Difference] {
    guard let record = try ledger.log(experiment, limit: 1).first, let outcome = try ledger.outcome(of: record) else {
      throw RecordError(
        .notFound, at: experiment, found: "its latest record has no outcome to bless", remedy: "kanon run \(experiment)"
      )
    }
    // Laws that were not tried on this outcome keep the rules that they had.
    var rules = try goldenRules(of: experiment)
    if let report = try recordedLaws(of: record) {
      let broken = Judgement(ofLaws: report, rules: nil, experiment: experiment).findings
      if let finding = broken.first(where: { $0.verdict == .diverged }) {
        throw RecordError(
          .refused, at: experiment, found: finding.sentence, remedy: "kanon check \(experiment) replays it")
      }
      rules = OracleRules(report: report)
    }
    guard writes else {
      return try goldens.differences(of: outcome, as: experiment, oracleRules: rules, content: ledger)
    }
    return try goldens.bless(
      outcome, as: experiment, oracleRules: rules, content: ledger, isUnderCI: isUnderCI)
  }
}

extension Judgement {
  /// With what another finds, the worse verdict and the first remedy.
  func adding(_ other: Judgement) -> Judgement {
    Judgement(
      verdict: max(verdict, other.verdict), findings: findings + other.findings, remedy: remedy ?? other.remedy)
  }

  static func inconclusive(_ experiment: String, _ reason: String, remedy: String?) -> Judgement {
    Judgement(
      verdict: .inconclusive,
      findings: [Finding(item: experiment, verdict: .inconclusive, sentence: "\(experiment): \(reason)")],
      remedy: remedy)
  }
}
