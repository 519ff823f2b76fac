import Determinism

/// Records the operations done with its tensors as a program.
///
/// Made by `Program.trace`; lives as long as the tracing.
public final class Trace {
  private(set) var program = Program()
  private let simplifies: Bool
  private var known: [Key: Int] = [:]
  /// The first shapes that did not meet.
  private(set) var fault: AutodiffError?
  /// Whether shapes did not meet; what is recorded from then on means nothing.
  public var hasFault: Bool { fault != nil }

  private struct Key: Hashable {
    let operation: Program.Node.Operation
    let operands: [Int]
  }

  /// - Parameter simplifies: Whether equal operations are merged, literals folded and identities applied
  ///   while recording. None of it changes a bit of a result.
  init(simplifies: Bool) {
    self.simplifies = simplifies
  }

  /// The parameter of that name. Asking twice gives the same parameter: it is shared by its uses.
  public func parameter(
    _ name: String, shape: [Int] = [], file: StaticString = #fileID, line: UInt = #line
  ) -> Tensor {
    input(Program.Input(name: name, role: .parameter, shape: Shape(shape)), site: Site(file, line))
  }

  /// The column of that name, shape `[n]`. Asking twice gives the same column.
  public func column(_ name: String, file: StaticString = #fileID, line: UInt = #line) -> Tensor {
    input(Program.Input(name: name, role: .column, shape: .rows), site: Site(file, line))
  }

  /// An array of data that each run is given.
  public func data(_ name: String, shape: [Int], file: StaticString = #fileID, line: UInt = #line) -> Tensor {
    input(Program.Input(name: name, role: .data, shape: Shape(shape)), site: Site(file, line))
  }

  /// An array of indices that each run is given, for `gathered` and `scattered`.
  public func indices(_ name: String, shape: [Int], file: StaticString = #fileID, line: UInt = #line) -> Tensor {
    input(Program.Input(name: name, role: .indices, shape: Shape(shape)), site: Site(file, line))
  }

  func input(_ input: Program.Input, site: Site?) -> Tensor {
    if let place = program.inputs.firstIndex(where: { sameUTF8($0.name, input.name) }) {
      precondition(
        program.inputs[place] == input,
        """
        input `\(input.name)` (\(site.map(\.description) ?? "?")) is both a \(program.inputs[place].role) of shape \
        \(program.inputs[place].shape) and a \(input.role) of shape \(input.shape)
        """)
      return append(.input(place), [], shape: input.shape, site: site, merges: true)
    }
    program.inputs.append(input)
    return append(.input(program.inputs.count - 1), [], shape: input.shape, site: site, merges: true)
  }

  func literal(_ value: Double) -> Int {
    append(.literal(value.bitPattern), [], shape: .uniform, site: nil, merges: true).index(in: self)
  }

  func apply(_ primitive: Primitive, _ operands: [Tensor], site: Site?) -> Tensor {
    let shapes = operands.map(\.shape)
    let shape: Shape
    if case .rowSum = primitive.derivative {
      shape = .uniform
    } else if let met = Shape.broadcast(shapes), !operands.contains(where: \.isIndices) {
      shape = met
    } else {
      let expected = "numbers whose extents, counted from the last axis, are equal or 1"
      note(fault: primitive.name, shapes: shapes, expected: expected, site: site ?? operands.latestSite)
      shape = shapes[0]
    }
    if simplifies, fault == nil {
      if let simpler = primitive.identity(operands) { return simpler.expanded(to: shape, in: self) }
      let literals = operands.compactMap(\.literal)
      if literals.count == operands.count, primitive != .rowSum { return Tensor(primitive.evaluate(literals)) }
    }
    var places = operands.map { $0.index(in: self) }
    if simplifies, primitive.isCommutative, places[0] > places[1] { places.swapAt(0, 1) }
    let site = site ?? operands.latestSite
    return append(.apply(primitive), places, shape: shape, site: site, merges: simplifies)
  }

  func apply(_ operation: AnyOperation, _ operands: [Tensor], site: Site?) -> Tensor {
    let places = operands.map { $0.index(in: self) }
    let shapes = places.map { program.nodes[$0].shape }
    let site = site ?? operands.latestSite
    let shape: Shape
    do throws(ShapeFault) {
      guard !shapes.contains(where: \.hasRows) else { throw ShapeFault("arrays; a value per row has no axes") }
      shape = try operation.base.shape(of: shapes)
    } catch {
      note(fault: operation.base.name, shapes: shapes, expected: error.expected, site: site)
      shape = shapes[0]
    }
    return append(.transform(operation), places, shape: shape, site: site, merges: simplifies)
  }

  /// Keeps the first thing that was wrong, for `Program.trace` to stop with; what follows from it is not told.
  func note(fault operation: String, shapes: [Shape], expected: String, site: Site?) {
    guard fault == nil else { return }
    let found = shapes.map(\.description).joined(separator: " and ")
    fault = AutodiffError(
      operation, "\(site.map { "\($0): " } ?? "")found shapes \(found), expected \(expected)")
  }

  func holdsIndices(_ place: Int) -> Bool {
    guard case .input(let input) = program.nodes[place].operation else { return false }
    return program.inputs[input].role == .indices
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
    if let fault = trace.fault { preconditionFailure("\(fault)") }
    return trace.program
  }

  /// Records like `trace`, with results whose names are known at run time only.
  public static func trace<Failure: Error>(
    results body: (Trace) throws(Failure) -> [(String, Tensor)]
  ) throws(Failure) -> Program {
    let trace = Trace(simplifies: false)
    for (name, value) in try body(trace) { trace.output(name, value) }
    if let fault = trace.fault { preconditionFailure("\(fault)") }
    return trace.program
  }

  /// Records a model of arrays, whose layers may come from outside: shapes that do not meet are an error.
  ///
  /// Equal operations are recorded once, and derivatives may be taken while recording (`gradient(of:withRespectTo:)`,
  /// `derivative(of:along:)`).
  /// - Throws: `AutodiffError` naming the operation, the shapes, and the source line; or what `body` throws.
  public static func model(
    _ body: (Trace) throws -> [(String, Tensor)]
  ) throws -> Program {
    let trace = Trace(simplifies: true)
    let results = try body(trace)
    if let fault = trace.fault { throw fault }
    for (name, value) in results { trace.output(name, value) }
    return trace.program.withoutDeadNodes()
  }
}

extension [Tensor] {
  /// The source line of the latest of them that has one.
  fileprivate var latestSite: Site? {
    self.max { ($0.place ?? -1) < ($1.place ?? -1) }?.site
  }
}
