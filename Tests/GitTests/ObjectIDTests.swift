import Git
import TemporaryRepositories
import Testing

@Suite struct ObjectIDTests {
  @Test func hashesAsGitDoes() throws {
    let repository = try TemporaryRepository()
    try repository.write("some\r\ncontent\n", to: "a file")
    let expected = try repository.git("hash-object", "--no-filters", "a file")
    #expect(ObjectID.of(.blob, Array("some\r\ncontent\n".utf8)).hex == expected)
    #expect(try ObjectID.ofFile(repository.folder + "/a file").hex == expected)
    #expect(ObjectID.of(.blob, []).hex == "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391")
  }

  @Test func readsOnlyFortyDigits() {
    let text = "0123456789abcdef0123456789ABCDEF01234567"
    #expect(ObjectID(hex: text)?.hex == text.lowercased())
    #expect(ObjectID(hex: text.dropLast()) == nil)
    #expect(ObjectID(hex: "g" + text.dropFirst()) == nil)
  }

  @Test func sortsAsItsDigits() throws {
    let texts = ["00", "01", "7f", "80", "ff"].map { $0 + String(repeating: "0", count: 38) }
    let ids = try texts.map { try #require(ObjectID(hex: $0)) }
    #expect(ids.reversed().sorted().map(\.hex) == texts)
  }
}
