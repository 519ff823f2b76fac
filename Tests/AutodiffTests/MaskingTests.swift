import Autodiff
import Testing

/// A branch not taken reaches no value and no derivative, however wild it is there.
@Suite struct MaskingTests {
  typealias Body = @Sendable (Tensor, Tensor) -> Tensor

  static let wild: [(name: String, body: Body)] = [
    ("sqrt at 0", { t, a in `where`(t .> 0, sqrt(a * t), a) }),
    ("log of a negative number", { t, a in `where`(t .> 0, log(a * t), -a * t) }),
    ("division by 0", { t, a in `where`(t .!= 0, a / t, 2 * a) }),
    ("overflow", { t, a in `where`(t .< 1, exp(200 * a * (t + 1)), a * t) }),
    ("infinite factor shared by all rows", { t, a in `where`(t .> 0, t * a, sqrt(a - 0.8) * t) }),
    ("nested", { t, a in `where`(t .> 0, `where`(t .> 1, log(a * (t - 1)), sqrt(a * t)), 3 * a) }),
    (
      "both branches share a node",
      { t, a in
        let root = sqrt(a * t)
        return `where`(t .> 0, root * root + root, `where`(t .< -1, -a, a * a))
      }
    ),
    ("maximum", { t, a in max(sqrt(a * t) * 0 - 1, a) * `where`(t .>= 0, 1, a) }),
  ]
  static let rows: [Double] = [-2, -1.5, -0.5, -0.0, 0, 0.5, 0.75, 1.5, 2, 5]

  @Test(arguments: wild.indices) func derivativesOfTheBranchTaken(_ index: Int) throws {
    let body = Self.wild[index].body
    let program = Program.trace { ["f": body($0.column("t"), $0.parameter("a"))] }
    let a = 0.8
    let values = try program.interpret(parameters: [a], columns: [Self.rows], rows: Self.rows.count)[0]
    let up = try program.interpret(parameters: [a + 1e-6], columns: [Self.rows], rows: Self.rows.count)[0]
    let down = try program.interpret(parameters: [a - 1e-6], columns: [Self.rows], rows: Self.rows.count)[0]
    for mode in [DifferentiationMode.forward, .reverse] {
      let both = try program.hessian(mode: mode)
        .interpret(parameters: [a], columns: [Self.rows], rows: Self.rows.count)
      for row in Self.rows.indices where [values, up, down].allSatisfy({ $0[row].isFinite }) {
        let slope = (up[row] - down[row]) / 2e-6
        let tolerance = 1e-7 * max(1, abs(slope), abs(values[row]))
        #expect(abs(both[1][row] - slope) <= tolerance, "\(Self.wild[index].name), row \(row), \(mode)")
        #expect(both[2][row].isFinite, "\(Self.wild[index].name), row \(row), \(mode)")
      }
    }
  }

  @Test(arguments: wild.indices) func gradientOfTheSum(_ index: Int) throws {
    let body = Self.wild[index].body
    let rows = Self.rows.filter { index != 4 || $0 > 0 }
      .filter { index != 7 || $0 >= 0 }
    let program = Program.trace { trace in
      let f = body(trace.column("t"), trace.parameter("a"))
      return ["f": f, "sum": rowSum(f)]
    }
    let forward = try program.jacobian(mode: .forward).interpret(parameters: [0.8], columns: [rows], rows: rows.count)
    let reverse = try program.gradient(of: "sum").interpret(parameters: [0.8], columns: [rows], rows: rows.count)
    #expect(forward[2].reduce(0, +).isFinite)
    let scale = max(1, abs(forward[3][0]))
    #expect(abs(reverse[2][0] - forward[3][0]) < 1e-12 * scale, "\(Self.wild[index].name)")
  }

  @Test func withoutTheMaskItWouldBeNaN() throws {
    // The control: multiplying by 0 instead of selecting is the fault that the masks prevent.
    let program = Program.trace { trace in
      let (t, a) = (trace.column("t"), trace.parameter("a"))
      return ["f": (t .> 0) * sqrt(a * t)]
    }
    let slope = try program.jacobian(mode: .reverse).interpret(parameters: [1], columns: [[0]], rows: 1)[1][0]
    #expect(slope.isNaN)
  }

  @Test func powersAtZero() throws {
    let program = Program.trace { ["f": pow($0.column("x"), $0.parameter("b"))] }
    let jacobian = try program.jacobian(withRespectTo: ["x", "b"])
    func slopes(_ x: Double, _ b: Double) throws -> [Double] {
      try jacobian.interpret(parameters: [b], columns: [[x]], rows: 1).map { $0[0] }
    }
    #expect(try slopes(0, 2) == [0, 0, 0])
    #expect(try slopes(0, 1) == [0, 1, 0])
    #expect(try slopes(0, 0)[1] == 0)
    #expect(try slopes(-2, 3)[1] == 12)
    #expect(try slopes(-2, 3)[2].isNaN)
    #expect(try slopes(0, 0.5)[1] == .infinity)
    #expect(try slopes(0, 0.5)[2] == 0)
    let second = try program.hessian(withRespectTo: ["x", "b"]).interpret(parameters: [2], columns: [[0]], rows: 1)
    #expect(second.map { $0[0] } == [0, 0, 0, 2, 0, 0])
  }
}
