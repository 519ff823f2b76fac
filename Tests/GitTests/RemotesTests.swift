import Git
import TemporaryRepositories
import Testing

@Suite struct RemotesTests {
  @Test func refsTravelAndNothingElseMoves() throws {
    let origin = try TemporaryRepository("--bare")
    let here = try TemporaryRepository()
    try here.write("1", to: "a")
    try here.commitAll()
    try here.git("remote", "add", "origin", origin.folder)
    try here.git("update-ref", "refs/kanon/x", "HEAD")
    let repository = try Repository(at: here.folder)
    try repository.push(["refs/kanon/x"], to: "origin")
    #expect(try origin.git("for-each-ref", "--format=%(refname)") == "refs/kanon/x")
    try origin.git("fsck", "--strict")

    let there = try TemporaryRepository()
    let offered = try Repository(at: there.folder).download(from: origin.folder, below: "refs/kanon/")
    #expect(offered.map(\.name) == ["refs/kanon/x"])
    #expect(try there.git("for-each-ref") == "")
    #expect(!there.exists(".git/FETCH_HEAD"))
    #expect(try there.git("cat-file", "-t", offered[0].id.hex) == "commit")
  }

  @Test func aPushNeverForces() throws {
    let origin = try TemporaryRepository("--bare")
    for text in ["one", "two"] {
      let here = try TemporaryRepository()
      try here.write(text, to: "a")
      try here.commitAll(text)
      try here.git("update-ref", "refs/kanon/x", "HEAD")
      let repository = try Repository(at: here.folder)
      if text == "one" {
        try repository.push(["refs/kanon/x"], to: origin.folder)
      } else {
        _ = try repository.download(from: origin.folder, below: "refs/kanon/")
        let error = #expect(throws: GitError.self) { try repository.push(["refs/kanon/x"], to: origin.folder) }
        #expect(error?.code == .notFastForward)
      }
    }
    #expect(try origin.git("log", "--format=%s", "refs/kanon/x") == "one")
  }

  @Test func unknownRemotesAreNamed() throws {
    let here = try TemporaryRepository()
    let repository = try Repository(at: here.folder)
    let error = #expect(throws: GitError.self) { try repository.download(from: "nowhere", below: "refs/kanon/") }
    #expect(error?.description == "git: cannot find the remote nowhere: remote 'nowhere' does not exist")
  }
}
