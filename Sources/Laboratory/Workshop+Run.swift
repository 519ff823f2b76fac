import Determinism
import Documents
import Figures
import Glibc
import Git
import Manifests
public import Records

extension Workshop {
  /// What a run does beside running.
  public struct RunOptions: Sendable {
    /// Whether the run becomes a record.
    public var records: Bool
    /// Whether the figures are drawn and written to `figures/`.
    public var draws: Bool
    /// How the laws are tried; nil does not try them.
    public var laws: LawOptions?
    /// Whether programs that the manifest names may run.
    public var permission: Permission
    /// Whether it goes on from the checkpoint of a run that was stopped.
    public var resumes: Bool

    public init(
      records: Bool = true, draws: Bool = true, laws: LawOptions? = nil, permission: Permission = .asConfigured,
      resumes: Bool = false
    ) {
      (self.records, self.draws, self.laws, self.permission) = (records, draws, laws, permission)
      self.resumes = resumes
    }
  }

  /// Runs a plan, judges its outcome against the golden, draws it and records all of it.
  ///
  /// A run that fails, or that the user stops, is recorded as well; the report says how it ended.
  /// - Throws: `RecordError` when the ledger or the golden could not be read or written.
  public func run(
    _ plan: Plan, _ options: RunOptions = RunOptions(), _ progress: Progress = .silent
  ) throws(RecordError) -> RunReport {
    if let refusal = try refusal(of: plan, options.permission) {
      return RunReport(
        experiment: plan.experiment, status: .completed, judgement: refusal, seconds: 0, warnings: [])
    }
    // The source is pinned before the run: a file that is saved meanwhile is not ascribed to it.
    let source = options.records || plan.runsPrograms ? try ledger.source() : nil
    let bench = source.map { Workbench(root: root, tree: $0.tree) }
    let checkpoints = try checkpoints(of: plan, isResuming: options.resumes)
    let started = Clock.now()
    let stream = RandomStream(seed: plan.manifest.seed, name: plan.experiment)
    let absences = try source.map { source throws(RecordError) in
      try ledger.absences(of: plan.inputs.map(\.path), in: source)
    }
    let (status, product) =
      Self.refusal(absences ?? []).map { (.failed($0), nil) }
      ?? Workbench.$current.withValue(bench) {
        Checkpoints.$current.withValue(checkpoints) { Self.outcome(of: plan, stream, progress) }
      }
    let seconds = Clock.seconds(since: started)
    var report = RunReport(
      experiment: plan.recordName, status: status, metrics: product?.metrics, seconds: seconds,
      warnings: Self.warnings(of: product) + Self.notes(absences ?? []) + (bench?.warnings ?? []))
    var presentation: [StoredFile] = bench?.files ?? []
    var tools: [JSON.Member] = []
    if let product {
      report.headline = plan.drawing.headline(product.metrics)
      report.judgement = try judge(product, plan.manifest)
      // Goldens are the headline's; another budget has nothing to be compared with unless it was given one.
      if plan.manifest.varied != nil, report.judgement == .missingGolden(of: plan.recordName) { report.judgement = nil }
      if options.draws {
        let drawn = draw(plan.drawing, product, provenance(source, report.judgement))
        presentation += drawn.files
        tools = drawn.tool.map { [JSON.Member(key: "gnuplot", value: .string($0))] } ?? []
        report.drawing = drawn.trouble ?? .drawn([])
      }
    }
    if let product, let laws = options.laws {
      do {
        report.laws = try self.laws(of: plan, on: product, laws, progress)
        report.warnings += report.laws?.warnings ?? []
      } catch is Interruption {
        report.status = .interrupted
      } catch {
        report.status = .failed("the laws could not be tried: \(error)")
      }
    }
    if let source, options.records {
      report.record = try ledger.record(
        RecordDraft(
          experiment: plan.recordName, product: product.map { .outcome($0) } ?? .nothing, manifest: plan.text,
          circumstances: try circumstances(
            of: plan, report.status, started: started, seconds: seconds, tools: tools,
            bench),
          oracles: report.laws?.files ?? [], presentation: presentation, source: source))
    }
    if status == .completed {
      try forgetCheckpoints(of: plan)
    } else if checkpoints.isKept {
      report.warnings.append("`kanon run \(plan.experiment) --resume` goes on from its last checkpoint")
    }
    // After the record, so that a folder that can't be written costs the files and nothing else.
    if report.drawing != nil {
      let files = presentation + (product.map(Self.passed) ?? [])
      report.drawing = keep(files, report.drawing, of: plan.recordName)
    }
    return report
  }

  /// Inputs in a submodule that is not what its commit says could never be had again.
  private static func refusal(_ absences: [(path: String, why: Ledger.Absence)]) -> String? {
    for case (let path, .unpinned(let folder)) in absences {
      return "the input \(path) lies in \(folder), whose changes no record can hold; commit them in \(folder) first"
    }
    return nil
  }

  private static func notes(_ absences: [(path: String, why: Ledger.Absence)]) -> [String] {
    absences.filter { $0.why == .ignored }.map { absence in
      "git ignores the input \(absence.path): the record knows its content by its hash, but does not hold it"
    }
  }

  private static func outcome(
    of plan: Plan, _ stream: RandomStream, _ progress: Progress
  ) -> (RunStatus, Outcome?) {
    do {
      var outcome = try plan.run(stream, progress)
      // What ended early because the user asked is no result.
      try Interruption.check()
      let known = plan.manifest.knownValues(in: outcome.metrics)
      if !known.isEmpty {
        outcome.metrics["truth"] = .object(known.map { JSON.Member(key: $0.name, value: $0.document) })
      }
      return (.completed, outcome)
    } catch {
      if let found = NonFiniteTrap.found { return (.failed("not finite: \(found)"), nil) }
      return (error is Interruption ? .interrupted : .failed("\(error)"), nil)
    }
  }

  /// Pictures that a program made, which are part of its outcome.
  static func passed(_ outcome: Outcome) -> [StoredFile] {
    let prefix = "figures/"
    return outcome.blobs.filter { $0.path.hasPrefix(prefix) }.map {
      StoredFile(String($0.path.dropFirst(prefix.count)), $0.bytes)
    }
  }

  /// A kind tells its warnings in `metrics.warnings`, so that they are part of the outcome.
  private static func warnings(of outcome: Outcome?) -> [String] {
    guard let outcome else { return [] }
    return ([("", outcome.metrics)] + outcome.variants).flatMap { name, metrics in
      (metrics["warnings"]?.asArray ?? []).compactMap(\.asString).map { name + $0 }
    }
  }

  /// The verdict on an outcome: against its golden, and against known values that are judged.
  func judge(_ outcome: Outcome, _ manifest: Manifest) throws(RecordError) -> Judgement {
    var judgement: Judgement
    do throws(RecordError) {
      if let golden = try goldens.golden(of: manifest.recordName) {
        judgement = try Judgement(of: outcome, against: golden, tolerances: manifest.tolerances, ledger: ledger)
      } else {
        judgement = .missingGolden(of: manifest.recordName)
      }
    } catch {
      // One corrupt golden is one red line; the other experiments have their own.
      guard error.kind == .corrupt else { throw error }
      let finding = Judgement.Finding(item: error.place, verdict: .diverged, sentence: "\(error)")
      judgement = Judgement(verdict: .diverged, findings: [finding], remedy: nil)
    }
    for (name, metrics) in [("", outcome.metrics)] + outcome.variants where metrics["converged"]?.asBool == false {
      let ended = metrics["ended"]?.asString ?? "it did not converge"
      judgement.findings.append(
        Judgement.Finding(item: "metrics/converged", verdict: .inconclusive, sentence: "no result: \(name)\(ended)"))
      judgement.verdict = max(judgement.verdict, .inconclusive)
    }
    for finding in manifest.knownValues(in: outcome.metrics).compactMap(\.finding) {
      judgement.findings.append(finding)
      judgement.verdict = max(judgement.verdict, finding.verdict)
    }
    return judgement
  }

  func circumstances(
    of plan: Plan, _ status: RunStatus, started: Clock.Instant, seconds: Double, tools: [JSON.Member],
    _ bench: Workbench? = nil
  ) throws(RecordError) -> Circumstances {
    let inputs = plan.inputs.map { JSON.Member(key: $0.path, value: .string($0.blob.hex)) }
    let warnings = bench?.warnings ?? []
    return Circumstances(
      status: status, started: started.milliseconds, seconds: seconds, host: Host.name, threads: WorkerPool.threadCount,
      instructionSet: InstructionSet.current.rawValue, engine: try engine(), versions: Host.versions + tools,
      notes: [
        JSON.Member(key: "budget", value: .string(plan.manifest.budget.rawValue)),
        JSON.Member(key: "random_stream", value: .string("\(RandomStream.version)")),
        JSON.Member(key: "inputs", value: .object(inputs)),
      ] + (warnings.isEmpty ? [] : [JSON.Member(key: "warnings", value: JSON(warnings))]))
  }
}

extension Outcome {
  /// The metrics of each combination of a matrix, under its settings and a colon; none where there is no matrix.
  fileprivate var variants: [(name: String, metrics: JSON)] {
    (metrics["variants"]?.asObject ?? []).map { (name: "\($0.key): ", metrics: $0.value) }
  }
}
