import Foundation
import Git
import TemporaryRepositories
import Testing

@Suite struct SnapshotTests {
  /// The tree that git itself would commit, made in an index aside.
  private func expectedTree(_ temporary: TemporaryRepository) throws -> String {
    let aside = ["GIT_INDEX_FILE": temporary.folder + "/.git/index-aside"]
    try? FileManager.default.copyItem(
      atPath: temporary.folder + "/.git/index", toPath: temporary.folder + "/.git/index-aside")
    try TemporaryRepository.run("git", ["add", "--all"], in: temporary.folder, environment: aside)
    let tree = try TemporaryRepository.run("git", ["write-tree"], in: temporary.folder, environment: aside).output
    try FileManager.default.removeItem(atPath: temporary.folder + "/.git/index-aside")
    return tree
  }

  private func check(_ temporary: TemporaryRepository) throws {
    let before = try temporary.git("status", "--porcelain")
    let index = try Data(contentsOf: URL(fileURLWithPath: temporary.folder + "/.git/index"))
    let snapshot = try Repository(at: temporary.folder).snapshot()
    #expect(try snapshot?.tree.hex == expectedTree(temporary))
    #expect(try Data(contentsOf: URL(fileURLWithPath: temporary.folder + "/.git/index")) == index)
    #expect(try temporary.git("status", "--porcelain") == before)
  }

  private func filled() throws -> TemporaryRepository {
    let temporary = try TemporaryRepository()
    for name in ["a", "b", "dir/c", "dir/d", "run.sh"] { try temporary.write("content of \(name)\n", to: name) }
    try temporary.write("*.ignored\n/out/\n", to: ".gitignore")
    try temporary.commitAll()
    return temporary
  }

  @Test func cleanTreesHaveNone() throws {
    let temporary = try filled()
    try temporary.write("x", to: "some.ignored")
    try temporary.write("x", to: "out/deep/file")
    try temporary.write("x", to: "dir/more.ignored")
    let repository = try Repository(at: temporary.folder)
    #expect(try repository.isClean())
    #expect(try repository.snapshot() == nil)
  }

  @Test func everyKindOfChangeIsAsGitWouldCommitIt() throws {
    let temporary = try filled()
    try temporary.write("changed\n", to: "a")
    try temporary.remove("b")
    try temporary.write("new\n", to: "fresh/deep/file")
    try temporary.write("x", to: "some.ignored")
    try temporary.git("update-index", "--chmod=+x", "run.sh")
    chmod(temporary.folder + "/run.sh", 0o755)
    try temporary.remove("dir")
    try temporary.write("now a file\n", to: "dir")
    symlink("a", temporary.folder + "/link")
    try temporary.write("staged\n", to: "staged")
    try temporary.git("add", "staged")
    try temporary.write("staged, then changed\n", to: "staged")
    try check(temporary)
  }

  @Test func forcedIgnoredAndIntendedFilesCount() throws {
    let temporary = try filled()
    try temporary.write("x\n", to: "forced.ignored")
    try temporary.git("add", "--force", "forced.ignored")
    try temporary.write("y\n", to: "intended")
    try temporary.git("add", "--intent-to-add", "intended")
    try check(temporary)
  }

  @Test(arguments: ["true", "input", "false"]) func lineEndingsAreGits(autocrlf: String) throws {
    let temporary = try filled()
    try temporary.git("config", "core.autocrlf", autocrlf)
    try temporary.write("*.txt text\n*.bin -text\n", to: ".gitattributes")
    try temporary.commitAll()
    try temporary.write("one\r\ntwo\r\n", to: "dos.txt")
    try temporary.write("one\r\ntwo\r\n", to: "raw.bin")
    try temporary.write("one\r\ntwo\r\n", to: "auto")
    try check(temporary)
    try temporary.commitAll()
    #expect(try Repository(at: temporary.folder).snapshot() == nil)
    // Touched but unchanged files are no change.
    try temporary.write("one\r\ntwo\r\n", to: "dos.txt")
    #expect(try Repository(at: temporary.folder).isClean())
  }

  @Test func conflictsAreTakenAsTheyLie() throws {
    let temporary = try filled()
    try temporary.git("checkout", "--quiet", "-b", "side")
    try temporary.write("theirs\n", to: "a")
    try temporary.commitAll()
    try temporary.git("checkout", "--quiet", "main")
    try temporary.write("ours\n", to: "a")
    try temporary.commitAll()
    _ = try TemporaryRepository.run("git", ["merge", "side"], in: temporary.folder, mayFail: true)
    #expect(try temporary.git("status", "--porcelain").hasPrefix("UU a"))
    try check(temporary)
  }

  @Test func submodulesAreGitlinks() throws {
    let inner = try filled()
    let temporary = try filled()
    try temporary.git("submodule", "add", "--quiet", inner.folder, "sub")
    try temporary.commitAll()
    #expect(try Repository(at: temporary.folder).snapshot() == nil)
    try temporary.write("changed\n", to: "a")
    try check(temporary)
    // A new commit inside moves the link; changes inside cannot be held and are named.
    try temporary.write("inside\n", to: "sub/a")
    #expect(try Repository(at: temporary.folder).snapshot()?.unpinned == ["sub"])
    try TemporaryRepository.run(
      "git", ["-c", "user.name=T", "-c", "user.email=t@t", "commit", "-qam", "x"], in: temporary.folder + "/sub")
    #expect(try Repository(at: temporary.folder).snapshot()?.unpinned == [])
    try check(temporary)
    #expect(try Repository(at: temporary.folder + "/sub").snapshot() == nil)
  }

  @Test func largeFilesAreRepresented() throws {
    let temporary = try filled()
    try temporary.write(String(repeating: "x", count: 5000), to: "large")
    try temporary.write("small\n", to: "small")
    let repository = try Repository(at: temporary.folder)
    let snapshot = try #require(try repository.snapshot(limits: .init(file: 1000)))
    #expect(snapshot.standIns == ["large"])
    let id = ObjectID.of(.blob, Array(repeating: UInt8(ascii: "x"), count: 5000))
    let entry = try #require(try repository.entry("large", in: snapshot.tree))
    let text = String(decoding: try repository.blob(entry.id), as: UTF8.self)
    #expect(text == "kanon stand-in for a large file\nsize 5000\nblob \(id)\n")
    #expect(!repository.contains(id))
    // Every byte of the file is in the snapshot's identity.
    try temporary.write(String(repeating: "x", count: 4999) + "y", to: "large")
    #expect(try repository.snapshot(limits: .init(file: 1000))?.tree != snapshot.tree)
  }

  @Test func unbornRepositoriesHaveTrees() throws {
    let temporary = try TemporaryRepository()
    try temporary.write("first\n", to: "a/b")
    #expect(try Repository(at: temporary.folder).snapshot()?.tree.hex == expectedTree(temporary))
  }
}
