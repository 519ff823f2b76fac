import Determinism

extension Program {
  /// One use of a parameter: the operation that takes it.
  public struct Use: Sendable, Hashable {
    public let parameter: String
    /// The operation, and the line of the model that traced it.
    public let operation: String
    public let site: Site?
    /// At how many places of its result's sum the operation applies each element: the positions of a filter, the
    /// samples of a dense layer.
    public let positions: Int
    let node: Int
    let operand: Int
  }

  /// Who uses each parameter, in program order. A shared parameter has several uses, or one at many positions.
  ///
  /// Ask the program of the model, not of its gradient: derivatives use parameters once more.
  public func uses() -> [Use] {
    var owner: [Int: String] = [:]
    for (place, node) in nodes.enumerated() {
      if case .input(let i) = node.operation, inputs[i].role == .parameter { owner[place] = inputs[i].name }
      // Another shape of a parameter is still that parameter.
      if node.isReshaping || node.isExpansion { owner[place] = owner[node.operands[0]] }
    }
    return nodes.enumerated().flatMap { place, node -> [Use] in
      if node.isReshaping || node.isExpansion { return [] }
      let name: String
      switch node.operation {
      case .input, .literal: return []
      case .apply(let primitive): name = primitive.name
      case .transform(let operation): name = operation.base.name
      }
      return node.operands.enumerated().compactMap { i, operand in
        owner[operand].map {
          Use(
            parameter: $0, operation: name, site: node.site, positions: positions(node, of: operand), node: place,
            operand: i)
        }
      }
    }
  }

  private func positions(_ node: Node, of operand: Int) -> Int {
    let own = nodes[operand].shape.count
    guard case .transform(let operation) = node.operation else { return max(1, node.shape.count / max(1, own)) }
    let columns = max(1, node.shape.extents.last ?? 1)
    if operation.base is ImageConvolution { return node.shape.count / columns }
    if operation.base is MatrixMultiplication {
      // Of several pairs of matrices, each meets its own alone.
      let batches = node.shape.rank == 3 && nodes[operand].shape.rank == 3 ? node.shape.extents[0] : 1
      return node.shape.count / columns / max(1, batches)
    }
    return 1
  }

  /// The program with a parameter of its own for every use: `w` used three times becomes `w#1`, `w#2`, `w#3`.
  ///
  /// Given equal values, results are the same; the gradient of `w` is the sum of theirs, from the last to the first.
  /// - Parameter names: Which parameters; all that are used more than once when nil.
  public func untied(_ names: [String]? = nil) -> Program {
    var program = self
    for name in names ?? parameters {
      // Asked anew: separating one parameter renumbers the nodes that use the others.
      let own = program.uses().filter { sameUTF8($0.parameter, name) }
      guard own.count > 1, let input = inputs.first(where: { sameUTF8($0.name, name) }) else { continue }
      program = program.separating(input, own)
    }
    return program.withoutDeadNodes()
  }

  private func separating(_ input: Input, _ uses: [Use]) -> Program {
    let trace = Trace(simplifies: false)
    for other in inputs where other != input { _ = trace.input(other, site: nil) }
    var values: [Tensor] = []
    for (place, node) in nodes.enumerated() {
      var operands = node.operands.map { values[$0] }
      for (k, use) in uses.enumerated() where use.node == place {
        let copy = trace.input(
          Input(name: "\(input.name)#\(k + 1)", role: .parameter, shape: input.shape), site: node.site)
        operands[use.operand] = chain(from: node.operands[use.operand], copy, trace)
      }
      switch node.operation {
      case .input(let i): values.append(trace.input(inputs[i], site: node.site))
      case .literal(let bits): values.append(Tensor(Double(bitPattern: bits)))
      case .apply(let primitive): values.append(trace.apply(primitive, operands, site: node.site))
      case .transform(let operation): values.append(trace.apply(operation, operands, site: node.site))
      }
    }
    for output in outputs { trace.output(output.name, values[output.node], derivatives: output.derivatives) }
    var program = trace.program
    let dead = program.inputs.firstIndex(of: input)
    if let dead { program.removeInput(dead) }
    return program
  }

  /// The reshapes and expansions between a parameter and its use, done to its copy.
  private func chain(from place: Int, _ copy: Tensor, _ trace: Trace) -> Tensor {
    guard case .transform(let operation) = nodes[place].operation else { return copy }
    return trace.apply(operation, [chain(from: nodes[place].operands[0], copy, trace)], site: nodes[place].site)
  }

  /// Forgets an input; the node that reads it, and what hangs on that alone, is dead.
  private mutating func removeInput(_ gone: Int) {
    self = withoutDeadNodes()
    let isRead = nodes.contains { $0.operation == .input(gone) }
    guard !isRead else { return }
    inputs.remove(at: gone)
    nodes = nodes.map { node in
      guard case .input(let i) = node.operation, i > gone else { return node }
      return Node(operation: .input(i - 1), operands: node.operands, shape: node.shape, site: node.site)
    }
  }
}
