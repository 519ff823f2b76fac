import Autodiff
import Testing

@Suite struct NonFiniteTests {
  @Test func namesTheFirstOperationAndItsLine() throws {
    let line: UInt = #line + 2
    let program = Program.trace { trace in
      let root = log(trace.column("x") - trace.parameter("b"))
      return ["y": 2 * exp(root)]
    }
    let found = try program.firstNonFinite(parameters: [2], columns: [[3, 2.5, 1, 0]], rows: 4)
    #expect(found?.operation == "log(x - b)")
    #expect(found?.row == 2)
    #expect(found?.operands == [-1])
    #expect(found?.site?.line == line)
    #expect(found?.site?.file.description == "AutodiffTests/NonFiniteTests.swift")
    #expect(found?.description == "log(x - b) is nan in row 2, of -1.0; it reaches y")
    #expect(try program.firstNonFinite(parameters: [-1], columns: [[3, 2.5, 1, 0]], rows: 4) == nil)
  }

  @Test func blamesNoBranchThatIsNotTaken() throws {
    let program = Program.trace { trace in
      let x = trace.column("x")
      return ["y": `where`(x .> 0, 1 / x, log(-x) / (x + 1))]
    }
    let found = try program.firstNonFinite(parameters: [], columns: [[2, 0, -1]], rows: 3)
    #expect(found?.description == "log(-x) is -inf in row 1, of -0.0; it reaches y")
  }

  @Test func blamesAnInput() throws {
    let program = Program.trace { ["y": rowSum($0.column("x") * $0.parameter("a"))] }
    let found = try program.firstNonFinite(parameters: [2], columns: [[2, 0, .infinity]], rows: 3)
    #expect(found?.description == "x is inf in row 2; it reaches y")
    let overflow = try program.firstNonFinite(parameters: [2], columns: [[0x1p1022, 0x1p1022]], rows: 2)
    #expect(overflow?.description.hasPrefix("rowSum(x * a) is inf in row 0") == true)
  }
}
