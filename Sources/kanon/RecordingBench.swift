import ArgumentParser
import Documents
import Laboratory
import Records

struct RecordingBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "records", abstract: "Recording one run, and listing the last of many.",
    discussion: """
      Fills the repository with records: use one made for the purpose.

      Example:
        git init /tmp/scratch && kanon bench records -C /tmp/scratch --records 100000
      """)

  @Option(help: "Timed records.")
  var number = 200

  @Option(help: "Records in the ledger when the listing is timed.")
  var records = 10_000

  @OptionGroup var common: CommonOptions

  func run() throws {
    let folder = try common.workshop().root
    let times = try RecordBench.recording(in: folder, count: number)
    func say(_ variant: String, _ median: Double, _ least: Double) {
      let line: JSON = [
        "workload": "records", "variant": .string(variant), "threads": 1, "median_ms_per_step": .number(median * 1e3),
        "min_ms": .number(least * 1e3),
      ]
      Terminal.say(line.render(pretty: false))
    }
    say("record", times[times.count / 2], times[0])
    try RecordBench.fill(folder, count: records - number)
    let listings = try (0..<5).map { _ in try RecordBench.listing(in: folder, limit: 20).seconds }.sorted()
    say("log -n 20 of \(records)", listings[2], listings[0])
  }
}
