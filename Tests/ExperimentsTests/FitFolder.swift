import Determinism
import Documents
import Experiments
import Foundation
import Laboratory
import Manifests
import Oracles
import Records

/// A folder with data for fits, removed at the end; manifests are read and run in it without any git.
struct FitFolder {
  let root: URL

  init(_ files: KeyValuePairs<String, String>) throws {
    root = FileManager.default.temporaryDirectory.appending(path: "kanon-\(UUID().uuidString)")
    let folder = root.appending(path: "experiments")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for (name, text) in files { try Data(text.utf8).write(to: folder.appending(path: name)) }
  }

  func remove() { try? FileManager.default.removeItem(at: root) }

  /// The outcome of the body of a global fit's manifest.
  func run(_ body: String) throws -> Outcome { try run(GlobalFit.self, body) }

  /// The outcome of a manifest's body.
  func run<Kind: Experiment>(_ kind: Kind.Type, _ body: String, _ progress: Laboratory.Progress = .silent) throws
    -> Outcome
  {
    let experiment = try experiment(kind, body)
    return try experiment.0.run(RandomStream(seed: experiment.1.seed, name: "fit"), progress)
  }

  /// The experiment of a manifest's body, with the common part of the manifest.
  func experiment<Kind: Experiment>(_ kind: Kind.Type, _ body: String) throws -> (Kind, Manifest) {
    let plan = try text(kind.name, body).plan(as: kind)
    return (try kind.init(plan.parameters, of: plan.manifest), plan.manifest)
  }

  /// The laws of a manifest's body, on an outcome, or at initialisation without one.
  func suite<Kind: Experiment>(_ kind: Kind.Type, _ body: String, on outcome: Outcome? = nil) throws -> Suite? {
    try experiment(kind, body).0.suite(on: outcome)
  }

  /// Whether a run that goes on from a checkpoint, taken in the middle, ends with the outcome of one that never stopped.
  func goesOn<Kind: Experiment>(_ kind: Kind.Type, _ body: String, stage: String) throws -> Bool {
    let (first, second) = (root.path + "/first/", root.path + "/second/")
    let watch = Laboratory.Progress { event in
      // The first sign of life past the middle finds the checkpoint of the step before.
      guard event.stage == stage, (event.fraction ?? 0) > 0.5 else { return }
      try? FileManager.default.copyItem(atPath: first, toPath: second)
    }
    let whole = try Checkpoints.$current.withValue(Checkpoints(folder: first, isResuming: false, pause: 0)) {
      try run(kind, body, watch)
    }
    guard FileManager.default.fileExists(atPath: second) else { return false }
    // What the rest does must not be found.
    try FileManager.default.removeItem(atPath: first)
    let rest = try Checkpoints.$current.withValue(Checkpoints(folder: second, isResuming: true)) {
      try run(kind, body)
    }
    return try whole.tree() == rest.tree()
  }

  /// What became of a kind's laws, tried on the outcome of a manifest's body.
  func examine<Kind: Experiment>(_ kind: Kind.Type, _ body: String, cases: Int) throws -> SuiteReport? {
    try suite(kind, body, on: try run(kind, body))?.examine(
      Suite.Settings(subject: "fit", seed: 1, budget: CaseBudget(cases: cases)))
  }

  /// What is wrong with the body of a global fit's manifest, as it prints; nil when nothing is.
  func problems(_ body: String) throws -> String? { try problems(GlobalFit.self, body) }

  /// What is wrong with a manifest's body, as it prints; nil when nothing is.
  func problems<Kind: Experiment>(_ kind: Kind.Type, _ body: String) throws -> String? {
    do {
      let plan = try text(kind.name, body).plan(as: kind)
      _ = try kind.init(plan.parameters, of: plan.manifest)
      return nil
    } catch let errors as ManifestErrors {
      return errors.description
    }
  }

  /// The paths of the input files of a manifest's body.
  func inputs<Kind: Experiment>(_ kind: Kind.Type, _ body: String) throws -> [String] {
    try text(kind.name, body).plan(as: kind).manifest.inputs.map(\.path)
  }

  func text(_ kind: String, _ body: String) throws -> ManifestText {
    try ManifestText(
      bytes: Array("experiment: fit\nkind: \(kind)\n\(body)\n".utf8), file: "experiments/fit.yaml", root: root.path)
  }
}

extension JSON {
  func value(_ label: String) -> Double? { path(["parameters", label, "value"])?.asNumber }
  func error(_ label: String) -> Double? { path(["parameters", label, "stderr"])?.asNumber }
}
