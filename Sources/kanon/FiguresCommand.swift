import ArgumentParser
import Documents
import Laboratory
import Manifests
import Records

struct FiguresCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "figures", abstract: "Redraw the figures of a record, from what it holds; nothing runs.",
    discussion: """
      Examples:
        kanon figures decay                     the latest record
        kanon figures decay@1a2b3c4             an old one
        kanon figures --all --strict            the paper's: those of every experiment, none red and none stale

      Written to figures/NAME-*.svg and .pdf. With --all also figures/manifest.json: for each figure its record, and the
      git blob ids of its SVG and of its data (`git hash-object FILE` gives the same). A figure of a record that is red or
      stale says so in its metadata; --strict refuses to write it, with exit code 1 or 3.
      """)

  @Argument(help: "Records: NAME, NAME~N or NAME@COMMIT.", completion: .experiments)
  var records: [String] = []

  @Flag(help: "The latest record of every experiment.")
  var all = false

  @Flag(help: "Refuse records that are diverged, inconclusive or stale.")
  var strict = false

  @OptionGroup var common: CommonOptions

  func validate() throws {
    guard all != !records.isEmpty else { throw ValidationError("give records, or --all; not both, not none") }
  }

  func run() throws {
    let workshop = try common.workshop()
    let names = all ? try workshop.entries([]).map(\.name) : records
    var codes: [Records.ExitCode] = []
    var manifest: [JSON.Member] = []
    for designation in names {
      let record = try workshop.ledger.record(Workshop.experiment(designation))
      let report = try workshop.redraw(record, isStrict: strict)
      codes.append(report.exitCode)
      switch report {
      case .drawn(let files):
        if all { manifest += try digests(files, record, workshop) }
        if common.json {
          Terminal.say(JSON(files).render(pretty: false))
        } else {
          for file in files { Terminal.say(file) }
        }
      case .inconclusive(let reason), .refused(let reason), .failed(let reason):
        Terminal.complain("\(designation): \(reason)")
      }
    }
    if all {
      let document = JSON.object(manifest).bytes(pretty: true)
      try FileSystem.write(document, to: workshop.root + "figures/manifest.json")
      if !common.json { Terminal.say("figures/manifest.json") }
    }
    try Ended.check(.worst(of: codes))
  }
}
