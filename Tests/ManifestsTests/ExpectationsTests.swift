import Manifests
import Testing

@Suite struct ExpectationsTests {
  private func expectations(_ text: String) throws -> Expectations {
    try #require(try plan(swing("expect: \(text)")).manifest.expectations)
  }

  @Test func aNameComesBeforePatternsAndTheDefaultLast() throws {
    let expectations = try expectations(
      """
      {default: {absolute: 1}, metrics: {parameters.*.value: {relative: 1e-6}, parameters.tau.*: exact,
        parameters.tau.value: {relative: 2}, "*": {relative: 3}}}
      """)
    #expect(expectations.tolerance(of: .metrics, "parameters.tau.value") == Tolerance(relative: 2))
    #expect(expectations.tolerance(of: .metrics, "parameters.B.value") == Tolerance(relative: 1e-6))
    #expect(expectations.tolerance(of: .metrics, "parameters.tau.error") == .exact)
    #expect(expectations.tolerance(of: .metrics, "chi2") == Tolerance(relative: 3))
    #expect(expectations.tolerance(of: .arrays, "weights") == Tolerance(absolute: 1))
  }

  @Test func whatNothingCoversIsNamed() throws {
    let expectations = try expectations("{metrics: {a*c: exact, b: exact}}")
    #expect(expectations.uncovered(.metrics, ["ac", "abc", "abcd", "b", "bb", "ca"]) == ["abcd", "bb", "ca"])
    #expect(expectations.uncovered(.tables, ["residuals"]) == ["residuals"])
    #expect(try self.expectations("{default: exact}").uncovered(.tables, ["residuals"]).isEmpty)
  }

  @Test func starsTakeAnyLetters() throws {
    let expectations = try expectations("{metrics: {\"*a*b*\": exact}}")
    let names = ["ab", "xaxbx", "ba", "a", "bab", String(repeating: "a", count: 500)]
    #expect(expectations.uncovered(.metrics, names) == ["ba", "a", String(repeating: "a", count: 500)])
  }

  @Test func aToleranceIsRelativeToTheExpectedNumber() {
    let tolerance = Tolerance(relative: 0.1, absolute: 0.5)
    #expect(tolerance.allows(11, for: 10))
    #expect(!tolerance.allows(11.2, for: 10))
    #expect(tolerance.allows(0.5, for: 0))
    #expect(!tolerance.allows(.nan, for: 1))
    #expect(!tolerance.allows(.infinity, for: 1))
    #expect(!tolerance.allows(1, for: .infinity))
    #expect(Tolerance.exact.allows(.nan, for: .nan))
    #expect(Tolerance.exact.allows(-.infinity, for: -.infinity))
    #expect(!Tolerance.exact.allows(1.nextUp, for: 1))
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
