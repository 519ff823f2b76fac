import Autodiff
import Testing

@Suite struct ErrorTests {
  static let line = Program.trace { ["y": $0.parameter("a") * $0.column("t")] }

  func message(_ body: () throws(AutodiffError) -> Void) -> String {
    do throws(AutodiffError) {
      try body()
      return "nothing"
    } catch { return error.description }
  }

  @Test func messagesSayWhatToDo() {
    #expect(
      message { () throws(AutodiffError) in _ = try Self.line.jacobian(withRespectTo: ["b"]) }
        == "jacobian: the program has no input `b`; its inputs are a, t")
    #expect(
      message { () throws(AutodiffError) in _ = try Self.line.gradient(of: "z") }
        == "gradient: the program has no output `z`; its outputs are y")
    #expect(
      message { () throws(AutodiffError) in _ = try Self.line.gradient(of: "y") }
        == "gradient: output `y` has shape [n], expected []; sum it with rowSum, or take its jacobian")
    #expect(
      message { () throws(AutodiffError) in _ = try Self.line.compiled().run(parameters: [], columns: [[1]], rows: 1) }
        == "run: found 0 parameters, expected 1 (a)")
    #expect(
      message { () throws(AutodiffError) in
        _ = try Self.line.interpret(parameters: [1], columns: [[1, 2]], rows: 1)
      } == "run: column `t` has 2 rows, expected 1")
  }

  @Test func mixedTracesTrap() async {
    await #expect(processExitsWith: .failure) {
      _ = Program.trace { outer in
        let x = outer.column("x")
        _ = Program.trace { inner in ["y": x + inner.column("x")] }
        return ["x": x]
      }
    }
  }

  @Test func twoRolesTrap() async {
    await #expect(processExitsWith: .failure) {
      _ = Program.trace { ["y": $0.column("x") + $0.parameter("x")] }
    }
  }

  @Test func listings() throws {
    #expect(
      try Self.line.jacobian().description == """
        %0 [] = parameter a
        %1 [n] = column t
        %2 [n] = mul(%0, %1)
        y = %2
        ∂y/∂a = %1
        """)
  }
}
