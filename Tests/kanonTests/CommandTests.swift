import Documents
import Foundation
import Testing

/// The command as a user meets it: words, JSON and exit codes.
@Suite struct CommandTests {
  @Test func everySubcommandTeachesByExample() throws {
    let repository = try KanonProcess([])
    defer { repository.remove() }
    let help = try repository.kanon("--help")
    #expect(help.exit == 0)
    for name in [
      "run", "reproduce", "verify", "bless", "log", "show", "diff", "figures", "push", "fetch", "kinds", "schema",
      "doctor",
    ] {
      #expect(help.output.contains("  \(name)"), "\(name) is not listed")
      let own = try repository.kanon(name, "--help")
      #expect(own.exit == 0)
      #expect(own.output.contains("Example"), "\(name) --help has no example")
    }
  }

  @Test func trapsTheFirstThatIsNotFinite() throws {
    let repository = try KanonProcess(["decay"])
    defer { repository.remove() }
    try repository.write("x,y\n0,1\n1,2\n-2,3\n", to: "experiments/data/roots.csv")
    try repository.write(
      """
      experiment: roots
      kind: global-fit
      datasets: {d: data/roots.csv}
      model: y ~ a + where(x > 0, log(x), 0) + sqrt(b + x)
      parameters: {a: {start: 1}, b: {start: 1}}
      """, to: "experiments/roots.yaml")
    let trapped = try repository.kanon("run", "roots", "--no-figures", "--trap-nonfinite", "--json")
    #expect(trapped.exit == 4)
    // The branch that is not taken is not to blame.
    #expect(trapped.output.contains("not finite: sqrt(x + b) is nan in row 2, of -1.0"), "\(trapped.output)")
    #expect(try repository.kanon("run", "decay", "--no-figures", "--trap-nonfinite").exit == 3)
  }

  @Test func runBlessVerifyDiff() throws {
    let repository = try KanonProcess(["decay"])
    defer { repository.remove() }
    let first = try repository.kanon("run", "decay", "--no-figures", "--json")
    #expect(first.exit == 3)
    #expect(first.json?["verdict"]?.asString == "inconclusive")
    let tau = first.json?.path("metrics.parameters.tau.value")?.asNumber
    #expect(tau.map { abs($0 - 5) < 0.3 } == true)
    #expect(first.json?.path("metrics.parameters.tau.stderr")?.asNumber != nil)
    #expect(try repository.kanon("verify", "decay").exit == 3)
    #expect(try repository.kanon("bless", "decay").exit == 0)
    #expect(try repository.kanon("verify", "decay").exit == 0)
    let second = try repository.kanon("run", "decay", "--no-figures", "--json")
    #expect(second.exit == 0)
    #expect(second.json?["verdict"]?.asString == "identical")
    #expect(second.outcome == first.outcome)
    #expect(try repository.kanon("diff", "decay").exit == 0)
    // Blessing tried the laws, which is a record of its own.
    #expect(try repository.kanon("reproduce", "--no-figures").exit == 0)
    let log = try repository.kanon("log", "decay", "-n", "5", "--json")
    #expect(log.output.split(separator: "\n").count == 4)
  }

  @Test func anotherBudgetHasRecordsOfItsOwn() throws {
    let repository = try KanonProcess(["decay"])
    defer { repository.remove() }
    let file = repository.folder.appending(path: "experiments/decay.yaml")
    let text = try String(contentsOf: file, encoding: .utf8) + "budgets: {smoke: {seed: 7, truth: {tau: 4}}}\n"
    try Data(text.utf8).write(to: file)
    #expect(try repository.kanon("run", "decay", "--no-figures").exit == 3)
    #expect(try repository.kanon("bless", "decay").exit == 0)
    // It is compared with no golden of another budget, and hides no record of the headline's.
    let smoke = try repository.kanon("reproduce", "--budget", "smoke", "--json")
    #expect(smoke.exit == 0 && smoke.json?["word"]?.asString == "completed")
    #expect(try repository.kanon("verify", "decay").exit == 0)
    #expect(try repository.kanon("log", "decay.smoke", "--json").output.split(separator: "\n").count == 1)
    let svg = repository.folder.appending(path: "figures/decay.smoke-fit.svg").path
    #expect(FileManager.default.fileExists(atPath: svg))
    // A budget that changes nothing is the headline's.
    #expect(try repository.kanon("run", "decay", "--budget", "paper", "--no-figures").exit == 0)
  }

  @Test func aChangedGoldenDiverges() throws {
    let repository = try KanonProcess(["decay"])
    defer { repository.remove() }
    _ = try repository.kanon("run", "decay", "--no-figures")
    #expect(try repository.kanon("bless", "decay").exit == 0)
    // Another count: another outcome, and the words say which number moved.
    let file = repository.folder.appending(path: "experiments/data/decay/weak.csv")
    let text = try String(contentsOf: file, encoding: .utf8)
    let line = try #require(text.split(separator: "\n").dropFirst(3).first)
    try Data(text.replacing("\n\(line)\n", with: "\n0.5,999\n").utf8).write(to: file)
    let result = try repository.kanon("run", "decay", "--no-figures")
    #expect(result.exit == 1)
    #expect(result.output.contains("metrics/parameters.tau.value"))
    let diff = try repository.kanon("diff", "decay", "--json")
    #expect(diff.exit == 1)
    #expect(diff.json?["identical"]?.asBool == false)
    #expect(try repository.kanon("bless", "decay", environment: ["CI": "1"]).exit == 2)
  }

  @Test func exitCodes() throws {
    let repository = try KanonProcess(["decay"])
    defer { repository.remove() }
    #expect(try repository.kanon("run").exit == 2)
    #expect(try repository.kanon("run", "decay", "--no-such-option").exit == 2)
    #expect(try repository.kanon("run", "decai").exit == 2)
    #expect(try repository.kanon("run", "decai").complaint.contains("did you mean decay?"))
    #expect(try repository.kanon("show", "deadbeef").exit == 2)
    #expect(try repository.kanon("run", "decay", environment: ["KANON_THREADS": "many"]).exit == 2)
    #expect(try repository.kanon("run", "decay", environment: ["KANON_ISA": "vax"]).exit == 2)
    #expect(try repository.kanon("-C", "/").exit == 2)
    try repository.write("experiment: decay\nkind: global-fitt\n", to: "experiments/bad.yaml")
    let bad = try repository.kanon("run", "bad")
    #expect(bad.exit == 2)
    #expect(bad.complaint.contains("experiments/bad.yaml:2:7: kind: expected "))
    #expect(bad.complaint.contains("found \"global-fitt\""))
    #expect(bad.complaint.contains("did you mean"))
    // Nothing has run, so nothing is recorded.
    #expect(try repository.kanon("log").output.isEmpty)
  }

  @Test func aFailedRunIsRecorded() throws {
    let repository = try KanonProcess([])
    defer { repository.remove() }
    try repository.write("x,y\n1,2\n2,3\n", to: "experiments/data/two.csv")
    try repository.write(
      """
      experiment: broken
      kind: global-fit
      datasets: {two: data/two.csv}
      model: y ~ a * log(-x)
      parameters: {a: {start: 1}}
      """, to: "experiments/broken.yaml")
    let result = try repository.kanon("run", "broken", "--json")
    #expect(result.exit == 4)
    #expect(result.json?["status"]?.asString == "failed")
    let shown = try repository.kanon("show", "broken", "--json")
    #expect(shown.json?.path("circumstances.status")?.asString == "failed")
    #expect(shown.json?.path("circumstances.reason")?.asString?.contains("two") == true)
  }

  @Test func aReaderThatLeavesLosesNoRecord() throws {
    let repository = try KanonProcess(["decay"])
    defer { repository.remove() }
    _ = try repository.shell("$KANON run decay --no-figures | true")
    #expect(try repository.kanon("log", "decay").output.contains("completed"))
  }

  @Test func withoutGnuplotTheOutcomeStillCounts() throws {
    let repository = try KanonProcess(["decay"])
    defer { repository.remove() }
    let result = try repository.kanon("run", "decay", "--json", environment: ["PATH": "/nonexistent"])
    #expect(result.exit == 3)
    #expect(result.outcome != nil)
    #expect(result.output.contains("gnuplot-nox"))
  }

  @Test func worksInAnyRepositoryAndTouchesNothing() throws {
    let repository = try KanonProcess(["decay"])
    defer { repository.remove() }
    let before = try repository.git("status", "--porcelain") + repository.git("rev-parse", "HEAD")
    _ = try repository.kanon("run", "decay")
    #expect(try repository.git("status", "--porcelain") + repository.git("rev-parse", "HEAD") == before)
    let tree = try #require(try repository.kanon("log", "decay", "--json").json?["outcome"]?.asString)
    let own = try repository.git("rev-parse", "refs/kanon/decay:outcome").trimmingCharacters(
      in: .whitespacesAndNewlines)
    #expect(own == tree)
    #expect(try repository.git("fsck", "--strict").isEmpty)
  }

  @Test func theSchemaIsJSON() throws {
    let repository = try KanonProcess([])
    defer { repository.remove() }
    let schema = try repository.kanon("schema")
    let document = try JSON(parsing: Array(schema.output.utf8))
    #expect(document["$schema"]?.asString == "https://json-schema.org/draft/2020-12/schema")
  }
}
