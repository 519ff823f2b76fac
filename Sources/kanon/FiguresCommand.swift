import ArgumentParser
import Documents
import Laboratory
import Records

struct FiguresCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "figures", abstract: "Redraw the figures of a record, from what it holds; nothing runs.",
    discussion: """
      Examples:
        kanon figures decay                     the latest record
        kanon figures decay@1a2b3c4             an old one

      Written to figures/NAME-*.svg and .pdf.
      """)

  @Argument(help: "Records: NAME, NAME~N or NAME@COMMIT.", completion: .experiments)
  var records: [String]

  @OptionGroup var common: CommonOptions

  func run() throws {
    let workshop = try common.workshop()
    var codes: [Records.ExitCode] = []
    for designation in records {
      let report = try workshop.redraw(workshop.ledger.record(Workshop.experiment(designation)))
      codes.append(report.exitCode)
      switch report {
      case .drawn(let files):
        if common.json {
          Terminal.say(JSON(files).render(pretty: false))
        } else {
          for file in files { Terminal.say(file) }
        }
      case .inconclusive(let reason), .failed(let reason): Terminal.complain("\(designation): \(reason)")
      }
    }
    try Ended.check(.worst(of: codes))
  }
}
