import Documents
import Git
public import Manifests
import Records

extension Workshop {
  /// The line of every field of a manifest, for messages that point at it.
  public func fieldLines(
    of entry: ManifestCatalogue.Entry
  ) throws(ManifestErrors) -> [(field: String, line: Int)] {
    try ManifestText(file: entry.file, root: root).fieldLines
  }

  /// Tries the laws of an experiment on the model of its latest record, and judges the outcome and the laws.
  ///
  /// Nothing is trained. What was found becomes a record with the same `outcome/` and new `oracles/`, unless it is a
  /// probe, or the record is stale: a record pins what it holds to one source, so an outcome would pass for that of a
  /// source which never gave it. Without a record the laws are tried at initialisation, which is inconclusive; a kind
  /// without laws is too.
  /// - Throws: `ManifestErrors`, `RecordError`.
  public func check(
    _ entry: ManifestCatalogue.Entry, _ options: LawOptions = LawOptions(), _ progress: Progress = .silent
  ) throws -> RunReport {
    let plan = try plan(entry)
    // Before the laws are tried: a file that is saved meanwhile is not ascribed to what they found.
    let source = try ledger.source()
    var (report, isFresh) = try verify(plan, against: source, judgesLaws: false)
    let started = Clock.now()
    do {
      let outcome = try report.record.flatMap { try ledger.outcome(of: $0) }
      report.laws = try laws(of: plan, on: outcome, options, progress)
    } catch is Interruption {
      report.status = .interrupted
      return report
    } catch let error where error is RunFailure || (error as? RecordError)?.kind == .corrupt {
      report.status = .failed("the laws could not be tried: \(error)")
      return report
    }
    report.seconds = Clock.seconds(since: started)
    guard let laws = report.laws else {
      let none = Judgement.inconclusive(entry.name, "its kind declares no laws", remedy: nil)
      report.judgement = report.judgement?.adding(none) ?? none
      if let rules = try goldenRules(of: entry.name) {
        let judgement = Judgement(ofLaws: [:], rules: rules, experiment: entry.name)
        report.laws = LawsReport(document: [:], judgement: judgement, report: nil, written: [])
      }
      return report
    }
    report.warnings += laws.warnings
    guard options.isRecorded, isFresh, let tree = report.record?.outcome else { return report }
    report.record = try ledger.record(
      RecordDraft(
        experiment: entry.name, product: .recorded(tree: tree), manifest: plan.text,
        circumstances: try circumstances(of: plan, .completed, started: started, seconds: report.seconds, tools: []),
        oracles: laws.files, source: source))
    return report
  }

  /// Tries the laws on the outcome that is to be blessed, where no record has: a golden that asks nothing of its laws
  /// leaves them inconclusive ever after.
  /// - Returns: what became of them; nil where they were tried already, or there are none.
  /// - Throws: `RecordError`, also when they could not be tried on that outcome, because it is stale.
  public func examineBeforeBlessing(
    _ entry: ManifestCatalogue.Entry, _ progress: Progress = .silent
  ) throws -> LawsReport? {
    guard let record = try ledger.log(entry.name, limit: 1).first, record.outcome != nil,
      try recordedLaws(of: record) == nil
    else { return nil }
    let report = try check(entry, LawOptions(), progress)
    if report.status == .interrupted { throw Interruption() }
    guard report.laws == nil || report.record?.commit != record.commit else {
      throw RecordError(
        .refused, at: entry.name,
        found: "its laws were not tried on its latest outcome, and something has changed since",
        remedy: "kanon run \(entry.name)")
    }
    return report.laws
  }
}
