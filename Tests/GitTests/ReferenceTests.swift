import Git
import TemporaryRepositories
import Testing

@Suite struct ReferenceTests {
  private func commits(_ count: Int, in repository: Repository) throws -> [ObjectID] {
    let tree = try repository.writeTree(Tree([]))
    return try (0..<count).map { number in
      let signature = Signature(name: "T", email: "t@t", seconds: Int64(number))
      return try repository.write(
        Commit(tree: tree, parents: [], author: signature, committer: signature, message: "\(number)"))
    }
  }

  @Test func movesOnlyFromTheExpectedValue() throws {
    let temporary = try TemporaryRepository()
    let repository = try Repository(at: temporary.folder)
    let ids = try commits(3, in: repository)
    let name = "refs/kanon/nist/misra1a"
    try ReferenceLock(name, in: repository).move(from: nil, to: ids[0], message: "first")
    try ReferenceLock(name, in: repository).move(from: ids[0], to: ids[1], message: "second")
    let error = #expect(throws: GitError.self) {
      try ReferenceLock(name, in: repository).move(from: ids[0], to: ids[2], message: "third")
    }
    #expect(error?.code == .modified)
    #expect(try repository.reference(name) == ids[1])
    #expect(try temporary.git("rev-parse", name) == ids[1].hex)
    // Also when git has packed it.
    try temporary.git("pack-refs", "--all", "--prune")
    try ReferenceLock(name, in: repository).move(from: ids[1], to: ids[2], message: "third")
    #expect(try repository.references(below: "refs/kanon/").map(\.name) == [name])
    #expect(try temporary.git("rev-parse", name) == ids[2].hex)
    #expect(try !temporary.gitFiles().contains { $0.hasSuffix(".lock") })
  }

  @Test func aHeldLockIsRespected() throws {
    let temporary = try TemporaryRepository()
    let repository = try Repository(at: temporary.folder)
    let ids = try commits(1, in: repository)
    let held = try ReferenceLock("refs/kanon/x", in: repository)
    #expect(temporary.exists(".git/refs/kanon/x.lock"))
    let error = #expect(throws: GitError.self) {
      let other = try ReferenceLock("refs/kanon/x", in: Repository(at: temporary.folder))
      try other.move(from: nil, to: ids[0], message: "")
    }
    #expect(error?.code == .locked)
    try held.move(from: nil, to: ids[0], message: "")
    #expect(!temporary.exists(".git/refs/kanon/x.lock"))
  }
}
