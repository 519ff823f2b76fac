import Documents
import Manifests
import Testing

@Suite struct BudgetTests {
  private let text = swing(
    """
    steps: 50
    budgets:
      smoke: {steps: 5, parameters: {g: {start: 1}, l: {start: 2}}}
      paper:
        steps: 500
    """)

  @Test func changesAreMergedBeforeTheReading() throws {
    let smoke = try plan(text, budget: .smoke)
    #expect(smoke.parameters.steps == 5)
    #expect(smoke.parameters.model.parameters.map(\.name) == ["g", "l"])
    #expect(smoke.parameters.model.parameters.map(\.value.start) == [1, 2])
    #expect(smoke.manifest.budget == .smoke)
    #expect(smoke.manifest.declaredBudgets == [.smoke, .paper])
    #expect(try plan(text, budget: .headline).parameters.steps == 50)
    #expect(try plan(text, budget: .paper).parameters.steps == 500)
  }

  @Test func theCanonicalFormIsThatOfTheChangedManifest() throws {
    let document = try plan(text, budget: .smoke).manifest.document
    #expect(document["steps"] == .integer(5))
    #expect(document["budgets"] == nil)
    #expect(
      document
        == (try plan(swing("  l: {start: 2}\nsteps: 5").replacing("start: 9", with: "start: 1"))).manifest.document)
  }

  @Test func problemsOfAnyBudgetAreFoundAtTheirLines() {
    #expect(
      problems(
        swing(
          """
          length: 0
          budgets:
            smoke: {steps: 0, stesp: 1}
            smoky: {steps: 1}
            paper: {kind: other, experiment: other}
          """
        ).replacing("length: 1.5\n", with: "")) == """
          experiments/swing.yaml:6:9: length: expected a number in m above 0, found 0
          length: 0
                  ^
          experiments/swing.yaml:8:18: steps: expected a whole number at least 1, found 0
            smoke: {steps: 0, stesp: 1}
                           ^
          experiments/swing.yaml:8:21: stesp: unknown key; known here: experiment, kind, seed, title, notes, sharing, \
          contrast, truth, expect, budgets, matrix, model, parameters, compare, length, steps, loss, noise, starts, \
          readings
            smoke: {steps: 0, stesp: 1}
                              ^
          did you mean "steps"?
          experiments/swing.yaml:9:3: budgets.smoky: expected smoke, headline or paper, found "smoky"
            smoky: {steps: 1}
            ^
          did you mean "smoke"?
          experiments/swing.yaml:10:11: budgets.paper.kind: a budget may not change kind
            paper: {kind: other, experiment: other}
                    ^
          experiments/swing.yaml:10:24: budgets.paper.experiment: a budget may not change experiment
            paper: {kind: other, experiment: other}
                                 ^
          """)
  }
}
