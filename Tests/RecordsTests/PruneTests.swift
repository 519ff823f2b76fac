import Git
import Records
import TemporaryRepositories
import Testing

@Suite struct PruneTests {
  @Test func whatAGoldenNamesStays() throws {
    let temporary = try TemporaryRepository()
    try temporary.write("let x = 1\n", to: "code.swift")
    try temporary.commitAll()
    let ledger = try Ledger(at: temporary.folder)
    let made = try (0..<8).map { try ledger.record(draft("decay", .outcome(outcome(tau: Double($0))))) }
    let golden = GoldenFolder(root: temporary.folder)
    // One golden on a branch that is not checked out, one in the working tree.
    try temporary.git("checkout", "--quiet", "-b", "side")
    try golden.bless(outcome(tau: 1), as: "decay", isUnderCI: false)
    try temporary.commitAll()
    try temporary.git("checkout", "--quiet", "main")
    try golden.bless(outcome(tau: 3), as: "decay", isUnderCI: false)
    #expect(try ledger.prune(keepingLast: 2) == 4)
    let kept = try ledger.log("decay")
    #expect(kept.map(\.outcome) == [made[7], made[6], made[3], made[1]].map(\.outcome))
    #expect(kept.map(\.seconds) == [made[7], made[6], made[3], made[1]].map(\.seconds))
    #expect(try ledger.circumstances(of: kept[3]) == draft().circumstances)
    #expect(try ledger.prune(keepingLast: 2) == 0)
    try temporary.git("reflog", "expire", "--expire=now", "--all")
    try temporary.git("gc", "--quiet", "--prune=now")
    #expect(try !Repository(at: temporary.folder).contains(made[0].commit))
    #expect(try Ledger(at: temporary.folder).outcome(of: kept[3])?.metrics == outcome(tau: 1).metrics)
    #expect(try temporary.git("fsck", "--strict", "--no-dangling").contains("error") == false)
  }

  @Test func packingKeepsEverythingReadable() throws {
    let temporary = try TemporaryRepository()
    try temporary.write("let x = 1\n", to: "code.swift")
    let ledger = try Ledger(at: temporary.folder)
    let made = try (0..<80).map { try ledger.record(draft("decay", .outcome(outcome(tau: Double($0))))) }
    #expect(try ledger.pack() > 256)
    #expect(try ledger.pack() == 0)
    #expect(try ledger.log("decay") == made.reversed())
    #expect(try ledger.outcome(of: made[0])?.metrics == outcome(tau: 0).metrics)
    let more = try ledger.record(draft())
    #expect(try Ledger(at: temporary.folder).log("decay", limit: 2) == [more, made[79]])
    #expect(try temporary.git("count-objects", "-v").contains("packs: 1\n"))
    #expect(try temporary.git("fsck", "--strict").contains("error") == false)
  }
}
