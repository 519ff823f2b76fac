import Documents
import Experiments
import Foundation
import Laboratory
import Manifests
import Records
import TemporaryRepositories

/// A repository with one command, and what became of its runs.
struct CommandFolder {
  let repository: TemporaryRepository

  /// - Parameters:
  ///   - manifest: the fields after `kind`.
  ///   - files: what else is committed, by path.
  init(_ manifest: String, _ files: [String: String] = [:]) throws {
    repository = try TemporaryRepository()
    for (path, text) in files {
      try repository.write(text, to: path)
      if path.hasSuffix(".sh") { try TemporaryRepository.run("chmod", ["+x", path], in: repository.folder) }
    }
    try write(manifest)
    try repository.commitAll()
  }

  func write(_ manifest: String) throws {
    try repository.write("experiment: job\nkind: command\n\(manifest)\n", to: "experiments/job.yaml")
  }

  func run(
    _ permission: Workshop.Permission = .granted, _ progress: Laboratory.Progress = .silent
  ) throws -> (report: RunReport, workshop: Workshop) {
    let workshop = try Workshop(at: repository.folder, kinds: Catalogue.kinds, version: "test")
    let plan = try workshop.plan(try workshop.entries(["job"])[0])
    return (try workshop.run(plan, .init(permission: permission), progress), workshop)
  }

  /// Why the run failed; nil when it did not.
  func failure() throws -> String? {
    if case .failed(let reason) = try run().report.status { reason } else { nil }
  }

  /// A manifest that runs a script with `sh`.
  static func shell(_ script: String, _ fields: String = "") throws -> CommandFolder {
    try CommandFolder("run: [/bin/sh, job.sh]\n\(fields)", ["experiments/job.sh": script])
  }
}
