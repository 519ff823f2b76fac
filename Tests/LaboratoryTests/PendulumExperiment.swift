import Determinism
import Documents
import Figures
import Foundation
import Laboratory
import Manifests
import Oracles
import Records

/// An experiment small enough to see through: a pendulum's period, and the ways in which a run can end.
struct PendulumExperiment: Experiment {
  static let name = "pendulum"
  static let summary = "the period of a pendulum"

  struct Parameters: Sendable {
    let length: Double
    let ending: String
  }

  let parameters: Parameters

  static func declare(_ fields: inout Fields) -> Parameters {
    Parameters(
      length: fields.required("length", .number(above: 0, unit: "m"), "from the pivot to the bob"),
      ending: fields.optional("ending", .text, default: "well", "how the run ends"))
  }

  init(_ parameters: Parameters, of manifest: Manifest) throws(ManifestErrors) { self.parameters = parameters }

  func run(_ stream: RandomStream, _ progress: Laboratory.Progress) throws -> Outcome {
    try progress.report("swing", fraction: 0.5)
    switch parameters.ending {
    case "badly": throw RunFailure("the string broke")
    case "interrupted": throw Interruption()
    default: break
    }
    var draws = stream.child("push")
    let period = 2 * Double.pi * (parameters.length / 9.81).squareRoot()
    return Outcome(
      metrics: [
        "parameters": ["period": ["value": .number(period), "stderr": 0.01]], "push": .number(draws.nextUniform()),
        "warnings": ["small angles only"],
      ],
      tables: [("swing", Table([Table.Column("t", numbers: [0, period])]))])
  }

  /// A pendulum four times as long swings twice as slowly, to the bit; one whose ending is crooked does not.
  func suite(on outcome: Outcome?) throws -> Suite? {
    let isCrooked = parameters.ending == "crooked"
    let pendulum = FunctionSubject { inputs throws(SubjectFailure) in
      let length = try inputs.numbers("length")[0]
      let period = 2 * Double.pi * (length / 9.81).squareRoot()
      return Arrays(["period": NumericArray(isCrooked && length > 64 ? period + 0.5 : period)])
    }
    let law = Law<any Subject>(
      "four-times", "T(4 l) = 2 T(l)", field: "length",
      cases: Generator<Double>.dyadic(in: 1...100, bits: 6).map { Arrays(["length": NumericArray($0)]) }
    ) { subject, values throws(SubjectFailure) in
      let length = try values.numbers("length")[0]
      let short = try subject(values).numbers("period")[0]
      let due = Arrays(["period": NumericArray(2 * short)])
      return try .compare(try subject(Arrays(["length": NumericArray(4 * length)])), due)
    }
    let fault = Fault<any Subject>.inOutputs("root", "the square root is forgotten") { inputs, outputs in
      outputs["period"] = inputs["length"]
    }
    return Suite(of: pendulum as any Subject, laws: [law], faults: [fault])
  }

  static func figures(of outcome: Outcome, _ parameters: Parameters, _ manifest: Manifest) throws -> [Figure] { [] }

  static func headline(of metrics: JSON) -> String? {
    metrics.path("parameters.period.value")?.asNumber.map { "T = \(Numeral.brief($0)) s" }
  }
}

/// A repository with one pendulum, removed at the end.
struct PendulumRepository {
  let folder: URL

  init(_ manifest: String) throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "kanon-\(UUID().uuidString)")
    try FileManager.default.createDirectory(
      at: folder.appending(path: "experiments"), withIntermediateDirectories: true)
    try write(manifest)
    try git("init", "-q")
    try git("add", "-A")
    try git("-c", "user.name=Tester", "-c", "user.email=tester@example.org", "commit", "-q", "-m", "a pendulum")
  }

  func write(_ manifest: String) throws {
    try Data("experiment: swing\nkind: pendulum\n\(manifest)\n".utf8).write(
      to: folder.appending(path: "experiments/swing.yaml"))
  }

  /// Makes git forget a folder, and ignore it from now on.
  func ignore(_ path: String) throws {
    try Data("\(path)/\n".utf8).write(to: folder.appending(path: ".git/info/exclude"))
    try git("rm", "-q", "-r", "--cached", path)
    try commit("ignored")
  }

  func remove() { try? FileManager.default.removeItem(at: folder) }

  func workshop() throws -> Workshop {
    try Workshop(at: folder.path, kinds: [PendulumExperiment.self], version: "test")
  }

  func commit(_ message: String) throws {
    try git(
      "-c", "user.name=Tester", "-c", "user.email=tester@example.org", "commit", "-q", "-a", "-m", message)
  }

  func git(_ arguments: String...) throws {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["git", "-C", folder.path] + arguments
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw RunFailure("git \(arguments)") }
  }
}
