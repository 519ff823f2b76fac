import ArgumentParser
import Documents
import Git
import Glibc
import Laboratory
import Records

struct ShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show a record: its results, or one of its files.",
    discussion: """
      Examples:
        kanon show decay                        the latest record
        kanon show decay~2                      the one two before
        kanon show decay@1a2b3c4                one by its commit
        kanon show decay outcome/tables/parameters.csv
        kanon show decay --json | jq .metrics.parameters.tau

      The JSON: record, experiment, status, time, outcome, source, circumstances, metrics, sharing, files.
      """)

  @Argument(help: "A record: NAME, NAME~N, NAME@COMMIT or COMMIT.", completion: .experiments)
  var record: String

  @Argument(help: "A file of the record, as --json lists them under files.")
  var file: String?

  @OptionGroup var common: CommonOptions

  func run() throws {
    let ledger = try common.ledger()
    let record = try ledger.record(Workshop.experiment(self.record))
    if let file {
      guard let bytes = try ledger.file(file, of: record) else {
        let known = try ledger.paths(of: record).joined(separator: "\n  ")
        throw RecordError(.notFound, at: file, found: "the record has no such file; it has:\n  \(known)")
      }
      Terminal.put(bytes)
      return
    }
    let outcome = try ledger.outcome(of: record)
    let circumstances = try ledger.file("circumstances.json", of: record).map { bytes throws(DocumentError) in
      try JSON(parsing: bytes)
    }
    if common.json {
      var document = record.document
      document["circumstances"] = circumstances ?? .null
      document["metrics"] = outcome?.metrics ?? .null
      document["sharing"] = outcome?.sharing ?? .null
      document["files"] = .array(try ledger.paths(of: record).map { .string($0) })
      Terminal.say(document.render(pretty: false))
      return
    }
    Terminal.say("\(record.experiment)   \(record.status)   record \(record.commit.hex)")
    Terminal.say("  source   \(record.source.hex)")
    Terminal.say("  outcome  \(record.outcome?.hex ?? "none")")
    for key in ["started", "seconds", "host", "threads", "instruction_set", "reason"] {
      if let value = circumstances?[key] { Terminal.say("  \(key.padded(to: 16)) \(value.plain)") }
    }
    guard let outcome else { return }
    for line in MetricsPage(outcome.metrics).lines { Terminal.say("  " + line) }
    for path in try ledger.paths(of: record) { Terminal.say("  " + path) }
  }
}

extension JSON {
  /// A leaf without quotes, for people.
  var plain: String { asString ?? render(pretty: false) }
}
