import Documents
import Git
import Records
import TemporaryRepositories
import Testing

@Suite struct OutcomeTests {
  @Test func itsIdentityIsTheTreeThatGitSees() throws {
    let temporary = try TemporaryRepository()
    let outcome = outcome()
    for file in try outcome.files() {
      #expect(try ObjectID.of(.blob, file.bytes).hex == hash(file, in: temporary))
    }
    let record = try Ledger(at: temporary.folder).record(draft())
    #expect(try temporary.git("rev-parse", "refs/kanon/decay:outcome") == outcome.tree().hex)
    #expect(try record.outcome == outcome.tree())
  }

  private func hash(_ file: StoredFile, in temporary: TemporaryRepository) throws -> String {
    try temporary.write(String(decoding: file.bytes, as: UTF8.self), to: "content")
    // An array is no text; only texts can be written by this way.
    guard !file.path.hasSuffix(".npy") else { return ObjectID.of(.blob, file.bytes).hex }
    return try temporary.git("hash-object", "--no-filters", "content")
  }

  @Test func itComesBackFromItsFiles() throws {
    var outcome = outcome(tau: .nan)
    outcome.sharing = ["bought": 0.5]
    outcome.blobs = [StoredFile("deep/er/blob", [0, 1, 2])]
    let files = try outcome.files()
    #expect(
      files.map(\.path) == ["arrays/weights.npy", "deep/er/blob", "metrics.json", "sharing.json", "tables/fit.csv"])
    let back = try Outcome(files: files.reversed())
    #expect(try back.files() == files)
    #expect(back.arrays[0].array == outcome.arrays[0].array)
    #expect(back.tables[0].table == outcome.tables[0].table)
  }

  @Test(arguments: [
    "", "/a", "a/", "a//b", "../a", "a/..", ".git/x", "x/.GIT", "a\nb", "metrics.json", "metrics.json/x", "golden.json",
    "tables", "a\\b",
  ])
  func pathsThatNoTreeCanHoldAreRefused(path: String) throws {
    var outcome = outcome()
    outcome.blobs = [StoredFile(path, [1])]
    let error = #expect(throws: RecordError.self) { try outcome.tree() }
    #expect(error?.kind == .invalid)
  }

  @Test func aDamagedFileIsNamed() throws {
    let error = #expect(throws: RecordError.self) {
      try Outcome(files: [StoredFile("metrics.json", text: "{}"), StoredFile("arrays/w.npy", [1, 2])])
    }
    #expect(error?.kind == .corrupt)
    #expect(error?.place == "outcome/arrays/w.npy")
    #expect(throws: RecordError.self) { try Outcome(files: []) }
  }
}
