import ArgumentParser
import Documents
import Laboratory
import Records

struct PushCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "push", abstract: "Send the ledger (refs/kanon/*) to a remote, after merging what it has.",
    discussion: """
      Examples:
        kanon push
        kanon push upstream --json

      The JSON: received, merged and sent, each a list of experiments.
      """)

  @Argument(help: "The remote's name, path or address.")
  var remote = "origin"

  @OptionGroup var common: CommonOptions

  func run() throws { common.tell(try common.ledger().push(to: remote)) }
}

struct FetchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fetch", abstract: "Bring a remote's ledger (refs/kanon/*), and merge it with this one.",
    discussion: """
      Examples:
        kanon fetch
        kanon fetch upstream --json

      No record is ever given up: ledgers that grew apart are merged, and the log shows both histories.
      The JSON: received, merged and sent, each a list of experiments.
      """)

  @Argument(help: "The remote's name, path or address.")
  var remote = "origin"

  @OptionGroup var common: CommonOptions

  func run() throws { common.tell(try common.ledger().fetch(from: remote)) }
}

extension CommonOptions {
  fileprivate func tell(_ exchange: Ledger.Exchange) {
    let parts = [("received", exchange.received), ("merged", exchange.merged), ("sent", exchange.sent)]
    if json {
      Terminal.say(JSON.object(parts.map { JSON.Member(key: $0.0, value: JSON($0.1)) }).render(pretty: false))
      return
    }
    for (verb, experiments) in parts {
      for experiment in experiments { Terminal.say("\(verb)  \(experiment)") }
    }
    if parts.allSatisfy(\.1.isEmpty) { Terminal.say("everything is up to date") }
  }
}
