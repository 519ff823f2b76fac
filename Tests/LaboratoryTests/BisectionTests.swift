import Git
import Laboratory
import Records
import Testing

/// The search for the first commit with another outcome.
@Suite struct BisectionTests {
  /// Commits whose lengths change once, at a place; every commit has a record.
  private func history(_ count: Int, change: Int) throws -> PendulumRepository {
    let repository = try PendulumRepository("length: 1.0")
    for number in 1..<count {
      try repository.write("length: \(number < change ? "1.0" : "2.0")\nnotes: \(number)")
      try repository.commit("commit \(number)")
    }
    return repository
  }

  @Test func recordsAloneAnswer() throws {
    let repository = try history(9, change: 5)
    defer { repository.remove() }
    let workshop = try repository.workshop()
    // Records of every commit, made as a run in each would.
    for number in 0..<9 {
      try repository.git("checkout", "-q", "HEAD~\(8 - number)")
      _ = try workshop.run(try workshop.plan(try workshop.entries(["swing"])[0]), .init(draws: false))
      try repository.git("checkout", "-q", "-")
    }
    var bisection = try Bisection("swing", good: "HEAD~8", bad: "HEAD", in: workshop.ledger)
    let first = try Bisection.commit("HEAD~8", workshop.ledger)
    bisection.expect(try #require(try bisection.record(of: first)?.outcome))
    var questions = 0
    while let commit = bisection.next {
      bisection.take(bisection.answer(try #require(try bisection.record(of: commit))), about: commit)
      questions += 1
    }
    #expect(bisection.suspects.map { bisection.title(of: $0) } == ["commit 5"])
    #expect(questions <= 3)
  }

  @Test func unknownAnswersLeaveSuspects() throws {
    let repository = try history(5, change: 3)
    defer { repository.remove() }
    let ledger = try repository.workshop().ledger
    var bisection = try Bisection("swing", good: "HEAD~4", bad: "HEAD", in: ledger)
    while let commit = bisection.next { bisection.take(.unknown("broken"), about: commit) }
    #expect(bisection.suspects.count == 4)
    #expect(throws: RecordError.self) { try Bisection("swing", good: "HEAD", bad: "HEAD~4", in: ledger) }
    #expect(throws: RecordError.self) { try Bisection("swing", good: "nothing", bad: "HEAD", in: ledger) }
  }
}
