import ArgumentParser
import Documents
import Git
import Laboratory
import Manifests
import Records

struct LogCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "log", abstract: "List the records of experiments, newest first.",
    discussion: """
      Examples:
        kanon log                               the latest record of every experiment
        kanon log decay -n 20                   the last twenty of one
        kanon log decay --json | jq -r .outcome | uniq -c
      """)

  @Argument(help: "An experiment; the latest record of each when none is given.", completion: .experiments)
  var name: String?

  @Option(name: .shortAndLong, help: "How many records.")
  var number = 20

  @OptionGroup var common: CommonOptions

  func validate() throws {
    guard number > 0 else { throw ValidationError("-n must be at least 1, not \(number)") }
  }

  func run() throws {
    let ledger = try common.ledger()
    let records: [Record]
    if let name = name.map(Workshop.experiment) {
      records = try ledger.log(name, limit: number)
      if records.isEmpty {
        // A name that nobody knows is a mistake; an experiment without records is not.
        if ledger.root == nil { throw RecordError(.notFound, at: name, found: "there are no records of it here") }
        _ = try common.workshop().entries([name])
        Terminal.complain("\(name) has no records yet; `kanon run \(name)` makes one")
      }
    } else {
      records = try ledger.experiments().flatMap { experiment throws(RecordError) in
        try ledger.log(experiment, limit: 1)
      }
    }
    for record in records {
      Terminal.say(common.json ? record.document.render(pretty: false) : record.line)
    }
  }
}

extension Record {
  fileprivate var line: String {
    [
      commit.short, Moment.text(milliseconds: seconds * 1000).prefix(19) + "Z", experiment.padded(to: 20),
      status.padded(to: 11), "outcome " + (outcome?.short ?? "none"), "source " + source.short,
    ].joined(separator: "  ")
  }

  var document: JSON {
    [
      "record": .string(commit.hex), "experiment": .string(experiment), "status": .string(status),
      "time": .string(Moment.text(milliseconds: seconds * 1000)),
      "outcome": outcome.map { .string($0.hex) } ?? .null, "source": .string(source.hex),
    ]
  }
}
