import Documents
import Git
public import Oracles
import Manifests
public import Records

/// How laws are tried.
public struct LawOptions: Sendable {
  public var budget: CaseBudget
  /// The seed of the cases; nil takes the manifest's.
  public var seed: UInt64?
  /// Only these laws; nil takes all.
  public var laws: [String]?
  /// Only this case.
  public var number: Int?
  /// Whether what was found becomes a record, where it is of all cases.
  public var records: Bool
  /// Whether counterexamples are written to `golden/counterexamples/`.
  public var keepsCounterexamples: Bool

  public init(
    budget: CaseBudget = .headline, seed: UInt64? = nil, laws: [String]? = nil, number: Int? = nil,
    records: Bool = true, keepsCounterexamples: Bool = !GoldenFolder.isUnderCI
  ) {
    (self.budget, self.seed, self.laws, self.number) = (budget, seed, laws, number)
    (self.records, self.keepsCounterexamples) = (records, keepsCounterexamples)
  }

  /// Whether the cases are those that the golden's rules are about: a look at a part, at other or fewer cases, or at
  /// what the clock allowed is judged by the laws themselves alone.
  var isWhole: Bool {
    laws == nil && number == nil && seed == nil && budget.seconds == nil && budget.cases >= CaseBudget.headline.cases
  }

  /// Whether what was found becomes a record.
  var isRecorded: Bool { records && isWhole }
}

extension Workshop {
  /// Tries the laws of an experiment on an outcome, or at initialisation without one; nil where it has none.
  /// - Throws: `RunFailure` when the laws can't be set up, `Interruption`, `RecordError`.
  func laws(
    of plan: Plan, on outcome: Outcome?, _ options: LawOptions, _ progress: Progress
  ) throws -> LawsReport? {
    guard let suite = try plan.suite(outcome) else { return nil }
    for law in options.laws ?? [] where !suite.laws.contains(law) {
      let known = suite.laws.joined(separator: ", ")
      throw RecordError(.invalid, at: plan.experiment, found: "there is no law \(law)", remedy: "it has \(known)")
    }
    let settings = Suite.Settings(
      subject: plan.experiment, seed: options.seed ?? plan.manifest.seed, budget: options.budget, laws: options.laws,
      counterexamples: try counterexamples(of: plan.experiment), command: "kanon check \(plan.experiment)",
      number: options.number)
    let report = suite.examine(settings) { stage, fraction in
      try? progress.report("law \(stage)", fraction: fraction)
    }
    guard let report else { throw Interruption() }
    let rules = try goldenRules(of: plan.recordName)
    // Rules are about a trained model, and about the headline's unless another budget was given a golden of its own.
    let isAlone = !options.isWhole || outcome == nil || (plan.manifest.varied != nil && rules == nil)
    let judgement =
      isAlone
      ? Judgement(ofLawsAlone: report.document)
      : Judgement(ofLaws: report.document, rules: rules, experiment: plan.experiment)
    var (written, warnings): ([String], [String]) = ([], [])
    if options.keepsCounterexamples {
      do throws(RecordError) { written = try keep(report.counterexamples, of: plan.experiment) } catch {
        warnings = ["a case that broke a law could not be kept: \(error)"]
      }
    }
    return LawsReport(
      document: report.document, judgement: judgement, report: report, kind: plan.manifest.kind, written: written,
      warnings: warnings)
  }

  /// Writes cases that broke laws to `golden/counterexamples/`; a case that is there already stays.
  /// - Returns: their paths from the root.
  public func keep(_ found: [Counterexample], of experiment: String) throws(RecordError) -> [String] {
    try found.map { counterexample throws(RecordError) in
      let path = "golden/\(GoldenFolder.counterexamples)\(experiment)/\(counterexample.fileName)"
      try FileSystem.write(Array(counterexample.document.render(pretty: true).utf8), to: root + path)
      return path
    }
  }

  /// The cases that broke laws of an experiment, in the order of their files' names.
  public func counterexamples(of experiment: String) throws(RecordError) -> [Counterexample] {
    let folder = root + "golden/" + GoldenFolder.counterexamples + experiment + "/"
    var found: [Counterexample] = []
    for path in try FileSystem.files(below: folder).sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) })
    where path.hasSuffix(".json") && !path.contains("/") {
      guard let bytes = try FileSystem.read(folder + path), let document = try? JSON(parsing: bytes),
        let counterexample = Counterexample(document: document)
      else {
        throw RecordError(
          .corrupt, at: "golden/\(GoldenFolder.counterexamples)\(experiment)/\(path)",
          found: "it is no counterexample", remedy: "restore it with git, or delete it")
      }
      found.append(counterexample)
    }
    return found
  }

  /// What the golden of an experiment asks of its laws; nil when it asks nothing, or there is none that can be read.
  func goldenRules(of experiment: String) throws(RecordError) -> OracleRules? {
    do throws(RecordError) { return try goldens.golden(of: experiment)?.oracleRules } catch {
      // The verdict on the outcome says that the golden is corrupt.
      guard error.kind == .corrupt else { throw error }
      return nil
    }
  }

  /// What the laws gave on a record's outcome: its own, or that of an earlier record of the same outcome and source.
  func recordedLaws(of record: Record) throws(RecordError) -> JSON? {
    for earlier in try ledger.log(record.experiment, limit: 50)
    where earlier.outcome == record.outcome && earlier.sourceIdentity == record.sourceIdentity {
      guard let bytes = try ledger.file("oracles/report.json", of: earlier) else { continue }
      guard let document = try? JSON(parsing: bytes) else {
        throw RecordError(
          .corrupt, at: "record \(earlier.commit.short), oracles/report.json", found: "it is not as kanon writes it")
      }
      return document
    }
    return nil
  }
}

extension LawsReport {
  /// The files of the folder `oracles/` in a record.
  var files: [StoredFile] {
    guard let report else { return [] }
    var files = [StoredFile("report.json", text: document.render(pretty: true))]
    if !report.faults.isEmpty { files.append(StoredFile("faults.csv", report.table.csv())) }
    for found in report.counterexamples {
      files.append(StoredFile("counterexamples/\(found.fileName)", text: found.document.render(pretty: true)))
    }
    return files
  }
}
