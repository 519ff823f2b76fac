import ArgumentParser
import Documents
import Laboratory
import Manifests
import Records

struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Judge the latest records against their goldens; nothing runs.",
    discussion: """
      Examples:
        kanon verify                            every experiment
        kanon verify decay --json

      A record whose source or input has changed since is stale: inconclusive, with the command that renews it.
      """)

  @Argument(help: "Experiments; all of them when none is given.", completion: .experiments)
  var names: [String] = []

  @Option(help: "An experiment whose inconclusive verdict is accepted. May be repeated.")
  var allowInconclusive: [String] = []

  @OptionGroup var common: CommonOptions

  func run() throws {
    let workshop = try common.workshop()
    let entries = try workshop.entries(names)
    let width = entries.map(\.name.count).max() ?? 0
    var summary = Summary(of: entries.count, allowed: allowInconclusive)
    for entry in entries {
      let report = try workshop.verify(entry)
      if common.json {
        Terminal.say(report.document.render(pretty: false))
      } else {
        Terminal.say(report.line(width: width))
        for reason in report.reasons { Terminal.say("    " + reason) }
      }
      summary.add(report)
    }
    if names.isEmpty { summary.orphans = try workshop.goldens.orphans(claimed: entries.map(\.name)) }
    if !common.json { Terminal.say(summary.text) }
    try Ended.check(summary.code)
  }
}
