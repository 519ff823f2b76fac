import Testing
import YAML

@Suite struct YAMLDocumentTests {
  @Test func scalarsStayUntypedAndKnowTheirQuotes() throws {
    let document = try YAMLDocument(Array("a: 1e-5\nb: \"1\"\nc: no\nd:\n".utf8), file: "a.yaml")
    #expect(document.root["a"]?.plainText == "1e-5")
    #expect(document.root["b"]?.scalar?.text == "1")
    #expect(document.root["b"]?.plainText == nil)
    #expect(document.root["c"]?.plainText == "no")
    #expect(document.root["d"]?.plainText == "")
    #expect(document.objections.isEmpty)
  }
}
