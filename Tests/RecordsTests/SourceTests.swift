import Git
import Records
import TemporaryRepositories
import Testing

@Suite struct SourceTests {
  private func committed() throws -> TemporaryRepository {
    let temporary = try TemporaryRepository()
    try temporary.write("let x = 1\n", to: "code/a.swift")
    try temporary.write("words\n", to: "README.md")
    try temporary.write("words\n", to: "docs/more/page.rst")
    try temporary.commitAll()
    return temporary
  }

  @Test func aCleanTreeIsPinnedToHead() throws {
    let temporary = try committed()
    let source = try Ledger(at: temporary.folder).source()
    #expect(try source.commit.hex == temporary.git("rev-parse", "HEAD"))
    #expect(!source.isSnapshot)
  }

  @Test func aDirtyTreeIsPinnedAsItIs() throws {
    let temporary = try committed()
    try temporary.write("let x = 2\n", to: "code/a.swift")
    try temporary.write("untracked\n", to: "code/b.swift")
    let ledger = try Ledger(at: temporary.folder)
    let record = try ledger.record(draft())
    #expect(try temporary.git("show", "\(record.source):code/a.swift") == "let x = 2")
    #expect(try temporary.git("show", "\(record.source):code/b.swift") == "untracked")
    #expect(try temporary.git("rev-parse", "\(record.source)^") == temporary.git("rev-parse", "HEAD"))
    #expect(try temporary.git("status", "--porcelain") == " M code/a.swift\n?? code/b.swift")
    // The same tree on the same HEAD is the same commit, and the record keeps it alive.
    #expect(try ledger.source().commit == record.source)
    try temporary.git("gc", "--quiet", "--prune=now")
    #expect(try temporary.git("show", "\(record.source):code/b.swift") == "untracked")
    #expect(try temporary.git("branch", "--all", "--contains", record.source.hex) == "")
  }

  @Test func aRepositoryWithoutCommitsHasAPrivateRoot() throws {
    let temporary = try TemporaryRepository()
    try temporary.write("let x = 1\n", to: "code.swift")
    let record = try Ledger(at: temporary.folder).record(draft())
    #expect(try temporary.git("log", "--format=%P", record.source.hex) == "")
    #expect(try temporary.git("show", "\(record.source):code.swift") == "let x = 1")
    #expect(try temporary.git("fsck", "--strict", "--no-dangling").contains("error") == false)
    let empty = try TemporaryRepository()
    #expect(try Ledger(at: empty.folder).record(draft()).sourceIdentity == Tree([]).id)
  }

  @Test func goldensFiguresAndDocumentsDoNotMoveTheIdentity() throws {
    let temporary = try committed()
    let ledger = try Ledger(at: temporary.folder)
    let before = try ledger.source()
    try temporary.write("{}\n", to: "golden/decay/golden.json")
    try temporary.write("<svg/>\n", to: "figures/fit.svg")
    try temporary.write("other words\n", to: "README.md")
    try temporary.write("other words\n", to: "docs/more/page.rst")
    let dirty = try ledger.source()
    #expect(dirty.tree != before.tree)
    #expect(dirty.identity == before.identity)
    try temporary.commitAll()
    #expect(try ledger.source().identity == before.identity)
    // The control: code, data and a folder golden/ elsewhere do.
    for path in ["code/a.swift", "data.csv", "code/golden/x"] {
      try temporary.write("moved \(path)\n", to: path)
      #expect(try ledger.source().identity != before.identity)
      try temporary.commitAll()
    }
    #expect(try ledger.source(of: before.commit) == before)
  }

  @Test func aBareRepositorySaysWhyNot() throws {
    let origin = try committed()
    let bare = try TemporaryRepository(cloning: origin.folder, "--bare")
    let ledger = try Ledger(at: bare.folder)
    let error = #expect(throws: RecordError.self) { try ledger.record(draft()) }
    #expect(error?.kind == .refused)
    #expect(error?.description.contains("a bare repository has no working tree to run from") == true)
    #expect(try ledger.log("decay") == [])
  }
}
