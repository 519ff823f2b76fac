import Documents
import Foundation
import Laboratory
import Manifests
import Oracles
import Records
import Testing

/// Laws beside outcomes: tried, recorded, judged by rules, blessed.
@Suite struct LawsTests {
  private func check(_ repository: PendulumRepository, _ options: LawOptions = LawOptions()) throws -> RunReport {
    let workshop = try repository.workshop()
    return try workshop.check(try workshop.entries(["swing"])[0], options)
  }

  private func run(_ repository: PendulumRepository, laws: LawOptions? = nil) throws -> RunReport {
    let workshop = try repository.workshop()
    return try workshop.run(
      try workshop.plan(try workshop.entries(["swing"])[0]), Workshop.RunOptions(draws: false, laws: laws))
  }

  private func bless(_ repository: PendulumRepository) throws -> [String] {
    try repository.workshop().bless("swing", isUnderCI: false).map(\.sentence)
  }

  /// What a golden says after a run whose laws were tried.
  private func blessedGolden(of repository: PendulumRepository) throws -> (file: URL, text: String) {
    _ = try run(repository, laws: LawOptions())
    _ = try bless(repository)
    let file = repository.folder.appending(path: "golden/swing/golden.json")
    return (file, try String(contentsOf: file, encoding: .utf8))
  }

  @Test func aCheckIsARecordOfTheSameOutcome() throws {
    let repository = try PendulumRepository("length: 1.0")
    defer { repository.remove() }
    #expect(try check(repository).exitCode == .inconclusive)
    let first = try run(repository)
    let checked = try check(repository)
    #expect(checked.laws?.report?.laws.map(\.verdict) == [.kept])
    // Nothing was blessed yet, so nothing is asked of the laws.
    #expect(checked.exitCode == .inconclusive)
    #expect(checked.record?.outcome == first.record?.outcome)
    #expect(checked.record?.commit != first.record?.commit)
    let ledger = try repository.workshop().ledger
    let record = try #require(checked.record)
    #expect(try ledger.files("oracles", of: record).map(\.path) == ["faults.csv", "report.json"])
    #expect(try bless(repository).contains { $0.contains("new") })
    #expect(try check(repository).exitCode == .success)
    let workshop = try repository.workshop()
    let verified = try workshop.verify(try workshop.entries([])[0])
    #expect(verified.exitCode == .success && verified.laws != nil)
  }

  @Test func aCheckDoesNotRenewWhatIsStale() throws {
    let repository = try PendulumRepository("length: 1.0")
    defer { repository.remove() }
    _ = try run(repository, laws: LawOptions())
    _ = try bless(repository)
    #expect(try check(repository).exitCode == .success)
    try repository.write("length: 1.0 # as before")
    let workshop = try repository.workshop()
    let newest = try workshop.ledger.log("swing", limit: 1).first?.commit
    let stale = try check(repository)
    #expect(stale.exitCode == .inconclusive && stale.judgement?.remedy == "kanon run swing")
    // The laws were tried all the same.
    #expect(stale.laws?.report?.laws.map(\.verdict) == [.kept])
    #expect(try workshop.ledger.log("swing", limit: 1).first?.commit == newest)
    #expect(try workshop.verify(try workshop.entries(["swing"])[0]).exitCode == .inconclusive)
  }

  @Test func aStaleOutcomeWhoseLawsWereNotTriedIsNotBlessed() throws {
    let repository = try PendulumRepository("length: 1.0")
    defer { repository.remove() }
    _ = try run(repository)
    try repository.write("length: 1.0 # as before")
    let workshop = try repository.workshop()
    let entry = try workshop.entries(["swing"])[0]
    #expect(throws: RecordError.self) { try workshop.examineBeforeBlessing(entry) }
  }

  @Test func aGoldenWithoutRulesOrWithOthersIsNoGreen() throws {
    let repository = try PendulumRepository("length: 1.0")
    defer { repository.remove() }
    let (file, golden) = try blessedGolden(of: repository)
    let rules = try #require(golden.range(of: "\"oracles\":")).lowerBound
    for (spoiled, code) in [
      (golden[..<rules] + "\"oracles\": {}}", ExitCode.diverged),
      (golden[..<rules] + "\"oracles\": {\"laws\": {}, \"faults\": []}}", .inconclusive),
      (golden[..<(golden[..<rules].lastIndex(of: ",") ?? rules)] + "}", .inconclusive),
      (Substring(golden.replacing("\"cases\": 200", with: "\"cases\": \"200\"")), .diverged),
    ] {
      try Data(spoiled.utf8).write(to: file)
      let workshop = try repository.workshop()
      #expect(try workshop.verify(try workshop.entries(["swing"])[0]).exitCode == code, "\(spoiled)")
    }
  }

  @Test func whatCannotBeKeptCostsNoRun() throws {
    let repository = try PendulumRepository("length: 1.0\nending: crooked")
    defer { repository.remove() }
    let folder = repository.folder.appending(path: "golden/counterexamples")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data().write(to: folder.appending(path: "swing"))
    let report = try run(repository, laws: LawOptions(keepsCounterexamples: true))
    #expect(report.record?.outcome != nil && report.exitCode == .diverged)
    #expect(report.warnings.contains { $0.contains("could not be kept") })
  }

  @Test func aWeakerCheckIsRedByRule() throws {
    let repository = try PendulumRepository("length: 1.0")
    defer { repository.remove() }
    let (file, golden) = try blessedGolden(of: repository)
    for (before, after, words) in [
      ("\"cases\": 200", "\"cases\": 300", "200 cases, the golden has 300"),
      ("\"faults\": [\"root\"]", "\"faults\": [\"root\", \"other\"]", "it lives or is gone"),
      ("\"four-times\": {", "\"five-times\": {", "it was not tried"),
    ] {
      #expect(golden.contains(before), "\(golden)")
      try Data(golden.replacing(before, with: after).utf8).write(to: file)
      let report = try check(repository)
      #expect(report.exitCode == .diverged)
      #expect(report.laws?.judgement.findings.contains { $0.sentence.contains(words) } == true, "\(words)")
    }
    try Data(golden.utf8).write(to: file)
    #expect(try check(repository).exitCode == .success)
  }

  @Test func aBrokenLawIsStoredAndReplayedFirst() throws {
    let repository = try PendulumRepository("length: 1.0\nending: crooked")
    defer { repository.remove() }
    let report = try run(repository, laws: LawOptions(keepsCounterexamples: true))
    #expect(report.exitCode == .diverged)
    #expect(report.word == "broken")
    #expect(throws: RecordError.self) { try bless(repository) }
    let path = try #require(report.laws?.written.first)
    #expect(path.hasPrefix("golden/counterexamples/swing/four-times-"))
    let again = try check(repository)
    #expect(again.laws?.report?.laws[0].replayed == 1)
    #expect(again.laws?.report?.laws[0].cases == 1)
    // The law holds again: the stored case is still tried, and kept.
    try repository.write("length: 1.0")
    let mended = try run(repository, laws: LawOptions())
    #expect(mended.laws?.report?.laws[0].verdict == .kept)
    #expect(mended.laws?.report?.laws[0].replayed == 1)
    #expect(try repository.workshop().goldens.orphans(claimed: ["swing"]).isEmpty)
    try Data("{".utf8).write(to: repository.folder.appending(path: path))
    // It stands in the way of these laws, not of those of other experiments.
    guard case .failed(let reason) = try check(repository).status else {
      Issue.record("laws were tried beside a stored case that can't be read")
      return
    }
    #expect(reason.contains(path))
  }

  @Test func aLookAtAPartIsNoRecord() throws {
    let repository = try PendulumRepository("length: 1.0")
    defer { repository.remove() }
    _ = try run(repository)
    let count = try repository.workshop().ledger.log("swing").count
    let report = try check(repository, LawOptions(budget: CaseBudget(cases: 5), laws: ["four-times"]))
    #expect(report.laws?.judgement.verdict == .identical)
    #expect(try repository.workshop().ledger.log("swing").count == count)
    let error = #expect(throws: RecordError.self) { try check(repository, LawOptions(laws: ["five-times"])) }
    #expect(error?.description.contains("four-times") == true)
  }

  @Test func aMatrixHasTheLawsOfEveryCombination() throws {
    let repository = try PendulumRepository("length: 1.0\nmatrix: {length: [1, 4]}")
    defer { repository.remove() }
    let report = try run(repository, laws: LawOptions())
    #expect(report.laws?.report?.laws.map(\.law) == ["1/four-times", "2/four-times"])
    #expect(report.laws?.report?.survivors.isEmpty == true)
  }
}
