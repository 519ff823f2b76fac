import Determinism
import Documents
import Oracles
import Synchronization
import Testing

/// The harness itself: its cases, its threads, its budgets.
@Suite(.serialized) struct CampaignTests {
  /// Breaks at the first list that sums to more than a hundred.
  private var law: Law<Int> {
    Law(
      "sum", "sums stay small",
      cases: Generator<Int>.integer(in: 0...60).list(count: 0...6).map { Arrays(["list": NumericArray($0)]) }
    ) { limit, values in
      let sum = values["list"]?.integers.reduce(0, +) ?? 0
      return Measurement(defect: Double(max(0, sum - limit)), allowed: 0, visible: 0, sentence: "the sum is \(sum)")
    }
  }

  private func report(_ limit: Int, seed: UInt64 = 5, cases: Int = 500, number: Int? = nil) throws -> SuiteReport {
    let suite = Suite(of: limit, laws: [law], faults: [Fault("less", "a lower limit") { $0 / 2 }])
    var settings = Suite.Settings(subject: "lists", seed: seed, budget: CaseBudget(cases: cases))
    settings.number = number
    return try #require(suite.examine(settings))
  }

  @Test func threadsDoNotMoveACase() throws {
    let before = WorkerPool.threadCount
    defer { try? WorkerPool.setThreadCount(before) }
    var documents: [String] = []
    for threads in [1, 2, 3, 7] {
      try WorkerPool.setThreadCount(threads)
      documents.append(try report(100).document.render(pretty: true) + report(1000).document.render(pretty: true))
    }
    #expect(Set(documents).count == 1)
    #expect(try report(1000, seed: 6).document != report(1000, seed: 5).document)
  }

  @Test func theReplayLineReplays() throws {
    let broken = try report(100).laws[0]
    let line = try #require(broken.replay)
    let number = try #require(line.split(separator: " ").last.flatMap { Int($0) })
    let again = try report(100, number: number).laws[0]
    #expect(again.counterexample == broken.counterexample)
    #expect(again.cases == 1)
    #expect(broken.counterexample?.values["list"]?.integers.reduce(0, +) == 101)
  }

  /// What a program was asked, which answers each case once.
  private final class Once: Sendable {
    private let asked = Mutex<Set<[Int]>>([])

    func isFirst(_ list: [Int]) -> Bool { asked.withLock { $0.insert(list).inserted } }
  }

  /// A program that gives up where it has broken a law does not keep it by that.
  @Test func aViolationCountsThoughItsCaseHasNoAnswerAnyMore() throws {
    let cases = Generator<Int>.integer(in: 0...60).list(count: 6...6).map { Arrays(["list": NumericArray($0)]) }
    let law = Law<Once>("once", "sums stay small", cases: cases) { program, values throws(SubjectFailure) in
      let list = values["list"]?.integers ?? []
      guard program.isFirst(list) else { throw SubjectFailure(.refused, "no more") }
      let sum = Double(list.reduce(0, +))
      return Measurement(defect: sum, allowed: 200, visible: 200, sentence: "the sum is \(sum)")
    }
    let settings = Suite.Settings(subject: "once", seed: 1, budget: CaseBudget(cases: 500))
    let report = try #require(Suite(of: Once(), laws: [law], faults: []).examine(settings)).laws[0]
    #expect(report.verdict == .broken)
    #expect(report.counterexample?.values["list"]?.integers.reduce(0, +) ?? 0 > 200)
  }

  @Test func budgetsAreCasesOrSeconds() throws {
    #expect(try report(1000, cases: 321).laws[0].cases == 321)
    let suite = Suite(of: 1000, laws: [law], faults: [])
    let settings = Suite.Settings(
      subject: "lists", seed: 1, budget: CaseBudget(cases: 1_000_000_000, seconds: 0.05))
    let cases = try #require(suite.examine(settings)).laws[0].cases
    #expect(cases > 100 && cases < 1_000_000_000)
  }

  @Test func aFaultIsKilledInTheSameRun() throws {
    let report = try report(1000)
    #expect(report.laws[0].verdict == .inconclusive)
    let strict = try self.report(360)
    #expect(strict.laws[0].verdict == .kept)
    #expect(strict.killed == ["less"])
    let after = try #require(strict.laws[0].trials.first?.killedAfter)
    #expect((1...200).contains(after))
    #expect(strict.table.columns.map(\.name) == ["fault", "sum"])
  }
}
