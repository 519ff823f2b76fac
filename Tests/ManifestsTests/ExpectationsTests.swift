import Manifests
import Testing

@Suite struct ExpectationsTests {
  private func expectations(_ text: String) throws -> Expectations {
    try #require(try plan(swing("expect: \(text)")).manifest.expectations)
  }

  @Test(arguments: [
    ("{default: {}}", "a tolerance needs relative: or absolute:"),
    ("{default: 1e-6}", "expected exact or a mapping, found \"1e-6\""),
    ("{metrics: {a: {relative: -1}}}", "expected a number at least 0, found -1"),
    ("{metric: {a: exact}}", "unknown key; known here: default, metrics, tables, arrays"),
  ])
  func senselessTolerancesAreRefused(_ text: String, _ message: String) {
    let errors = #expect(throws: ManifestErrors.self) { try expectations(text) }
    #expect(errors?.problems.map(\.message) == [message])
  }
}
