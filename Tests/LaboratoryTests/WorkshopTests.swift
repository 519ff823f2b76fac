import Documents
import Laboratory
import Manifests
import Records
import Testing

/// The way of the data: manifest, plan, outcome, record, verdict.
@Suite struct WorkshopTests {
  private func run(_ repository: PendulumRepository) throws -> (Workshop, RunReport) {
    let workshop = try repository.workshop()
    let plan = try workshop.plan(try workshop.entries(["swing"])[0])
    return (workshop, try workshop.run(plan))
  }

  @Test func aRunIsRecordedJudgedAndVerified() throws {
    let repository = try PendulumRepository("length: 1.0")
    defer { repository.remove() }
    let (workshop, first) = try run(repository)
    #expect(first.status == .completed)
    #expect(first.headline == "T = 2.006 s")
    #expect(first.warnings == ["small angles only"])
    #expect(first.judgement?.verdict == .inconclusive)
    #expect(first.exitCode == .inconclusive)
    #expect(try workshop.bless("swing", writes: false).map(\.sentence) == ["golden/swing: it is new"])
    _ = try workshop.bless("swing", isUnderCI: false)
    let (_, second) = try run(repository)
    #expect(second.judgement?.verdict == .identical)
    #expect(second.record?.outcome == first.record?.outcome)
    let record = try #require(second.record)
    let circumstances = try workshop.ledger.circumstances(of: record)
    #expect(circumstances.status == .completed)
    #expect(circumstances.engine.version == "test")
    #expect(circumstances.engine.executable.count == 40)
    #expect(try workshop.ledger.log("swing").count == 2)
  }

  @Test func aSeedIsPartOfTheOutcome() throws {
    let repository = try PendulumRepository("length: 1.0\nseed: 1")
    defer { repository.remove() }
    let (_, one) = try run(repository)
    try repository.write("length: 1.0\nseed: 2")
    let (_, two) = try run(repository)
    #expect(one.record?.outcome != two.record?.outcome)
  }

  @Test func failedAndInterruptedRunsAreFacts() throws {
    for (ending, code, word) in [("badly", ExitCode.failed, "failed"), ("interrupted", .interrupted, "interrupted")] {
      let repository = try PendulumRepository("length: 1.0\nending: \(ending)")
      defer { repository.remove() }
      let (workshop, report) = try run(repository)
      #expect(report.exitCode == code)
      #expect(report.word == word)
      let record = try #require(try workshop.ledger.log("swing", limit: 1).first)
      #expect(record.outcome == nil)
      #expect(record.status == word)
      #expect(throws: RecordError.self) { try workshop.bless("swing", isUnderCI: false) }
    }
  }

  @Test func knownValuesAreReportedAndJudgedOnlyIfAsked() throws {
    let repository = try PendulumRepository("length: 1.0\ntruth: {period: 2.0}")
    defer { repository.remove() }
    let (workshop, report) = try run(repository)
    #expect(report.metrics?.path("truth.period.known")?.asNumber == 2)
    #expect(report.metrics?.path("truth.period.standard_errors") != nil)
    _ = try workshop.bless("swing", isUnderCI: false)
    #expect(try run(repository).1.judgement?.verdict == .identical)
    try repository.write("length: 1.0\ntruth: {period: {value: 2.0, relative: 1e-6, judge: true}}")
    let judged = try run(repository).1
    #expect(judged.judgement?.verdict == .diverged)
    #expect(judged.judgement?.findings.contains { $0.item == "truth/period" } == true)
    try repository.write("length: 1.0\ntruth: {nothing: {value: 2.0, relative: 1e-6, judge: true}}")
    #expect(try run(repository).1.judgement?.findings.contains { $0.sentence.contains("no such value") } == true)
  }

  @Test func tolerancesDecideWithin() throws {
    let repository = try PendulumRepository("length: 1.0")
    defer { repository.remove() }
    let (workshop, _) = try run(repository)
    _ = try workshop.bless("swing", isUnderCI: false)
    try repository.write("length: 1.0000001")
    #expect(try run(repository).1.judgement?.verdict == .diverged)
    try repository.write("length: 1.0000001\nexpect: {default: {relative: 1e-6}}")
    #expect(try run(repository).1.judgement?.verdict == .within)
    try repository.write("length: 1.0000001\nexpect: {metrics: {parameters.*.value: {relative: 1e-6}}}")
    let partly = try #require(try run(repository).1.judgement)
    #expect(partly.verdict == .diverged)
    #expect(partly.uncovered == ["tables/swing/t"])
    try repository.write(
      "length: 1.0000001\nexpect: {metrics: {parameters.*.value: {relative: 1e-6}}, tables: {swing.t: {relative: 1e-6}}}"
    )
    #expect(try run(repository).1.judgement?.verdict == .within)
  }

  @Test func aRecordGoesStaleWithItsSource() throws {
    let repository = try PendulumRepository("length: 1.0")
    defer { repository.remove() }
    let (workshop, _) = try run(repository)
    _ = try workshop.bless("swing", isUnderCI: false)
    let entry = try workshop.entries([])[0]
    // Blessing writes below golden/, which is no part of what an outcome depends on.
    #expect(try workshop.verify(entry).judgement?.verdict == .identical)
    try repository.write("length: 1.0 # as before")
    let stale = try workshop.verify(entry)
    #expect(stale.judgement?.verdict == .inconclusive)
    #expect(stale.judgement?.remedy == "kanon run swing")
  }

  /// What git ignores is no part of the source's identity, and yet an outcome's cause.
  @Test func aRecordGoesStaleWithAManifestThatGitIgnores() throws {
    let repository = try PendulumRepository("length: 1.0")
    defer { repository.remove() }
    try repository.ignore("experiments")
    let (workshop, _) = try run(repository)
    _ = try workshop.bless("swing", isUnderCI: false)
    let entry = try workshop.entries([])[0]
    #expect(try workshop.verify(entry).judgement?.verdict == .identical)
    try repository.write("length: 1.0 # as before")
    #expect(try workshop.verify(entry).judgement?.verdict == .inconclusive)
  }

  @Test func aMatrixIsOneRecordWithATable() throws {
    let repository = try PendulumRepository("length: 1.0\nmatrix: {length: [1, 4], seed: [1, 2, 3]}")
    defer { repository.remove() }
    let (workshop, report) = try run(repository)
    #expect(report.headline == "6 variants")
    let record = try #require(report.record)
    let outcome = try #require(try workshop.ledger.outcome(of: record))
    let table = try #require(outcome.tables.first { $0.name == "matrix" }?.table)
    #expect(
      table.columns.map(\.name) == ["length", "seed", "parameters.period.value", "parameters.period.stderr", "push"])
    #expect(outcome.metrics["variants"]?.asObject?.count == 6)
    #expect(outcome.blobs.contains { $0.path == "variants/6/tables/swing.csv" })
  }

  @Test func namesFilesAndFolders() throws {
    let repository = try PendulumRepository("length: 1.0")
    defer { repository.remove() }
    let workshop = try repository.workshop()
    for name in ["swing", "experiments/swing.yaml", "./experiments/swing.yaml"] {
      #expect(try workshop.entries([name]).map(\.name) == ["swing"])
    }
    let error = #expect(throws: ManifestErrors.self) { try workshop.entries(["swimg"]) }
    #expect(error?.description.contains("did you mean swing?") == true)
  }
}
