import Determinism

/// Records the operations done with its tensors as a program.
///
/// Made by `Program.trace`; lives as long as the tracing.
public final class Trace {
  private(set) var program = Program()
  private let simplifies: Bool
  private var known: [Key: Int] = [:]

  private struct Key: Hashable {
    let operation: Program.Node.Operation
    let operands: [Int]
  }

  /// - Parameter simplifies: Whether equal operations are merged, literals folded and identities applied
  ///   while recording. None of it changes a bit of a result.
  init(simplifies: Bool) {
    self.simplifies = simplifies
  }

  /// The parameter of that name, shape `[]`. Asking twice gives the same parameter.
  public func parameter(_ name: String, file: StaticString = #fileID, line: UInt = #line) -> Tensor {
    input(Program.Input(name: name, role: .parameter), site: Site(file, line))
  }

  /// The column of that name, shape `[n]`. Asking twice gives the same column.
  public func column(_ name: String, file: StaticString = #fileID, line: UInt = #line) -> Tensor {
    input(Program.Input(name: name, role: .column), site: Site(file, line))
  }

  func input(_ input: Program.Input, site: Site?) -> Tensor {
    if let place = program.inputs.firstIndex(where: { sameUTF8($0.name, input.name) }) {
      precondition(
        program.inputs[place].role == input.role,
        "input `\(input.name)` (\(site.map(\.description) ?? "?")) is both a parameter and a column")
      return append(.input(place), [], shape: input.shape, site: site, merges: true)
    }
    program.inputs.append(input)
    return append(.input(program.inputs.count - 1), [], shape: input.shape, site: site, merges: true)
  }

  func literal(_ value: Double) -> Int {
    append(.literal(value.bitPattern), [], shape: .uniform, site: nil, merges: true).index(in: self)
  }

  func apply(_ primitive: Primitive, _ operands: [Tensor], site: Site?) -> Tensor {
    if simplifies {
      if let simpler = primitive.identity(operands) { return simpler }
      let literals = operands.compactMap(\.literal)
      if literals.count == operands.count, primitive != .rowSum { return Tensor(primitive.evaluate(literals)) }
    }
    var places = operands.map { $0.index(in: self) }
    if simplifies, primitive.isCommutative, places[0] > places[1] { places.swapAt(0, 1) }
    let shape: Shape
    if case .rowSum = primitive.derivative {
      shape = .uniform
    } else {
      shape = .broadcast(places.lazy.map { self.program.nodes[$0].shape })
    }
    let site = site ?? places.max().flatMap { program.nodes[$0].site }
    return append(.apply(primitive), places, shape: shape, site: site, merges: simplifies)
  }

  private func append(
    _ operation: Program.Node.Operation, _ operands: [Int], shape: Shape, site: Site?, merges: Bool
  ) -> Tensor {
    let key = Key(operation: operation, operands: operands)
    if merges, let place = known[key] { return Tensor(trace: self, index: place) }
    program.nodes.append(Program.Node(operation: operation, operands: operands, shape: shape, site: site))
    if merges { known[key] = program.nodes.count - 1 }
    return Tensor(trace: self, index: program.nodes.count - 1)
  }

  func output(_ name: String, _ value: Tensor, derivatives: [String] = []) {
    let node = value.index(in: self)
    program.outputs.append(
      Program.Output(
        name: name, derivatives: derivatives, shape: program.nodes[node].shape, literal: value.literal, node: node))
  }
}

extension Program {
  /// Records what `body` does with the tensors it asks the trace for.
  /// - Parameter body: Gives the named results, in order.
  public static func trace<Failure: Error>(
    _ body: (Trace) throws(Failure) -> KeyValuePairs<String, Tensor>
  ) throws(Failure) -> Program {
    let trace = Trace(simplifies: false)
    for (name, value) in try body(trace) { trace.output(name, value) }
    return trace.program
  }

  /// Records like `trace`, with results whose names are known at run time only.
  public static func trace<Failure: Error>(
    results body: (Trace) throws(Failure) -> [(String, Tensor)]
  ) throws(Failure) -> Program {
    let trace = Trace(simplifies: false)
    for (name, value) in try body(trace) { trace.output(name, value) }
    return trace.program
  }
}
