import ArgumentParser
import Documents
import Laboratory
import Manifests
import Records

struct BlessCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bless", abstract: "Make the latest outcome the golden one, after showing what that changes.",
    discussion: """
      Examples:
        kanon bless decay                       one experiment
        kanon bless                             every experiment that has a record
        kanon bless decay --dry-run             show what would change, and write nothing

      Laws that were not tried on that outcome yet are tried first: the golden holds what they reached.
      Refused where a law is broken or a planted fault survives, where laws were not tried on an outcome that is stale
      by now, and where CI is set: goldens are blessed by people and committed.
      """)

  @Argument(help: "Experiments; all of them when none is given.", completion: .experiments)
  var names: [String] = []

  @Flag(help: "Show what would change; write nothing.")
  var dryRun = false

  @OptionGroup var common: CommonOptions

  func run() throws {
    let workshop = try common.workshop()
    for entry in try workshop.entries(names) {
      if names.isEmpty, try workshop.ledger.log(entry.name, limit: 1).isEmpty {
        Terminal.complain("\(entry.name): there is no record yet; kanon run \(entry.name)")
        continue
      }
      if !dryRun, !GoldenFolder.isUnderCI {
        let laws = try workshop.examineBeforeBlessing(entry, ProgressLine(entry.name).progress)
        Terminal.clearProgress()
        for finding in laws?.judgement.findings ?? [] where finding.verdict == .diverged {
          Terminal.complain("\(entry.name): \(finding.sentence)")
        }
      }
      let differences = try workshop.bless(entry.name, writes: !dryRun)
      if common.json {
        let document: JSON = [
          "experiment": .string(entry.name), "written": .bool(!dryRun && !differences.isEmpty),
          "differences": .array(differences.map { .string($0.sentence) }),
        ]
        Terminal.say(document.render(pretty: false))
      } else if differences.isEmpty {
        Terminal.say("\(entry.name): unchanged")
      } else {
        Terminal.say("\(entry.name): " + (dryRun ? "would change" : "blessed; review and commit golden/\(entry.name)"))
        for difference in differences { Terminal.say("    " + difference.sentence) }
      }
    }
  }
}
