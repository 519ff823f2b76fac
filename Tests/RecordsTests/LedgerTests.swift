import Documents
import Foundation
import Git
import Records
import TemporaryRepositories
import Testing

@Suite struct LedgerTests {
  private func committed() throws -> TemporaryRepository {
    let temporary = try TemporaryRepository()
    try temporary.write("let x = 1\n", to: "code.swift")
    try temporary.commitAll()
    return temporary
  }

  @Test func aRecordIsACommitAndNothingElseMoves() throws {
    let temporary = try committed()
    let before = try temporary.gitFiles().filter { !$0.hasPrefix("objects") }
    let index = try Data(contentsOf: URL(fileURLWithPath: temporary.folder + "/.git/index"))
    let ledger = try Ledger(at: temporary.folder)
    let first = try ledger.record(draft())
    let second = try ledger.record(draft("decay", .outcome(outcome(tau: 6))))

    let head = try temporary.git("rev-parse", "HEAD")
    #expect(try temporary.git("log", "-1", "--format=%P", second.commit.hex) == "\(first.commit) \(head)")
    #expect(try temporary.git("log", "-1", "--format=%P", first.commit.hex) == head)
    #expect(
      try temporary.git("log", "-1", "--format=%s|%an|%ae", second.commit.hex) == "decay: completed|Test|test@localhost"
    )
    #expect(
      try temporary.git("ls-tree", "--name-only", second.commit.hex) == "circumstances.json\nmanifest.yaml\noutcome")
    let after = try temporary.gitFiles().filter { !$0.hasPrefix("objects") && !$0.hasPrefix("kanon") }
    #expect(Set(after).subtracting(before) == ["refs/kanon", "refs/kanon/decay"])
    #expect(try Data(contentsOf: URL(fileURLWithPath: temporary.folder + "/.git/index")) == index)
    #expect(try temporary.git("status", "--porcelain") == "")
    #expect(try temporary.git("fsck", "--strict").contains("error") == false)
  }

  @Test func theLogIsNewestFirstAndReadsBack() throws {
    let temporary = try committed()
    let ledger = try Ledger(at: temporary.folder)
    let made = try (0..<5).map { try ledger.record(draft("decay", .outcome(outcome(tau: Double($0))))) }
    #expect(try ledger.log("decay") == made.reversed())
    #expect(try ledger.log("decay", limit: 2) == [made[4], made[3]])
    #expect(try ledger.log("other") == [])
    #expect(try ledger.experiments() == ["decay"])
    #expect(try ledger.circumstances(of: made[2]) == draft().circumstances)
    #expect(try ledger.manifest(of: made[2]) == draft().manifest)
    #expect(try ledger.outcome(of: made[2])?.metrics == outcome(tau: 2).metrics)
    #expect(try ledger.file("outcome/none", of: made[2]) == nil)
  }

  @Test func designationsNameRecords() throws {
    let temporary = try committed()
    let ledger = try Ledger(at: temporary.folder)
    let made = try (0..<3).map { try ledger.record(draft("nist/misra1a", .outcome(outcome(tau: Double($0))))) }
    #expect(try ledger.record("nist/misra1a") == made[2])
    #expect(try ledger.record("nist/misra1a~2") == made[0])
    #expect(try ledger.record("nist/misra1a@\(made[1].commit.short)") == made[1])
    #expect(try ledger.record(made[1].commit.short) == made[1])
    for wrong in ["nist/misra1a~3", "decay", "decay@\(made[0].commit.short)", "HEAD", "ffffffff"] {
      let error = #expect(throws: RecordError.self) { try ledger.record(wrong) }
      #expect(error?.kind == .notFound)
    }
    #expect(throws: RecordError.self) { try ledger.record("nist/misra1a~x") }
  }

  @Test func runsThatFailedAreFacts() throws {
    let temporary = try committed()
    let ledger = try Ledger(at: temporary.folder)
    let failed = try ledger.record(draft("decay", .nothing, status: .failed("not finite at step 17: tau")))
    let stopped = try ledger.record(draft("decay", .nothing, status: .interrupted))
    #expect(try ledger.log("decay").map(\.status) == ["interrupted", "failed"])
    #expect(failed.outcome == nil)
    #expect(try ledger.outcome(of: stopped) == nil)
    #expect(try ledger.circumstances(of: failed).status == .failed("not finite at step 17: tau"))
  }

  @Test func aCheckAddsARecordOfTheSameOutcome() throws {
    let temporary = try committed()
    let ledger = try Ledger(at: temporary.folder)
    let run = try ledger.record(draft())
    var check = draft("decay", .recorded(tree: try #require(run.outcome)))
    check.oracles = [StoredFile("laws.json", text: "{}\n")]
    check.presentation = [StoredFile("fit.svg", text: "<svg/>")]
    let checked = try ledger.record(check)
    #expect(checked.outcome == run.outcome)
    #expect(try ledger.files("oracles", of: checked) == check.oracles)
    #expect(try ledger.files("presentation", of: checked) == check.presentation)
  }

  @Test func timesAreWrittenInUTC() throws {
    let temporary = try committed()
    let ledger = try Ledger(at: temporary.folder)
    for seconds: Int64 in [0, 951_782_399, 951_868_800, 1_795_450_200, -86_400, 4_107_542_400] {
      let record = try ledger.record(draft(started: seconds * 1000 + 7))
      let bytes = try #require(try ledger.file("circumstances.json", of: record))
      let text = try TemporaryRepository.run(
        "date", ["-u", "-d", "@\(seconds)", "+%Y-%m-%dT%H:%M:%S.007Z"], in: "/"
      ).output
      #expect(try JSON(parsing: bytes)["started"]?.asString == text)
      #expect(try ledger.circumstances(of: record).started == seconds * 1000 + 7)
    }
  }

  @Test(arguments: ["", "Decay", "a b", "a//b", "/a", "a/", "../x", "a.b", "ä"]) func unfitNamesAreRefused(name: String)
    throws
  {
    let temporary = try committed()
    let ledger = try Ledger(at: temporary.folder)
    let error = #expect(throws: RecordError.self) { try ledger.record(draft(name)) }
    #expect(error?.kind == .invalid)
  }

  @Test func aFolderOutsideAnyRepositoryIsSaidToBe() throws {
    let temporary = try TemporaryRepository()
    let folder = temporary.beside
    mkdir(folder, 0o777)
    let error = #expect(throws: RecordError.self) { try Ledger(at: folder) }
    #expect(
      error?.description == "\(folder): neither it nor a folder above it is a git repository; "
        + "run `git init` in the folder that holds experiments/")
  }

  @Test func whereverTheRepositoryRecordsTheOutcomeIsTheSame() throws {
    var trees: Set<ObjectID> = []
    let plain = try committed()
    trees.insert(try #require(try Ledger(at: plain.folder).record(draft()).outcome))

    try plain.git("config", "core.autocrlf", "true")
    try plain.write("* text=auto eol=crlf\n", to: ".gitattributes")
    trees.insert(try #require(try Ledger(at: plain.folder).record(draft()).outcome))

    let old = umask(0o077)
    trees.insert(try #require(try Ledger(at: plain.folder).record(draft()).outcome))
    umask(old)

    let shallow = try TemporaryRepository(cloning: "file://" + plain.folder, "--depth=1")
    trees.insert(try #require(try Ledger(at: shallow.folder).record(draft()).outcome))
    #expect(try shallow.git("fsck", "--strict").contains("error") == false)

    try plain.commitAll()
    try plain.git("checkout", "--quiet", "--detach")
    trees.insert(try #require(try Ledger(at: plain.folder).record(draft()).outcome))
    let linked = plain.beside
    try plain.git("worktree", "add", "--quiet", linked)
    let worktree = try Ledger(at: linked)
    trees.insert(try #require(try worktree.record(draft()).outcome))
    // Linked worktrees share one ledger.
    #expect(try worktree.log("decay") == Ledger(at: plain.folder).log("decay"))

    try plain.git("submodule", "add", "--quiet", shallow.folder, "sub")
    trees.insert(try #require(try Ledger(at: plain.folder + "/sub").record(draft()).outcome))
    #expect(try Ledger(at: plain.folder + "/sub").log("decay").count == 1)
    #expect(trees.count == 1)
    #expect(try plain.git("fsck", "--strict").contains("error") == false)
  }

  @Test func theExecutableIsHashedOnce() throws {
    let temporary = try committed()
    let ledger = try Ledger(at: temporary.folder)
    let id = try ledger.executableID()
    #expect(try id == ObjectID.ofFile("/proc/self/exe"))
    #expect(try ledger.executableID() == id)
  }
}
