/// How a Jacobian is formed. The derivatives are the same functions; their last bits may differ.
public enum DifferentiationMode: Sendable, CaseIterable {
  /// One tangent per input: cheap for few inputs, the only way through sums over rows.
  case forward
  /// One cotangent per output: cheap for many inputs.
  case reverse
  /// The one of the two whose optimized program costs less.
  case cheapest
}

extension Program {
  /// The program with the first derivatives of all its outputs as further outputs.
  ///
  /// Outputs: the given ones, then for each of them `∂y/∂p` for every `p` in the order given. Derivatives that
  /// vanish everywhere stay, as the literal 0. With respect to a column, `∂y/∂t` is that of each row's own `t`.
  /// - Parameter names: Parameters or columns; all parameters when nil.
  /// - Throws: `AutodiffError` when a name is no input.
  public func jacobian(
    withRespectTo names: [String]? = nil, mode: DifferentiationMode = .cheapest
  ) throws(AutodiffError) -> Program {
    let names = names ?? parameters
    guard !nodes.contains(where: { $0.operation == .apply(.rowSum) }) else {
      return try forwardJacobian(names)
    }
    switch mode {
    case .forward: return try forwardJacobian(names)
    case .reverse: return try reverseJacobian(names)
    case .cheapest:
      let (forward, reverse) = (try forwardJacobian(names), try reverseJacobian(names))
      return reverse.cost < forward.cost ? reverse : forward
    }
  }

  private func forwardJacobian(_ names: [String]) throws(AutodiffError) -> Program {
    let trace = Trace(simplifies: true)
    let values = replayed(into: trace)
    var columns: [[Tensor?]] = []
    for name in names {
      columns.append(tangents(of: values, along: try seeds(for: name, in: "jacobian"), in: trace))
    }
    for output in outputs { trace.output(output.name, values[output.node], derivatives: output.derivatives) }
    for output in outputs {
      for (name, tangents) in zip(names, columns) {
        trace.output(output.name, tangents[output.node] ?? 0, derivatives: output.derivatives + [name])
      }
    }
    return trace.program.withoutDeadNodes()
  }

  /// Cotangents run from each output to the values that all rows share; from there on tangents are cheaper, as
  /// they are computed once for all rows.
  private func reverseJacobian(_ names: [String]) throws(AutodiffError) -> Program {
    let trace = Trace(simplifies: true)
    let values = replayed(into: trace)
    var columns: [[Tensor?]] = []
    for name in names {
      columns.append(tangents(of: values, along: try seeds(for: name, in: "jacobian"), in: trace))
    }
    for output in outputs { trace.output(output.name, values[output.node], derivatives: output.derivatives) }
    for output in outputs {
      let cotangents = cotangents(of: values, from: output.node, meeting: .perRow, in: trace)
      for (name, tangents) in zip(names, columns) {
        var sum: Tensor?
        for (place, node) in nodes.enumerated() {
          if case .apply = node.operation, node.shape == .rows { continue }
          guard let cotangent = cotangents[place], let tangent = tangents[place] else { continue }
          let part = cotangent.masking(cotangent.value * tangent).value
          sum = sum.map { $0 + part } ?? part
        }
        trace.output(output.name, sum ?? 0, derivatives: output.derivatives + [name])
      }
    }
    return trace.program.withoutDeadNodes()
  }

  /// The program with first and second derivatives of all its outputs as further outputs.
  ///
  /// Outputs: those of `jacobian`, then for each given output `∂²y/∂p∂q` for every pair with `p` before or
  /// equal to `q` in the order given, `p` slowest: each mixed derivative once.
  /// - Throws: `AutodiffError` when a name is no input.
  public func hessian(
    withRespectTo names: [String]? = nil, mode: DifferentiationMode = .cheapest
  ) throws(AutodiffError) -> Program {
    let names = names ?? parameters
    let first = try jacobian(withRespectTo: names, mode: mode)
    let trace = Trace(simplifies: true)
    let values = first.replayed(into: trace)
    var columns: [[Tensor?]] = []
    for name in names {
      columns.append(first.tangents(of: values, along: try first.seeds(for: name, in: "hessian"), in: trace))
    }
    for output in first.outputs { trace.output(output.name, values[output.node], derivatives: output.derivatives) }
    for block in outputs.indices {
      for i in names.indices {
        let slope = first.outputs[outputs.count + block * names.count + i]
        for j in i..<names.count {
          trace.output(slope.name, columns[j][slope.node] ?? 0, derivatives: slope.derivatives + [names[j]])
        }
      }
    }
    return trace.program.withoutDeadNodes()
  }
}
