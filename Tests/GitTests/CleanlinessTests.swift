import Foundation
import Git
import TemporaryRepositories
import Testing

/// The quick answer must never say "clean" where git says otherwise; each change here is one that it could miss.
@Suite struct CleanlinessTests {
  private func settled() throws -> TemporaryRepository {
    let temporary = try TemporaryRepository()
    for name in ["a", "z", "dir/a", "dir/inner/b", "dir.txt", "dir-x"] { try temporary.write("content\n", to: name) }
    try temporary.write("*.o\n", to: ".gitignore")
    try temporary.commitAll()
    // Files as young as the index are looked into; older ones are judged by their status.
    let past = Date(timeIntervalSinceNow: -100)
    for path in try temporary.git("ls-files").split(separator: "\n") {
      try FileManager.default.setAttributes([.modificationDate: past], ofItemAtPath: temporary.folder + "/" + path)
    }
    try temporary.git("update-index", "--refresh")
    return temporary
  }

  @Test func settledTreesAreClean() throws {
    let temporary = try settled()
    #expect(try Repository(at: temporary.folder).snapshot() == nil)
  }

  @Test(arguments: [
    "echo changed! > a", "rm z", "rm -r dir/inner", "touch new", "mkdir -p dir/new && touch dir/new/x", "chmod +x a",
    "ln -sf dir a", "git rm -q --cached a", "git reset -q --soft HEAD && git update-index --force-remove dir/a",
    "mv dir/a dir/b", "printf 'CONTENT\\n' > dir.txt && git add dir.txt", "rm a && mkdir a && touch a/x",
    "git checkout -q --orphan other",
  ])
  func everyChangeIsSeen(change: String) throws {
    let temporary = try settled()
    try TemporaryRepository.run("sh", ["-c", change], in: temporary.folder)
    #expect(try temporary.git("status", "--porcelain") != "")
    #expect(try Repository(at: temporary.folder).snapshot() != nil)
  }

  @Test(arguments: ["touch x.o", "mkdir -p dir/empty", "mkdir -p build && touch build/x.o", "touch a", "git gc -q"])
  func whatGitCallsCleanIsClean(change: String) throws {
    let temporary = try settled()
    try TemporaryRepository.run("sh", ["-c", change], in: temporary.folder)
    #expect(try temporary.git("status", "--porcelain") == "")
    #expect(try Repository(at: temporary.folder).snapshot() == nil)
  }

  @Test func aChangeOfEqualSizeInTheMomentOfTheIndexIsSeen() throws {
    let temporary = try TemporaryRepository()
    // Many rounds, because the race needs the file and the index to be written within one tick of the clock.
    for round in 0..<20 {
      try temporary.write("round \(round) a", to: "file")
      try temporary.commitAll()
      try temporary.write("round \(round) b", to: "file")
      #expect(try Repository(at: temporary.folder).snapshot() != nil)
    }
  }
}
