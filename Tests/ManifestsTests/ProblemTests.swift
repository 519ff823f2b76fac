import Manifests
import Testing

@Suite struct ProblemTests {
  @Test func pointsAndSuggests() throws {
    let text = "experiment: swing\nkind: pendulum\nlength: fast\nmodel: a\nparameters:\n  g: {start: 1}\nstesp: 10\n"
    let manifest = try ManifestText(bytes: Array(text.utf8), file: "experiments/swing.yaml")
    let errors = #expect(throws: ManifestErrors.self) { try manifest.plan(as: Pendulum.self) }
    #expect(errors?.problems.map(\.suggestion) == [nil, "steps"])
  }
}
