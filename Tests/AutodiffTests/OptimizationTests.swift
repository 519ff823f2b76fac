import Autodiff
import Testing

@Suite struct OptimizationTests {
  func count(_ body: (Tensor, Tensor) -> Tensor) -> Int {
    Program.trace { ["f": body($0.column("x"), $0.column("y"))] }.optimized().count
  }

  @Test func equalOperationsAreMerged() {
    #expect(count { x, y in sin(x + y) * sin(y + x) } == 5)  // x, y, sum, sin, square
  }

  @Test func literalsAreFolded() {
    #expect(count { x, _ in x * (pow(2, 0.5) + exp(Tensor(1))) } == 3)
  }

  @Test func identitiesApply() {
    #expect(count { x, _ in -(-(x * 1 / 1)) - 0 } == 1)
    #expect(count { x, y in x + -y } == 3)
    #expect(count { x, y in `where`(x .< y, y, y) } == 1)
    #expect(count { x, _ in -x * -x } == 2)
  }

  @Test(arguments: [0, -0.0, 1, -1, .infinity, .nan, 0x1p-1073, 3e-308, 1.7e308])
  func identitiesKeepEveryBit(_ x: Double) throws {
    let program = Program.trace { trace in
      let (x, zero) = (trace.column("x"), trace.parameter("zero"))
      return [
        "x + 0": x + 0, "0 + x": 0 + x, "-0 + x": Tensor(-0.0) + x, "x + -0": x + Tensor(-0.0), "0 - x": 0 - x,
        "x - 0": x - 0, "x * 0": x * 0,
        "x / 4": x / 4, "x / 3": x / 3, "x / 2^-1074": x / Tensor(0x1p-1074), "x / 2^1023": x / Tensor(0x1p1023),
        "1 / -x": 1 / -x, "-(x - x)": -(x - x), "zero - -x": zero - -x, "-x / -3": -x / -3, "x^-2": pow(x, -2),
        "abs(-x)": abs(-x), "-x + zero": -x + zero, "(-x) * 3": -x * 3,
      ]
    }
    for zero in [0, -0.0] {
      let expected = try program.interpret(parameters: [zero], columns: [[x]], rows: 1)
      let found = try program.optimized().interpret(parameters: [zero], columns: [[x]], rows: 1)
      for (output, (a, b)) in zip(program.outputs, zip(expected, found)) {
        #expect(sameBits(a[0], b[0]), "\(output.name)")
      }
    }
  }

  @Test func derivativesThatVanishCostNothing() throws {
    let program = Program.trace { trace in
      ["f": trace.parameter("a") * trace.column("t") + trace.parameter("b") + floorLike(trace.column("t"))]
    }
    let hessian = try program.hessian()
    #expect(hessian.outputs.suffix(3).map(\.literal) == [0, 0, 0])
    #expect(hessian.outputs[2].literal == 1)
    #expect(hessian.outputs[1].shape == .rows)
    #expect(hessian.compiled().operationsPerRow == program.compiled().operationsPerRow + 1)  // the copy of t
  }

  private func floorLike(_ x: Tensor) -> Tensor { x .< 3 }

  @Test func aFusedMultiplyAddStaysOne() throws {
    let program = Program.trace { trace in
      let x = trace.column("x")
      return ["fused": fma(x, x, -1), "split": x * x - 1]
    }
    let x = 1 + 0x1p-30
    for result in [
      try program.interpret(parameters: [], columns: [[x]], rows: 1),
      try program.compiled().run(parameters: [], columns: [[x]], rows: 1),
    ] {
      #expect(result[0][0] == 0x1p-29 + 0x1p-60)
      #expect(result[1][0] == 0x1p-29)
    }
  }

  @Test func uniformOperationsLeaveTheRows() throws {
    let program = Program.trace { trace in
      let (t, k) = (trace.column("t"), trace.parameter("k"))
      return ["f": exp(-k * log(Tensor(2)) / 3) * t]
    }
    #expect(program.compiled().operationsPerRow == 1)
    #expect(program.optimized().outputs[0].shape == .rows)
  }

  @Test func registersAreReused() throws {
    let program = Program.trace { trace in
      var x = trace.column("t")
      for _ in 0..<100 { x = sin(x) + trace.parameter("a") }
      return ["f": x]
    }
    #expect(program.compiled().tileRows == 256)
    let kept = program.keeping { _ in false }
    #expect(kept.count == 0)
    #expect(kept.parameters == ["a"])
  }
}
