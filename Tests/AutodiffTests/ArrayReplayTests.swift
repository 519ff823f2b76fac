import Autodiff
import Determinism
import Testing

/// Replay of array programs has the bits of the obvious interpreter, and their derivatives are those of their values.
@Suite struct ArrayReplayTests {
  static let indices: [Int64] = [2, 0, 1, 2, 2]

  static func replay<Element: TensorElement>(
    _ program: Program, _ arguments: [String: [Element]]
  ) throws -> [[Element]] {
    let session = try program.compiled(as: Element.self).makeSession()
    for (name, elements) in arguments { session.load(name, elements) }
    if program.inputs.contains(where: { $0.name == "i" }) { try session.load("i", indices: indices) }
    session.run()
    let first = program.outputs.map { session.output($0.label) }
    session.run()
    let second = program.outputs.map { session.output($0.label) }
    for (a, b) in zip(first, second) { #expect(Self.same(a, b), "a second run differs") }
    return first
  }

  static func same<Element: TensorElement>(_ a: [Element], _ b: [Element]) -> Bool {
    a.count == b.count
      && zip(a, b).allSatisfy { ($0 == $1 && $0.sign == $1.sign) || ($0.isNaN && $1.isNaN) }
  }

  @Test(arguments: 0..<300)
  func randomProgramsReplayBitByBit(seed: Int) throws {
    var random = RandomArrayPrograms(seed: UInt64(seed))
    let program = try random.program().gradient(of: "y")
    let arguments = random.arguments(program)
    let optimized = program.optimized()
    let expected = try optimized.interpretArrays(arguments, indices: ["i": Self.indices])
    let found = try Self.replay(program, arguments)
    for (output, (a, b)) in zip(program.outputs, zip(found, expected)) {
      #expect(Self.same(a, b), "seed \(seed), \(output.label): \(a) is not \(b)\n\(optimized)")
    }
    let singles = arguments.mapValues { $0.map(Float.init) }
    let expectedSingles = try optimized.interpretArrays(singles, indices: ["i": Self.indices])
    let foundSingles = try Self.replay(program, singles)
    for (output, (a, b)) in zip(program.outputs, zip(foundSingles, expectedSingles)) {
      #expect(Self.same(a, b), "seed \(seed), \(output.label) in single precision: \(a) is not \(b)\n\(optimized)")
    }
  }

  @Test(arguments: 0..<150)
  func gradientsAreThoseOfTheValues(seed: Int) throws {
    var random = RandomArrayPrograms(seed: UInt64(1000 + seed))
    let program = try random.program()
    let gradient = try program.gradient(of: "y")
    let arguments = random.arguments(program)
    let found = try Self.replay(gradient, arguments)
    for (k, output) in gradient.outputs.enumerated() where !output.derivatives.isEmpty {
      let name = output.derivatives[0]
      let place = random.pick(max(1, arguments[name]?.count ?? 1))
      let (slope, error) = try RuleTests.difference(
        { value in
          var moved = arguments
          moved[name]?[place] = value
          return try program.interpretArrays(moved, indices: ["i": Self.indices])[0][0]
        }, at: arguments[name]?[place] ?? 0)
      // A scan that does not settle has crossed a kink.
      guard error < 1e-4 * max(1, abs(slope)) else { continue }
      #expect(
        abs(found[k][place] - slope) <= 10 * error + 1e-7 * max(1, abs(slope)),
        "seed \(seed): \(output.label)[\(place)] is \(found[k][place]), the difference \(slope) ± \(error)\n\(program)")
    }
  }

  @Test(arguments: 0..<100)
  func forwardAndReverseAgreeAlsoInTheSecondDerivative(seed: Int) throws {
    var random = RandomArrayPrograms(seed: UInt64(2000 + seed))
    var program = Program.trace { ["y": $0.parameter("a")] }
    var copy = random
    let source = try copy.program()
    random = copy
    program = source
    let arguments = random.arguments(program)
    let direction = (0..<12).map { _ in random.stream.nextNormal() }
    // d/da of (∇y · v): by a gradient of a gradient, and by a derivative along v of the gradient.
    let combined = try Program.replayed(program) { trace, y in
      let a = trace.parameter("a", shape: [3, 4]), v = trace.data("v", shape: [3, 4])
      let g = gradient(of: y, withRespectTo: [a])[0]
      let alongV = derivative(of: g, along: a, direction: v)
      let slope = (g * v).sum()
      let twice = gradient(of: slope, withRespectTo: [a])[0]
      let forward = derivative(of: y, along: a, direction: v)
      return [("slope", slope), ("forward", forward), ("along", alongV), ("twice", twice)]
    }
    var all = arguments
    all["v"] = direction
    let found = try Self.replay(combined, all)
    #expect(abs(found[0][0] - found[1][0]) <= 1e-12 * max(1, abs(found[0][0])), "seed \(seed): slopes")
    for (a, b) in zip(found[2], found[3]) {
      #expect(abs(a - b) <= 1e-9 * max(1, abs(a)), "seed \(seed): \(a) and \(b)")
    }
  }
}

extension Program {
  /// The program recorded again, with more computed from its first output.
  static func replayed(_ program: Program, _ body: (Trace, Tensor) -> [(String, Tensor)]) throws -> Program {
    try Program.model { trace in
      let values = program.inlined(in: trace)
      return body(trace, values[0])
    }
  }
}
