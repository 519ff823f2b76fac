import Foundation
import Git
import Records
import TemporaryRepositories
import Testing

@Suite(.serialized) struct StressTests {
  /// The tool stands beside the tests' own product.
  private let tool: String = {
    let program = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    let candidates = [program] + CommandLine.arguments
    for candidate in candidates {
      var folder = candidate as NSString
      while folder.length > 1 {
        folder = folder.deletingLastPathComponent as NSString
        let tool = folder.appendingPathComponent("kanon")
        if FileManager.default.isExecutableFile(atPath: tool) { return tool }
      }
    }
    return ""
  }()

  private func committed() throws -> TemporaryRepository {
    try #require(tool != "", "kanon was not built beside the tests")
    let temporary = try TemporaryRepository()
    for number in 0..<20 { try temporary.write("\(number)\n", to: "code/\(number)") }
    try temporary.commitAll()
    return temporary
  }

  @Test func noCompletedRecordIsLost() throws {
    let temporary = try committed()
    let before = try temporary.git("for-each-ref")
    var stress = RecordStress(folder: temporary.folder)
    (stress.writers, stress.runs, stress.kill) = (6, 8, 0.25)
    let report = try stress.run(command: [tool, "stress", "--once"])
    #expect(report.isSound, "\(report)")
    #expect(report.completed + report.killed >= 48)
    #expect(report.recorded >= report.completed)
    try temporary.git("fsck", "--strict")
    #expect(try temporary.git("status", "--porcelain") == "")
    #expect(try temporary.git("for-each-ref", "refs/heads", "refs/tags") == before)
  }

  @Test(arguments: ["ref-lock", "ref-lock-taken"]) func aLockOfAKilledProcessIsClearedByTheNextRun(fault: String) throws
  {
    let temporary = try committed()
    let run = ["stress", "--once", temporary.folder, "1", temporary.folder + "/.git/journal"]
    let killed = try TemporaryRepository.run(
      tool, run, in: "/", environment: ["KANON_FAULT": fault], mayFail: true)
    #expect(killed.status == 128 + SIGKILL)
    #expect(temporary.exists(".git/refs/kanon/stress.lock"))
    #expect(try temporary.git("for-each-ref", "refs/kanon") == "")
    try TemporaryRepository.run(tool, run, in: "/")
    #expect(!temporary.exists(".git/refs/kanon/stress.lock"))
    #expect(try Ledger(at: temporary.folder).log("stress").count == 1)
  }

  @Test func aLockThatIsNotOursIsNeverRemoved() async throws {
    let temporary = try committed()
    let ledger = try Ledger(at: temporary.folder)
    try ledger.record(draft())
    try temporary.write("", to: ".git/refs/kanon/decay.lock")
    let release = Task.detached { [folder = temporary.folder] in
      try await Task.sleep(for: .seconds(2))
      // It stood all the time; then git lets go of it.
      let stood = FileManager.default.fileExists(atPath: folder + "/.git/refs/kanon/decay.lock")
      try FileManager.default.removeItem(atPath: folder + "/.git/refs/kanon/decay.lock")
      return stood
    }
    let begin = Date()
    try ledger.record(draft())
    #expect(Date().timeIntervalSince(begin) > 1.5)
    #expect(try await release.value)
    #expect(try ledger.log("decay").count == 2)
  }

  @Test func aDeclarationOfTheDeadDoesNotCostTheLivingTheirLock() throws {
    let temporary = try committed()
    // A writer died with a declaration, and git holds a lock of its own on the same reference, with content.
    try temporary.write("refs/kanon/stress\n1\n-\n", to: ".git/kanon/writer")
    try temporary.write(String(repeating: "0", count: 40) + "\n", to: ".git/refs/kanon/stress.lock")
    try temporary.write("", to: ".git/refs/kanon/decay.lock")
    let ledger = try Ledger(at: temporary.folder)
    try ledger.record(draft("enzyme"))
    #expect(temporary.exists(".git/refs/kanon/stress.lock"))
    #expect(temporary.exists(".git/refs/kanon/decay.lock"))
  }

  @Test func otherWritersOfTheReferenceAreMetByCompareAndSwap() throws {
    let temporary = try committed()
    let ledger = try Ledger(at: temporary.folder)
    let first = try ledger.record(draft())
    let second = try ledger.record(draft())
    try temporary.git("update-ref", "refs/kanon/decay", first.commit.hex)
    let third = try ledger.record(draft("decay", .outcome(outcome(tau: 7))))
    #expect(try ledger.log("decay") == [third, first])
    #expect(second.commit != third.commit)
  }
}
