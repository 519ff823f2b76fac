import Autodiff
import Testing

@Suite struct DecayTests {
  static let decay = Program.trace { trace in
    let t = trace.column("t")
    let (a, tau, b) = (trace.parameter("A"), trace.parameter("tau"), trace.parameter("B"))
    return ["y": a * exp(-t / tau) + b]
  }

  @Test func jacobianIsTheClosedForm() throws {
    let program = try Self.decay.jacobian()
    #expect(program.outputs.map(\.label) == ["y", "∂y/∂A", "∂y/∂tau", "∂y/∂B"])
    let times = (0..<200).map { 0.05 * Double($0) }
    let results = try program.compiled().run(parameters: [2, 3, 0.5], columns: [times], rows: 200)
    for (i, t) in times.enumerated() {
      let decay = (results[0][i] - 0.5) / 2
      #expect(abs(results[1][i] - decay) < 1e-15)
      #expect(abs(results[2][i] - 2 * decay * t / 9) < 1e-15)
      #expect(results[3][i] == 1)
    }
    #expect(program.outputs[3].literal == 1)
  }
}
