import Manifests
import Testing

/// Whole messages, letter by letter.
@Suite struct ProblemTests {
  @Test func allProblemsOfAFileAtOnceInItsOrder() {
    let text = """
      experiment: swing
      kind: pendulum
      length: fast
      model: a ? b
      parameters:
        g: {strat: 1, min: "1"}
        2a: {start: 1, start: 2}
      stesp: 10
      noise: {gausian: {sigma: 1}}
      """
    #expect(
      problems(text) == """
        experiments/swing.yaml:3:9: length: expected a number in m above 0, found "fast"
        length: fast
                ^
        experiments/swing.yaml:4:10: model: a formula knows no ?
        model: a ? b
                 ^
        experiments/swing.yaml:6:6: parameters.g: the field start is missing: a number
          g: {strat: 1, min: "1"}
             ^
        experiments/swing.yaml:6:7: parameters.g.strat: unknown key; known here: start, min, shared, unit
          g: {strat: 1, min: "1"}
              ^
        did you mean "start"?
        experiments/swing.yaml:6:22: parameters.g.min: expected a finite or infinite number, found "1" in quotes, \
        which make it a text
          g: {strat: 1, min: "1"}
                             ^
        experiments/swing.yaml:7:3: parameters.2a: expected a name of letters, digits and _, not beginning with a \
        digit, found "2a"
          2a: {start: 1, start: 2}
          ^
        experiments/swing.yaml:7:18: parameters.2a.start: duplicate key; the first stands at 7:8
          2a: {start: 1, start: 2}
                         ^
        experiments/swing.yaml:8:1: stesp: unknown key; known here: experiment, kind, seed, title, notes, sharing, \
        contrast, truth, expect, budgets, matrix, model, parameters, compare, length, steps, loss, noise, starts, \
        readings
        stesp: 10
        ^
        did you mean "steps"?
        experiments/swing.yaml:9:9: noise: expected poisson, gaussian or {gaussian: …}, found "gausian" with a value
        noise: {gausian: {sigma: 1}}
                ^
        did you mean "gaussian"?
        """)
  }

  @Test func theCaretStandsBelowTabsAndWideLetters() {
    #expect(
      problems("kind: pendulum\nexperiment: swing\nlength:\t fast\nmodel: y\nparameters: {g: {start: 1}}\n") == """
        experiments/swing.yaml:3:10: length: expected a number in m above 0, found "fast"
        length:\t fast
               \t ^
        """)
    #expect(
      problems("{漢字: 1, experiment: swing, kind: pendulum, length: 漢, model: y, parameters: {e\u{301}: {}}}")
        .hasPrefix(
          """
          experiments/swing.yaml:1:2: 漢字: unknown key;
          """))
    let text = problems(
      "{title: 漢字, experiment: swing, kind: pendulum, length: x, model: y, parameters: {g: {start: 1}}}")
    #expect(
      text == """
        experiments/swing.yaml:1:56: length: expected a number in m above 0, found "x"
        {title: 漢字, experiment: swing, kind: pendulum, length: x, model: y, parameters: {g: {start: 1}}}
                                                                 ^
        """)
  }

  @Test func aLongLineIsCutAroundThePlace() {
    let filler = String(repeating: "a", count: 300)
    let text =
      "{title: \(filler), experiment: swing, kind: pendulum, length: x, model: y, parameters: {g: {start: 1}}, notes: \(filler)}"
    #expect(
      problems(text) == """
        experiments/swing.yaml:1:354: length: expected a number in m above 0, found "x"
        …aaaaaaaaaaaaaaa, experiment: swing, kind: pendulum, length: x, model: y, parameters: {g: {start: 1}}, notes: aaaaaaaaaaa…
                                                                     ^
        """)
  }

  @Test func whatIsNotYAMLEndsTheReading() {
    #expect(
      problems("experiment: [swing\n") == """
        experiments/swing.yaml:2:1: experiment[1]: not YAML: did not find expected ',' or ']' while parsing a flow \
        sequence, which begins at 1:13
        """)
    #expect(problems("") == "experiments/swing.yaml:1:1: the file is empty")
    #expect(
      problems("- a\n") == """
        experiments/swing.yaml:1:1: expected a mapping of fields, found a list
        - a
        ^
        """)
  }

  @Test func objectionsOfYAMLStandAmongTheOthers() {
    #expect(
      problems(swing("length: 2\nstart: 1\nsteps: !!int 0")) == """
        experiments/swing.yaml:7:1: length: duplicate key; the first stands at 3:1
        length: 2
        ^
        experiments/swing.yaml:8:1: start: unknown key; known here: experiment, kind, seed, title, notes, sharing, \
        contrast, truth, expect, budgets, matrix, model, parameters, compare, length, steps, loss, noise, starts, \
        readings
        start: 1
        ^
        did you mean "starts"?
        experiments/swing.yaml:9:8: steps: the tag tag:yaml.org,2002:int is not read; remove it, each field has its \
        type already
        steps: !!int 0
               ^
        experiments/swing.yaml:9:8: steps: expected a whole number at least 1, found 0
        steps: !!int 0
               ^
        """)
  }

  @Test func valuesThroughAnAliasSaySo() {
    #expect(
      problems("title: &t fast\n" + swing("steps: *t")) == """
        experiments/swing.yaml:1:11: steps: expected a whole number at least 1, found "fast" through an alias
        title: &t fast
                  ^
        """)
  }

  @Test func controlCharactersAreShownAndNotSent() {
    let found = problems(swing(#"loss: "a\e[31m\u202e\"b\"\n""#))
    #expect(
      found.hasPrefix(
        "experiments/swing.yaml:7:7: loss: expected squares, huber or cauchy, found \"a␛[31m\u{FFFD}\\\"b\\\"\\n\"\n"))
  }

  @Test func aThousandProblemsAreKeptAndTheRestCounted() throws {
    let many = (0..<1200).map { "unknown\($0): 1\n" }.joined()
    let errors = #expect(throws: ManifestErrors.self) { try plan(swing(many)) }
    #expect(errors?.problems.count == 1000)
    #expect(errors?.omitted == 200)
    #expect(errors?.description.hasSuffix("\n… and 200 more") == true)
  }
}
