import Documents
import Records
import Testing

@Suite struct TolerancesTests {
  @Test(arguments: [
    ("tau", "metrics/tau", true), ("tau", "metrics/tau.value", false), ("*", "metrics/tau", true),
    ("*", "metrics/tau.value", false), ("**", "metrics/tau.value", true), ("*.value", "metrics/tau.value", true),
    ("parameters.*.value", "metrics/parameters.tau.value", true),
    ("parameters.*.value", "metrics/parameters.tau.error", false), ("p?r", "metrics/par", true),
    ("p?r", "metrics/p.r", false), ("arrays/*", "arrays/weights", true), ("arrays/*", "arrays/deep/weights", false),
    ("arrays/**", "arrays/deep/weights", true), ("**/weights", "arrays/deep/weights", true),
    ("tables/*/resid*", "tables/fit/residual", true), ("tables/fit", "tables/fit/residual", false),
    ("metrics/tau", "metrics/tau", true), ("a*b*c", "metrics/aXbYc", true), ("a*b*c", "metrics/aXbY", false),
  ])
  func patternsMatchAsTheySay(pattern: String, item: String, matches: Bool) {
    let tolerances = Tolerances(rules: [.init(pattern, .exact)])
    #expect((tolerances.tolerance(of: item) != nil) == matches)
  }

  @Test func starsDoNotExplode() {
    let pattern = String(repeating: "*a", count: 40) + "b"
    let tolerances = Tolerances(rules: [.init(pattern, .exact)])
    #expect(tolerances.tolerance(of: "metrics/" + String(repeating: "a", count: 4000)) == nil)
  }

  @Test func theLastRuleCounts() {
    let tolerances = Tolerances(
      default: Tolerance(relative: 1),
      rules: [.init("*", Tolerance(relative: 2)), .init("tau", Tolerance(relative: 3))])
    #expect(tolerances.tolerance(of: "metrics/tau")?.relative == 3)
    #expect(tolerances.tolerance(of: "metrics/phi")?.relative == 2)
    #expect(tolerances.tolerance(of: "arrays/w")?.relative == 1)
  }
}
