import Documents
import Manifests
import Testing
import YAML

@Suite struct FieldsTests {
  @Test func fieldsAreReadInTheirTypes() throws {
    let parameters = try plan(
      swing(
        """
          l: {start: 1e-3, min: -.inf, shared: on, unit: 1}
        steps: 1e3
        loss: huber
        noise: {gaussian: {sigma: 0.5}}
        starts: [[1, 2], [3]]
        """)
    ).parameters
    #expect(parameters.length == 1.5)
    #expect(parameters.model.parameters.map(\.name) == ["g", "l"])
    let l = parameters.model.parameters[1].value
    #expect((l.start, l.min ?? 0, l.isShared, l.unit ?? "") == (1e-3, -.infinity, true, "1"))
    #expect(parameters.steps == 1000)
    #expect(parameters.loss == .huber)
    guard case .gaussian(sigma: 0.5) = parameters.noise else { return #expect(Bool(false), "\(parameters.noise)") }
    #expect(parameters.starts == [[1, 2], [3]])
  }

  @Test func defaultsStandInForFieldsLeftOut() throws {
    let parameters = try plan(swing()).parameters
    #expect(parameters.steps == 100)
    #expect(parameters.loss == .squares)
    guard case .poisson = parameters.noise else { return #expect(Bool(false), "\(parameters.noise)") }
    #expect(parameters.readings == nil)
  }

  @Test func alternativesChangeWhatTheyName() throws {
    let others = try plan(
      swing(
        """
        compare:
          own g: {parameters: {g: {shared: true}}}
          with drag: {model: T ~ g + d, parameters: {d: {start: 2}}}
        """)
    ).parameters.others
    #expect(others.map(\.name) == ["own g", "with drag"])
    #expect(others[0].value.parameters[0].value.isShared)
    #expect(others[0].value.parameters[0].value.start == 9)
    #expect(others[0].value.formula.value == "T ~ 2 * pi * sqrt(l / g)")
    #expect(others[1].value.formula.value == "T ~ g + d")
    #expect(others[1].value.parameters.map(\.name) == ["g", "d"])
  }

  @Test func whatIsWrongWithAnAlternativeStandsInIt() {
    #expect(
      problems(
        swing(
          """
          compare:
            drag: {parameters: {d: {strat: 2}}, length: 3}
            same: {model: "T ~ 2 * pi * sqrt(l / g)"}
            none: 3
          """)) == """
          experiments/swing.yaml:8:26: compare.drag.parameters.d: the field start is missing: a number
            drag: {parameters: {d: {strat: 2}}, length: 3}
                                   ^
          experiments/swing.yaml:8:27: compare.drag.parameters.d.strat: unknown key; known here: start, min, shared, unit
            drag: {parameters: {d: {strat: 2}}, length: 3}
                                    ^
          did you mean "start"?
          experiments/swing.yaml:8:39: compare.drag.length: unknown key; known here: model, parameters
            drag: {parameters: {d: {strat: 2}}, length: 3}
                                                ^
          experiments/swing.yaml:10:9: compare.none: expected a mapping of changes, found "3"
            none: 3
                  ^
          """)
  }

  @Test func theReviewSeesSoundValuesOnly() {
    let same = "compare:\n  same: {model: \"T ~ 2 * pi * sqrt(l / g)\"}\n"
    #expect(
      problems(swing(same)) == """
        experiments/swing.yaml:8:9: compare.same: same is the model itself
          same: {model: "T ~ 2 * pi * sqrt(l / g)"}
                ^
        """)
    #expect(!problems(swing(same + "steps: 0\n")).contains("model itself"))
  }

  @Test func aCheckPointsIntoQuotedAndFoldedTexts() {
    func place(_ model: String) -> String? {
      let text = "experiment: swing\nkind: pendulum\nlength: 1\nparameters: {g: {start: 1}}\nmodel: \(model)\n"
      do { _ = try plan(text) } catch { return error.problems.first.flatMap { $0.mark?.description } }
      return nil
    }
    #expect(place("a + ? b") == "5:12")
    #expect(place("'it''s ?'") == "5:15")
    #expect(place(#""\u00e9 ?""#) == "5:16")
    #expect(place(">-\n  a +\n  b ?") == "7:5")
  }
}
