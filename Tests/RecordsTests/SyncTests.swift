import Git
import Records
import TemporaryRepositories
import Testing

@Suite struct SyncTests {
  @Test func ledgersThatGrewApartAreMerged() throws {
    let origin = try TemporaryRepository("--bare")
    let first = try TemporaryRepository()
    try first.write("let x = 1\n", to: "code.swift")
    try first.commitAll()
    try first.git("remote", "add", "origin", origin.folder)
    try first.git("push", "--quiet", "origin", "main")
    let mine = try Ledger(at: first.folder)
    let common = try mine.record(draft())
    #expect(try mine.push().sent == ["decay"])

    let second = try TemporaryRepository(cloning: origin.folder)
    let yours = try Ledger(at: second.folder)
    #expect(try yours.log("decay") == [])
    #expect(try yours.fetch().received == ["decay"])
    #expect(try yours.log("decay") == [common])

    // Each records two more, one of them from a dirty tree, and one an experiment of its own.
    try second.write("let x = 2\n", to: "code.swift")
    var expected: Set<ObjectID> = [common.commit]
    for (ledger, tau) in [(mine, 6.0), (yours, 7.0), (mine, 8.0), (yours, 9.0)] {
      expected.insert(try ledger.record(draft("decay", .outcome(outcome(tau: tau)))).commit)
    }
    let own = try yours.record(draft("enzyme"))
    #expect(try mine.push() == Ledger.Exchange(received: [], merged: [], sent: ["decay"]))
    #expect(try yours.push() == Ledger.Exchange(received: [], merged: ["decay"], sent: ["decay", "enzyme"]))
    #expect(try mine.fetch() == Ledger.Exchange(received: ["decay", "enzyme"], merged: [], sent: []))
    #expect(try Set(mine.log("decay").map(\.commit)) == expected)
    #expect(try mine.log("decay") == yours.log("decay"))
    #expect(try mine.log("enzyme") == [own])
    #expect(try mine.fetch() == Ledger.Exchange() && mine.push() == Ledger.Exchange())

    // Later records stand on the merge, and no history is lost.
    let next = try mine.record(draft("decay", .outcome(outcome(tau: 10))))
    #expect(try mine.log("decay").count == 6)
    #expect(try mine.log("decay").first == next)
    for temporary in [origin, first, second] {
      #expect(try temporary.git("fsck", "--strict", "--no-dangling").contains("error") == false)
    }
    #expect(try second.git("for-each-ref", "refs/remotes") == second.git("for-each-ref", "refs/remotes/origin"))
  }

  @Test func whoMergesTheSameGetsTheSame() throws {
    let first = try TemporaryRepository()
    try first.write("1", to: "a")
    try first.commitAll()
    let second = try TemporaryRepository(cloning: first.folder)
    let (mine, yours) = (try Ledger(at: first.folder), try Ledger(at: second.folder))
    try mine.record(draft("decay", .outcome(outcome(tau: 1))))
    try yours.record(draft("decay", .outcome(outcome(tau: 2))))
    let aside = try TemporaryRepository(cloning: first.folder, "--mirror")
    #expect(try mine.fetch(from: second.folder).merged == ["decay"])
    #expect(try yours.fetch(from: aside.folder).merged == ["decay"])
    #expect(try first.git("rev-parse", "refs/kanon/decay") == second.git("rev-parse", "refs/kanon/decay"))
  }

  @Test func aWorkingTreeIsNotPushedTo() throws {
    let there = try TemporaryRepository()
    let here = try TemporaryRepository()
    try here.write("1", to: "a")
    let ledger = try Ledger(at: here.folder)
    try ledger.record(draft())
    let error = #expect(throws: RecordError.self) { try ledger.push(to: there.folder) }
    #expect(error?.remedy?.contains("kanon fetch") == true)
    #expect(try Ledger(at: there.folder).fetch(from: here.folder).received == ["decay"])
  }
}
