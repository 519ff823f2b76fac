import Autodiff
import Determinism
import Testing

/// What many runs have in common is computed apart, and no bit moves.
@Suite struct HoistingTests {
  @Test func theCommonPartOfADecay() throws {
    let decay = Program.trace { trace in
      let t = trace.column("t")
      let (a, tau, b) = (trace.parameter("A"), trace.parameter("tau"), trace.parameter("B"))
      return ["y": a * exp(-t / tau) + b]
    }
    let hoisted = try #require(try decay.jacobian().optimized().hoisted(["tau", "B"]))
    #expect(hoisted.rest.columns.first == "t" && hoisted.rest.columns.count > 1)
    // The exponential is in the common part, and nowhere else.
    #expect("\(hoisted.common)".contains("exp") && !"\(hoisted.rest)".contains("exp"))
    #expect(decay.optimized().hoisted(["B"]) == nil)
  }

  @Test func randomProgramsKeepEveryBit() throws {
    var random = RandomPrograms(seed: 77)
    var cuts = 0
    for _ in 0..<400 {
      let program = random.program(sums: false).optimized()
      let shared = ["a", "b", "c"].filter { _ in random.pick(3) > 0 }
      guard let hoisted = program.hoisted(shared) else { continue }
      cuts += 1
      let rows = 1 + random.pick(70)
      let parameters = program.parameters.map { _ in random.number() }
      let columns = program.columns.map { _ in (0..<rows).map { _ in random.number() } }
      let whole = try program.compiled().run(parameters: parameters, columns: columns, rows: rows)
      let common = try hoisted.common.compiled().run(parameters: parameters, columns: columns, rows: rows)
      let rest = try hoisted.rest.compiled().run(parameters: parameters, columns: columns + common, rows: rows)
      for (a, b) in zip(whole.joined(), rest.joined()) { #expect(sameBits(a, b)) }
    }
    #expect(cuts > 50)
  }
}
