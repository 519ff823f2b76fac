import Git
import TemporaryRepositories
import Testing

@Suite struct PackingTests {
  @Test func looseObjectsMoveIntoOnePack() throws {
    let temporary = try TemporaryRepository()
    let repository = try Repository(at: temporary.folder)
    let contents = (0..<300).map { Array("content \($0)".utf8) }
    let ids = try contents.map { try repository.writeBlob($0) }
    #expect(ids.allSatisfy { repository.isLoose($0) })
    let reader = try Repository(at: temporary.folder)
    #expect(reader.contains(ids[0]))
    #expect(try repository.pack(ids) == 300)
    #expect(!ids.contains { repository.isLoose($0) })
    // One that was open before finds them too.
    for (id, content) in zip(ids, contents) { #expect(try reader.blob(id) == content) }
    let counts = try temporary.git("count-objects", "-v")
    #expect(counts.contains("count: 0\n") && counts.contains("in-pack: 300\n") && counts.contains("packs: 1\n"))
    try temporary.git("fsck", "--strict")
    // Written again, they are found in the pack and stay there.
    #expect(try repository.writeBlob(contents[7]) == ids[7])
    #expect(!repository.isLoose(ids[7]))
  }
}
