import Autodiff
import Determinism
import Testing

/// Sums over neighbours: replay has the bits of the definitions, derivatives of any order are those of the values, and
/// numbering the atoms or the ends of a pair otherwise changes no bit.
@Suite struct NeighbourhoodTests {
  /// Pairs of some atoms and each atom's list of them.
  struct Lists {
    var first: [Int64] = []
    var second: [Int64] = []
    var starts: [Int64] = [0]
    var list: [Int64] = []

    /// - Parameter listed: pairs that enter the lists; the rest is only computed.
    init(_ first: [Int], _ second: [Int], atoms: Int, listed: Int) {
      (self.first, self.second) = (first.map(Int64.init), second.map(Int64.init))
      for atom in 0..<atoms {
        for pair in 0..<listed {
          if first[pair] == atom { list.append(Int64(2 * pair)) }
          if second[pair] == atom { list.append(Int64(2 * pair + 1)) }
        }
        starts.append(Int64(list.count))
      }
      list += [Int64](repeating: 0, count: 2 * first.count - list.count)
    }

    var named: [String: [Int64]] {
      ["n.first": first, "n.second": second, "n.starts": starts, "n.list": list]
    }
  }

  /// Five atoms, seven pairs of which the last is in no list, one atom beside its own image.
  static let lists = Lists([0, 0, 1, 2, 3, 3, 4], [1, 2, 2, 3, 0, 3, 1], atoms: 5, listed: 6)

  /// The same, all pairs in lists: the derivative of a pair in no list is computed as if it were in one.
  static let whole = Lists([0, 0, 1, 2, 3, 3, 4], [1, 2, 2, 3, 0, 3, 1], atoms: 5, listed: 7)

  /// All sums of a neighbourhood, and what they depend on, squeezed through functions so that no derivative is constant.
  static func program(features: Int, order: Int) throws -> Program {
    try Program.model { trace in
      let near = Neighbourhood(trace, "n", atoms: 5, pairs: 7)
      let x = trace.parameter("x", shape: [5, features]), v = trace.parameter("v", shape: [5, 3, features])
      let w = trace.parameter("w", shape: [7, features]), places = trace.parameter("r", shape: [5, 3])
      let r = near.differences(places)
      let scale = exp(-square(r).sum(over: [1]))
      let scalars = near.sum(tanh(x), filter: sin(w), scale: scale)
      let vectors = near.sum(tanh(v), filter: w, scale: scale) + near.sum(x, filter: cos(w), direction: sin(r))
      var y = (tanh(scalars) * x).sum() + (tanh(vectors) * v).sum()
      if order == 2 {
        // Everything that is learned of forces: the gradient of a function of a gradient.
        let slopes = gradient(of: y, withRespectTo: [places, w, x, v])
        y = slopes.reduce(y) { $0 + tanh($1).sum() }
      }
      return [("y", y), ("scalars", scalars), ("vectors", vectors)]
    }
  }

  static func arguments(_ program: Program, _ seed: UInt64) -> [String: [Double]] {
    var stream = RandomStream(seed: seed, name: "neighbours")
    var arguments: [String: [Double]] = [:]
    for input in program.inputs where input.role != .indices {
      arguments[input.name] = (0..<input.shape.count).map { _ in Double(Float(0.6 * stream.nextNormal())) }
    }
    return arguments
  }

  static func replay<Element: TensorElement>(
    _ program: Program, _ arguments: [String: [Element]], _ indices: [String: [Int64]]
  ) throws -> [[Element]] {
    let session = try program.compiled(as: Element.self).makeSession()
    for (name, elements) in arguments { session.load(name, elements) }
    for (name, elements) in indices { try session.load(name, indices: elements) }
    session.run()
    return program.outputs.map { session.output($0.label) }
  }

  @Test(arguments: [1, 5, 16, 37]) func replayHasTheBitsOfTheDefinitions(features: Int) throws {
    let program = try Self.program(features: features, order: 2).gradient(of: "y")
    let arguments = Self.arguments(program, UInt64(features))
    let optimized = program.optimized()
    let doubles = try optimized.interpretArrays(arguments, indices: Self.lists.named)
    #expect(try Self.replay(program, arguments, Self.lists.named) == doubles)
    let singles = arguments.mapValues { $0.map(Float.init) }
    let expected = try optimized.interpretArrays(singles, indices: Self.lists.named)
    #expect(try Self.replay(program, singles, Self.lists.named) == expected)
  }

  @Test(arguments: [1, 2]) func gradientsAreThoseOfTheValues(order: Int) throws {
    let program = try Self.program(features: 3, order: order)
    let gradient = try program.gradient(of: "y")
    let arguments = Self.arguments(program, 7)
    let found = try Self.replay(gradient, arguments, Self.whole.named)
    for (k, output) in gradient.outputs.enumerated() where !output.derivatives.isEmpty {
      let name = output.derivatives[0]
      for place in Set([0, found[k].count / 2, found[k].count - 1]).sorted() {
        let (slope, error) = try RuleTests.difference(
          { value in
            var moved = arguments
            moved[name]?[place] = value
            return try Self.replay(program, moved, Self.whole.named)[0][0]
          }, at: arguments[name]?[place] ?? 0)
        #expect(abs(found[k][place] - slope) <= 20 * error + 1e-9, "∂\(name)[\(place)]: \(found[k][place]), \(slope)")
      }
    }
  }

  @Test func tangentsAreThoseOfTheGradient() throws {
    let program = try Self.program(features: 4, order: 1)
    let arguments = Self.arguments(program, 5)
    let forward = try Program.model { trace in
      let values = program.inlined(in: trace)
      let places = trace.parameter("r", shape: [5, 3])
      let along = trace.data("along", shape: [5, 3])
      let slope = gradient(of: values[0], withRespectTo: [places])[0]
      return [
        ("tangent", derivative(of: values[0], along: places, direction: along)), ("product", (slope * along).sum()),
      ]
    }
    var moved = arguments
    moved["along"] = (0..<15).map { Elementary.sin(Double($0)) }
    let found = try Self.replay(forward, moved, Self.lists.named)
    #expect(abs(found[0][0] - found[1][0]) < 1e-13)
  }

  @Test func numberingOtherwiseChangesNoBit() throws {
    let program = try Self.program(features: 19, order: 2)
    let arguments = Self.arguments(program, 3).mapValues { $0.map(Float.init) }
    let gradient = try program.gradient(of: "y", withRespectTo: ["r"])
    let before = try Self.replay(gradient, arguments, Self.lists.named)
    // The ends of every pair exchanged: each list names the same pairs in the same order.
    var turned = Self.lists
    swap(&turned.first, &turned.second)
    turned.list = turned.list.enumerated().map { $0 < Int(turned.starts[5]) ? $1 ^ 1 : $1 }
    let after = try Self.replay(gradient, arguments, turned.named)
    for (k, output) in gradient.outputs.enumerated() where output.name != "y" || !output.derivatives.isEmpty {
      #expect(before[k] == after[k], "\(output.label)")
    }
  }

  @Test func indicesThatNameNothingAreToldApart() throws {
    let session = try Self.program(features: 2, order: 1).compiled(as: Float.self).makeSession()
    #expect(throws: AutodiffError.self) { try session.load("n.first", indices: [0, 0, 1, 2, 3, 3, 5]) }
    #expect(throws: AutodiffError.self) { try session.load("n.list", indices: [Int64](repeating: 14, count: 14)) }
    #expect(throws: AutodiffError.self) {
      _ = try Program.model { trace in
        let near = Neighbourhood(trace, "n", atoms: 5, pairs: 7)
        let x = trace.data("x", shape: [4, 2])
        return [("y", near.sum(x, filter: trace.data("w", shape: [7, 2]), scale: trace.data("s", shape: [7])))]
      }
    }
  }
}
