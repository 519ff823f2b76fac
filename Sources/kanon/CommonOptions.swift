public import ArgumentParser
import Determinism
import Experiments
import Laboratory
public import Manifests
import Records

/// What every command that works in a repository takes.
struct CommonOptions: ParsableArguments {
  @Option(name: [.customShort("C"), .customLong("repository")], help: "Work in this folder's repository.")
  var folder = "."

  @Flag(help: "Print JSON, for programs.")
  var json = false

  /// The records alone: there are some in a bare repository too.
  func ledger() throws -> Ledger { try Ledger(at: folder) }

  func workshop() throws -> Workshop {
    try Workshop(at: folder, kinds: Catalogue.kinds, version: Kanon.version)
  }
}

/// Whether programs of manifests may run.
struct ProgramOptions: ParsableArguments {
  @Flag(
    help: ArgumentHelp(
      "Run the programs that manifests of the kind command name.",
      discussion: "Otherwise only committed manifests may, and only after `git config kanon.allowCommand true`."))
  var allowCommand = false

  var permission: Workshop.Permission { allowCommand ? .granted : .asConfigured }
}

/// How a result is computed; never what comes out.
struct ComputeOptions: ParsableArguments {
  @Option(help: "The number of threads; KANON_THREADS, else one per processor. Results do not depend on it.")
  var threads: Int?

  func apply() throws {
    try FloatingPointEnvironment.check()
    try InstructionSet.checkRequest()
    try WorkerPool.setThreadCount(threads)
  }
}

extension Budget: ExpressibleByArgument {}

extension CompletionKind {
  /// The experiments of the repository that the user is in.
  static var experiments: CompletionKind {
    .custom { _, _, _ in
      guard let root = (try? Ledger(at: "."))?.root else { return [] }
      return ManifestCatalogue(root: root).entries.map(\.name)
    }
  }
}
