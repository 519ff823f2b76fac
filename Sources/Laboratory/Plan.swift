import Determinism
import Documents
import Figures
import Git
public import Manifests
import Oracles
import Records

/// One experiment, ready to run: its manifest was read without a problem and its inputs are in memory.
public struct Plan: Sendable {
  /// The common part of the manifest.
  public let manifest: Manifest
  /// The manifest's bytes, for the record.
  public let text: [UInt8]
  /// The file as messages show it.
  public let file: String

  /// Every input with its git blob id, as it was when the plan was made.
  let inputs: [(path: String, blob: ObjectID)]

  let run: @Sendable (RandomStream, Progress) throws -> Outcome
  /// The laws on an outcome, or at initialisation; nil where there are none.
  let suite: @Sendable (Outcome?) throws -> Suite?
  let drawing: Drawing
  /// Whether the manifest names programs to run.
  public let runsPrograms: Bool

  public var experiment: String { manifest.experiment }

  /// What its records, figures and golden go by: the experiment, and the budget where it is not the headline's.
  public var recordName: String { manifest.recordName }

  /// Plans a manifest as the kind that it names.
  /// - Throws: every problem of the manifest and its inputs.
  public init(
    _ text: ManifestText, among kinds: [any Experiment.Type], budget: Budget = .headline
  ) throws(ManifestErrors) {
    let kind = try text.kind(among: kinds)
    self = try Self.plan(text, as: kind, budget)
  }

  private static func plan<Kind: Experiment>(
    _ text: ManifestText, as kind: Kind.Type, _ budget: Budget
  ) throws(ManifestErrors) -> Plan {
    let plan = try text.plan(as: kind, budget: budget)
    let run: @Sendable (RandomStream, Progress) throws -> Outcome
    let suite: @Sendable (Outcome?) throws -> Suite?
    if plan.variants.isEmpty {
      let experiment = try Kind(plan.parameters, of: plan.manifest)
      run = { try experiment.run($0, $1) }
      suite = { try experiment.suite(on: $0) }
    } else {
      let sweep = try Sweep(plan.variants, as: kind)
      run = { try sweep.run($0, $1) }
      suite = { try sweep.suite(on: $0) }
    }
    var inputs: [(path: String, blob: ObjectID)] = []
    for input in plan.manifest.inputs { inputs.append((input.path, .of(.blob, try input.bytes()))) }
    return Plan(
      manifest: plan.manifest, text: text.bytes, file: text.file, inputs: inputs, run: run,
      suite: suite, drawing: Drawing(plan, as: kind), runsPrograms: Kind.runsPrograms)
  }

  private init(
    manifest: Manifest, text: [UInt8], file: String, inputs: [(path: String, blob: ObjectID)],
    run: @escaping @Sendable (RandomStream, Progress) throws -> Outcome,
    suite: @escaping @Sendable (Outcome?) throws -> Suite?, drawing: Drawing, runsPrograms: Bool
  ) {
    (self.manifest, self.text, self.file, self.inputs) = (manifest, text, file, inputs)
    (self.run, self.suite, self.drawing, self.runsPrograms) = (run, suite, drawing, runsPrograms)
  }
}

/// What people see of an outcome: its figures and its one line. Needs the manifest, and none of the inputs.
public struct Drawing: Sendable {
  let manifest: Manifest
  let figures: @Sendable (Outcome) throws -> [Figure]
  let headline: @Sendable (JSON) -> String?

  /// The manifest of a record.
  /// - Throws: the problems of a manifest that this version can't read.
  init(_ bytes: [UInt8], of record: Record, among kinds: [any Experiment.Type]) throws(ManifestErrors) {
    let text = try ManifestText(bytes: bytes, file: record.manifestFile)
    let kind = try text.kind(among: kinds)
    self = try Self.drawing(text, as: kind, record.budget.flatMap(Budget.init) ?? .headline)
  }

  private static func drawing<Kind: Experiment>(
    _ text: ManifestText, as kind: Kind.Type, _ budget: Budget
  ) throws(ManifestErrors) -> Drawing {
    Drawing(try text.plan(as: kind, budget: budget), as: kind)
  }

  init<Kind: Experiment>(_ plan: ManifestPlan<Kind.Parameters>, as kind: Kind.Type) {
    manifest = plan.manifest
    guard plan.variants.isEmpty else {
      let count = plan.variants.count
      figures = { _ in [] }
      headline = { _ in "\(count) variants" }
      return
    }
    figures = { try Kind.figures(of: $0, plan.parameters, plan.manifest) }
    headline = { Kind.headline(of: $0) }
  }
}

extension Manifest {
  /// What its records, figures and golden go by.
  var recordName: String { varied.map { "\(experiment).\($0.rawValue)" } ?? experiment }
}

extension ManifestText {
  /// The kind that the manifest names.
  func kind(among kinds: [any Experiment.Type]) throws(ManifestErrors) -> any Experiment.Type {
    let name = try kind(among: kinds.map { $0.name })
    guard let kind = kinds.first(where: { $0.name == name }) else {
      preconditionFailure("a manifest was read as the kind \(name), which was not among those given")
    }
    return kind
  }
}
