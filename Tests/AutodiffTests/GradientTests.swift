import Autodiff
import Testing

@Suite struct GradientTests {
  /// The sum of squares of a decay's residuals, with its scale used twice.
  static let squares = Program.trace { trace in
    let (t, y) = (trace.column("t"), trace.column("y"))
    let (a, k) = (trace.parameter("a"), trace.parameter("k"))
    let mean = rowSum(y) / rowSum(1 + 0 * t)
    return ["cost": rowSum(square(a * exp(-k * t) + mean * k - y)), "mean": mean, "shift": y - mean]
  }
  static let t = (0..<300).map { 0.01 * Double($0) }
  static let y = t.map { 3 / (1 + $0) }

  @Test func reverseIsForward() throws {
    let columns = [Self.t, Self.y]
    let reverse = try Self.squares.gradient(of: "cost").compiled(uniformOutputs: .single)
      .run(parameters: [2, 0.7], columns: columns, rows: 300)
    let forward = try Self.squares.jacobian().compiled(uniformOutputs: .single)
      .run(parameters: [2, 0.7], columns: columns, rows: 300)
    #expect(reverse.count == 5)
    #expect(reverse[3].count == 1)
    for i in 0..<2 { #expect(abs(reverse[3 + i][0] - forward[3 + i][0]) < 1e-12 * abs(forward[3 + i][0])) }
  }

  @Test func gradientWithRespectToAColumn() throws {
    let gradient = try Self.squares.gradient(of: "cost", withRespectTo: ["y", "t"])
    let found = try gradient.interpret(parameters: [2, 0.7], columns: [Self.t, Self.y], rows: 300)
    for row in [0, 17, 299] {
      func cost(_ value: Double) throws -> Double {
        var y = Self.y
        y[row] = value
        return try Self.squares.interpret(parameters: [2, 0.7], columns: [Self.t, y], rows: 300)[0][0]
      }
      let slope = try RuleTests.difference(cost, at: Self.y[row])
      #expect(abs(found[3][row] - slope.slope) < 1e-6 * max(1, abs(slope.slope)))
    }
    #expect(gradient.outputs[3].shape == .rows)
  }

  @Test func theHessianOfACost() throws {
    let hessian = try Self.squares.hessian()
    let found = try hessian.interpret(parameters: [2, 0.7], columns: [Self.t, Self.y], rows: 300)
    let jacobian = try Self.squares.jacobian()
    func slopes(_ a: Double, _ k: Double) throws -> [Double] {
      let all = try jacobian.interpret(parameters: [a, k], columns: [Self.t, Self.y], rows: 300)
      return [all[3][0], all[4][0]]
    }
    let places = [["a", "a"], ["a", "k"], ["k", "k"]].compactMap { hessian.index(of: "cost", derivatives: $0) }
    let truth = [
      try RuleTests.difference({ try slopes($0, 0.7)[0] }, at: 2).slope,
      try RuleTests.difference({ try slopes($0, 0.7)[1] }, at: 2).slope,
      try RuleTests.difference({ try slopes(2, $0)[1] }, at: 0.7).slope,
    ]
    #expect(places.count == 3)
    for (place, slope) in zip(places, truth) { #expect(abs(found[place][0] - slope) < 1e-6 * max(1, abs(slope))) }
    #expect(hessian.index(of: "cost", derivatives: ["k", "a"]) == places[1])
  }

  @Test func sumsOverNoRows() throws {
    let found = try Self.squares.compiled(uniformOutputs: .single).run(parameters: [1, 1], columns: [[], []], rows: 0)
    #expect(found[0] == [0])
    #expect(found[1][0].isNaN)
    #expect(found[2] == [])
  }
}
