import Git
import TemporaryRepositories
import Testing

@Suite struct TreeTests {
  @Test func nestsAndSortsAsGitDoes() throws {
    let temporary = try TemporaryRepository()
    // A folder sorts as if it ended in a slash: "a.txt" before "a/", "a0" after.
    let paths = ["a/x", "a.txt", "a0", "a-b/y/z", "B", "ä"]
    for path in paths { try temporary.write("content of \(path)", to: path) }
    try temporary.commitAll()
    let files = FileTree(paths.map { ($0, ObjectID.of(.blob, Array("content of \($0)".utf8))) })
    let expected = try temporary.git("rev-parse", "HEAD^{tree}")
    #expect(files.id.hex == expected)

    let repository = try Repository(at: temporary.folder)
    #expect(try repository.write(files).hex == expected)
    let listed = try repository.leaves(of: files.id).map(\.path)
    #expect(
      try listed.joined(separator: "\n")
        == temporary.git("-c", "core.quotePath=false", "ls-tree", "-r", "--name-only", "HEAD"))
    #expect(try repository.entry("a-b/y/z", in: files.id)?.id == .of(.blob, Array("content of a-b/y/z".utf8)))
    #expect(try repository.entry("a-b/z", in: files.id) == nil)
  }

  @Test func objectsFromBuffersPassFsck() throws {
    let temporary = try TemporaryRepository()
    let repository = try Repository(at: temporary.folder)
    let blob = try repository.writeBlob(Array("line\r\n".utf8))
    let tree = try repository.writeTree(Tree([.init("run.sh", .executable, blob), .init("link", .symlink, blob)]))
    let signature = Signature(name: "A <b>\n", email: "a@b", seconds: 1_700_000_000, offset: -90)
    let first = try repository.write(
      Commit(tree: tree, parents: [], author: signature, committer: signature, message: "first\u{0}one"))
    let second = try repository.write(
      Commit(tree: tree, parents: [first], author: signature, committer: signature, message: "second\n"))
    try temporary.git("update-ref", "refs/kanon/x", second.hex)
    #expect(try temporary.git("fsck", "--strict", "--full").contains("error") == false)
    #expect(
      try temporary.git("log", "--format=%an|%ad|%s", "--date=raw", "refs/kanon/x") == """
        A b|1700000000 -0130|second
        A b|1700000000 -0130|first one
        """)
    #expect(try repository.commit(second).parents == [first])
    #expect(try repository.isAncestor(first, of: second))
    #expect(try !repository.isAncestor(second, of: first))
  }
}
