import Git
import Glibc
import TemporaryRepositories
import Testing

@Suite struct RepositoryTests {
  @Test func knowsWhatKindItIs() throws {
    let origin = try TemporaryRepository()
    #expect(try Repository(at: origin.folder).head() == nil)
    try origin.write("1", to: "a")
    try origin.commitAll()
    try origin.write("2", to: "a")
    try origin.commitAll()
    let plain = try Repository(discovering: origin.folder)
    #expect(try plain.head()?.hex == origin.git("rev-parse", "HEAD"))
    #expect(plain.workingTree == origin.folder + "/")
    #expect(!plain.isBare && !plain.isShallow && !plain.isDetached && !plain.isLinkedWorktree)

    let bare = try TemporaryRepository(cloning: origin.folder, "--bare")
    #expect(try Repository(at: bare.folder).isBare)
    #expect(try Repository(at: bare.folder).workingTree == nil)

    let shallow = try TemporaryRepository(cloning: "file://" + origin.folder, "--depth=1")
    #expect(try Repository(at: shallow.folder).isShallow)

    try origin.git("checkout", "--quiet", "--detach")
    #expect(try Repository(at: origin.folder).isDetached)

    let linked = origin.beside
    try origin.git("worktree", "add", "--quiet", linked)
    let worktree = try Repository(at: linked)
    #expect(worktree.isLinkedWorktree)
    #expect(worktree.commonFolder == plain.commonFolder)
    #expect(worktree.gitFolder != plain.gitFolder)
  }

  @Test func findsItselfFromAFolderWithin() throws {
    let temporary = try TemporaryRepository()
    try temporary.write("", to: "deep/er/file")
    #expect(try Repository(discovering: temporary.folder + "/deep/er").workingTree == temporary.folder + "/")
  }

  @Test func saysWhatLibgit2Said() throws {
    let temporary = try TemporaryRepository()
    let folder = temporary.beside
    mkdir(folder, 0o777)
    let error = #expect(throws: GitError.self) { try Repository(discovering: folder) }
    #expect(error?.code == .notFound)
    #expect(
      error?.description == "git: cannot find a repository at \(folder): could not find repository from '\(folder)'")
  }

  @Test func opensWithWorktreeConfiguration() throws {
    let temporary = try TemporaryRepository()
    try temporary.write("1", to: "in/a")
    try temporary.write("2", to: "out/b")
    try temporary.commitAll()
    // This sets extensions.worktreeConfig, which libgit2 1.5 does not know by itself.
    try temporary.git("sparse-checkout", "set", "in")
    #expect(!temporary.exists("out/b"))
    let repository = try Repository(at: temporary.folder)
    // What a sparse checkout leaves out is not deleted.
    let snapshot = try repository.snapshot()
    let tree = try #require(repository.head().map { try repository.commit($0).tree })
    #expect(snapshot == nil || snapshot?.tree == tree)
  }

  @Test func resolvesPrefixes() throws {
    let temporary = try TemporaryRepository()
    let repository = try Repository(at: temporary.folder)
    let id = try repository.writeBlob(Array("x".utf8))
    #expect(try repository.object(prefix: String(id.hex.prefix(8))) == id)
    let error = #expect(throws: GitError.self) { try repository.object(prefix: "ffffffff") }
    #expect(error?.code == .notFound)
    #expect(try repository.blobIfPresent(.of(.blob, Array("absent".utf8))) == nil)
  }
}
