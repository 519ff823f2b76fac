import Documents
import Manifests
import Testing

@Suite struct MatrixTests {
  @Test func everyCombinationIsReadTheLastAxisMovingFastest() throws {
    let plan = try plan(swing("matrix: {seed: [1, 2], parameters.g.start: [3, 4.5], sharing: [on, off]}"))
    #expect(plan.variants.count == 8)
    #expect(plan.variants.map(\.manifest.seed) == [1, 1, 1, 1, 2, 2, 2, 2])
    #expect(plan.variants.map { $0.parameters.model.parameters[0].value.start } == [3, 3, 4.5, 4.5, 3, 3, 4.5, 4.5])
    #expect(plan.variants.map(\.manifest.isShared) == [true, false, true, false, true, false, true, false])
    #expect(plan.variants[2].settings.map(\.field) == ["seed", "parameters.g.start", "sharing"])
    #expect(plan.variants[2].settings.map(\.value) == ["1", "4.5", "on"])
    #expect(plan.manifest.seed == 0)
    #expect(plan.variants[0].manifest.document["matrix"] == nil)
    #expect(plan.manifest.document.path("matrix.seed") == [1, 2])
  }

  @Test func pathsReachIntoListsAndMakeFields() throws {
    let plan = try plan(swing("starts: [[1, 2], [3]]\nmatrix: {starts.1.0: [7, 8], loss: [huber]}"))
    #expect(plan.variants.map(\.parameters.starts) == [[[1, 2], [7]], [[1, 2], [8]]])
    #expect(plan.variants.map(\.parameters.loss) == [.huber, .huber])
  }

  @Test func aBudgetMayChangeWhatTheMatrixDoesNot() throws {
    let plan = try plan(swing("matrix: {seed: [1, 2]}\nbudgets: {smoke: {steps: 7}}"), budget: .smoke)
    #expect(plan.variants.map(\.parameters.steps) == [7, 7])
  }

  @Test func problemsStandAtTheValuesOfTheMatrix() {
    #expect(
      problems(swing("matrix: {steps: [1, 0], lengt: [1], loss: [huber], kind: [a], a..b: [1]}")) == """
        experiments/swing.yaml:7:52: matrix.kind: a matrix may not change kind
        matrix: {steps: [1, 0], lengt: [1], loss: [huber], kind: [a], a..b: [1]}
                                                           ^
        experiments/swing.yaml:7:63: matrix.a..b: expected a field such as parameters.tau.start, found "a..b"
        matrix: {steps: [1, 0], lengt: [1], loss: [huber], kind: [a], a..b: [1]}
                                                                      ^
        """)
    #expect(
      problems(swing("matrix: {steps: [1, 0], lengt: [1]}")) == """
        experiments/swing.yaml:7:21: steps: expected a whole number at least 1, found 0
        matrix: {steps: [1, 0], lengt: [1]}
                            ^
        experiments/swing.yaml:7:25: lengt: unknown key; known here: experiment, kind, seed, title, notes, sharing, \
        contrast, truth, expect, budgets, matrix, model, parameters, compare, length, steps, loss, noise, starts, \
        readings
        matrix: {steps: [1, 0], lengt: [1]}
                                ^
        did you mean "length"?
        """)
    #expect(
      problems(swing("matrix: {length.a: [1]}")) == """
        experiments/swing.yaml:7:10: matrix.length.a: there is no field length.a to be set
        matrix: {length.a: [1]}
                 ^
        """)
    #expect(
      problems(swing("matrix: {seed: [[1]], steps: []}")) == """
        experiments/swing.yaml:7:17: matrix.seed[0]: expected a number, a text, true or false, found a list
        matrix: {seed: [[1]], steps: []}
                        ^
        experiments/swing.yaml:7:30: matrix.steps: expected a list of at least 1, found 0
        matrix: {seed: [[1]], steps: []}
                                     ^
        """)
  }

  @Test func aProductBeyondAllBoundsIsRefused() {
    let values = (0..<101).map(String.init).joined(separator: ", ")
    let found = problems(swing("matrix: {seed: [\(values)], steps: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]}"))
    #expect(
      found.hasPrefix("experiments/swing.yaml:7:9: matrix: the matrix has 1010 combinations; at most 1000 are run"))
  }

  @Test func repetitionIsBoundedWithinAMatrixAndAmongAlternatives() {
    let parameters = (0..<500).map { "  p\($0): {start: 1}\n" }.joined()
    let values = (0..<1000).map(String.init).joined(separator: ", ")
    let found = problems(swing(parameters + "matrix: {seed: [\(values)]}"))
    #expect(found.hasPrefix("experiments/swing.yaml:507:9: matrix: too large: more than 200000 fields"))
    let others = (0..<1000).map { "  c\($0): {model: z\($0)}\n" }.joined()
    #expect(
      problems(swing(parameters + "compare:\n" + others)).contains(" compare: too large: more than 200000 fields"))
  }
}
