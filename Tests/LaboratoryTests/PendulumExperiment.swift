import Determinism
import Documents
import Figures
import Foundation
import Laboratory
import Manifests
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

  func remove() { try? FileManager.default.removeItem(at: folder) }

  func workshop() throws -> Workshop {
    try Workshop(at: folder.path, kinds: [PendulumExperiment.self], version: "test")
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
