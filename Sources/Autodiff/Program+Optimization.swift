extension Program {
  /// The same results, bit for bit (NaN payloads aside), in fewer operations: equal operations merged, literals
  /// folded by the kernels that would compute them, identities applied, what no output needs removed.
  ///
  /// Inputs stay, also when unused, so that runs take the same arguments. Cost: linear in the operations.
  public func optimized() -> Program {
    let trace = Trace(simplifies: true)
    let values = replayed(into: trace)
    for output in outputs { trace.output(output.name, values[output.node], derivatives: output.derivatives) }
    return trace.program.withoutDeadNodes()
  }

  /// The same program with some of its outputs only, and what these need.
  public func keeping(_ isKept: (Output) -> Bool) -> Program {
    var program = self
    program.outputs = outputs.filter(isKept)
    return program.withoutDeadNodes()
  }

  /// Records every operation again; gives the new value of each node.
  func replayed(into trace: Trace) -> [Tensor] {
    for input in inputs { _ = trace.input(input, site: nil) }
    var values: [Tensor] = []
    values.reserveCapacity(nodes.count)
    for node in nodes {
      switch node.operation {
      case .input(let place): values.append(trace.input(inputs[place], site: node.site))
      case .literal(let bits): values.append(Tensor(Double(bitPattern: bits)))
      case .apply(let primitive):
        values.append(trace.apply(primitive, node.operands.map { values[$0] }, site: node.site))
      case .transform(let operation):
        values.append(trace.apply(operation, node.operands.map { values[$0] }, site: node.site))
      }
    }
    return values
  }

  func withoutDeadNodes() -> Program {
    var isLive = [Bool](repeating: false, count: nodes.count)
    for output in outputs { isLive[output.node] = true }
    for place in nodes.indices.reversed() where isLive[place] {
      for operand in nodes[place].operands { isLive[operand] = true }
    }
    var program = Program()
    program.inputs = inputs
    var moved = [Int](repeating: -1, count: nodes.count)
    for (place, node) in nodes.enumerated() where isLive[place] {
      moved[place] = program.nodes.count
      program.nodes.append(
        Node(
          operation: node.operation, operands: node.operands.map { moved[$0] }, shape: node.shape, site: node.site))
    }
    program.outputs = outputs.map {
      Output(
        name: $0.name, derivatives: $0.derivatives, shape: $0.shape, literal: $0.literal, node: moved[$0.node])
    }
    return program
  }

  /// An estimate of a run's time per row, in units of one addition.
  var cost: Double {
    nodes.reduce(0) { sum, node in
      guard case .apply(let primitive) = node.operation else { return sum }
      return sum + (node.shape == .rows || primitive == .rowSum ? primitive.cost : 0.02 * primitive.cost)
    }
  }
}

extension Program {
  /// Records the program's operations in a trace, where inputs of the same name are the same inputs.
  /// - Returns: The outputs.
  public func inlined(in trace: Trace) -> [Tensor] {
    let values = replayed(into: trace)
    return outputs.map { values[$0.node] }
  }
}
