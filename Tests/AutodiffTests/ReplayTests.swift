import Autodiff
import Determinism
import Testing

/// Compiled replay has the bits of the obvious interpreter.
@Suite(.serialized) struct ReplayTests {
  static let rows = [0, 1, 2, 7, 8, 9, 63, 64, 65, 127, 200, 256, 257, 300, 521]

  @Test(arguments: InstructionSet.available) func randomPrograms(_ set: InstructionSet) throws {
    let before = InstructionSet.current
    #expect(set.use())
    defer { _ = before.use() }
    for seed in 0..<150 as Range<UInt64> {
      var random = RandomPrograms(seed: seed)
      let program = random.program(sums: seed % 3 == 0)
      let rows = Self.rows[random.pick(Self.rows.count)]
      let (p, columns) = (random.numbers(3), [random.numbers(rows), random.numbers(rows)])
      let expected = try program.interpret(parameters: p, columns: columns, rows: rows)
      let found = try program.compiled().run(parameters: p, columns: columns, rows: rows)
      let difference = firstDifference(expected, found)
      #expect(difference == nil, "seed \(seed), \(rows) rows\n\(program)")
    }
  }

  /// With finite numbers: among special values nearly every sum is NaN.
  @Test(arguments: rows) func sums(_ rows: Int) throws {
    let program = Program.trace { trace in
      let (t, a) = (trace.column("t"), trace.parameter("a"))
      let mean = rowSum(t) / rowSum(1 + 0 * t)
      return ["sum": rowSum(t), "count": rowSum(a), "spread": rowSum(square(t - mean)), "t": t - mean * a]
    }
    var random = RandomPrograms(seed: 3)
    let t = (0..<rows).map { _ in random.stream.nextNormal() }
    let expected = try program.interpret(parameters: [0.1], columns: [t], rows: rows)
    let found = try program.compiled().run(parameters: [0.1], columns: [t], rows: rows)
    #expect(firstDifference(expected, found) == nil)
    guard rows > 0 else { return }
    #expect(abs(found[0][0] - t.reduce(0, +)) < 1e-12 * Double(rows))
    #expect(abs(found[1][0] - 0.1 * Double(rows)) < 1e-12 * Double(rows))
  }

  @Test func derivativesOfRandomPrograms() throws {
    for seed in 0..<60 as Range<UInt64> {
      var random = RandomPrograms(seed: 1000 + seed)
      let traced = random.program(sums: seed % 4 == 0)
      let modes: [DifferentiationMode] = [.forward, .reverse]
      let program =
        seed % 5 == 0
        ? try traced.hessian(withRespectTo: ["b", "t"])
        : try traced.jacobian(withRespectTo: ["a", "u", "c"], mode: modes[random.pick(2)])
      let rows = Self.rows[random.pick(Self.rows.count)]
      let (p, columns) = (random.numbers(3), [random.numbers(rows), random.numbers(rows)])
      let expected = try program.interpret(parameters: p, columns: columns, rows: rows)
      let found = try program.compiled().run(parameters: p, columns: columns, rows: rows)
      let difference = firstDifference(expected, found)
      #expect(difference == nil, "seed \(seed), \(rows) rows\n\(program)")
    }
  }

  @Test func transformsLeaveTheResultsAlone() throws {
    for seed in 0..<60 as Range<UInt64> {
      var random = RandomPrograms(seed: 2000 + seed)
      let program = random.program(sums: false)
      let (p, columns) = (random.numbers(3), [random.numbers(20), random.numbers(20)])
      let expected = try program.interpret(parameters: p, columns: columns, rows: 20)
      for mode in DifferentiationMode.allCases {
        let found = try program.jacobian(mode: mode).interpret(parameters: p, columns: columns, rows: 20)
        #expect(firstDifference(expected, Array(found.prefix(expected.count))) == nil, "seed \(seed)\n\(program)")
      }
    }
  }

  @Test func aWorkspaceKeepsNothing() throws {
    var random = RandomPrograms(seed: 7)
    let program = random.program(sums: true)
    let executable = program.compiled(uniformOutputs: .single)
    let workspace = executable.makeWorkspace()
    let room = executable.outputs.map { _ in UnsafeMutablePointer<Double>.allocate(capacity: 300) }
    defer { room.forEach { $0.deallocate() } }
    for rows in [300, 3, 0, 299] {
      let (p, columns) = (random.numbers(3), [random.numbers(rows), random.numbers(rows)])
      columns[0].withUnsafeBufferPointer { t in
        columns[1].withUnsafeBufferPointer { u in
          guard let t = t.baseAddress, let u = u.baseAddress else { return }
          executable.run(parameters: p, columns: [t, u], rows: rows, outputs: room, workspace: workspace)
        }
      }
      let fresh = try executable.run(parameters: p, columns: columns, rows: rows)
      guard rows > 0 else { continue }
      let found = zip(room, fresh).map { Array(UnsafeBufferPointer(start: $0, count: $1.count)) }
      #expect(firstDifference(fresh, found) == nil)
    }
  }
}
