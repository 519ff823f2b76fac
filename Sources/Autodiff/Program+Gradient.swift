import Determinism

extension Program {
  /// The program with the gradient of one uniform output, by reverse mode, as further outputs.
  ///
  /// Outputs: the given ones, then `∂y/∂p` for every `p` in the order given. The cost is a few times that of the
  /// output, whatever the number of inputs. The parts of a parameter used several times are added from its last
  /// use to its first; parts over rows are added by `rowSum`.
  /// - Parameter names: Parameters or columns (whose gradient is a value per row); all parameters when nil.
  /// - Throws: `AutodiffError` when the output or an input does not exist, or the output has a value per row.
  public func gradient(
    of name: String, withRespectTo names: [String]? = nil
  ) throws(AutodiffError) -> Program {
    guard let output = outputs.first(where: { sameUTF8($0.name, name) && $0.derivatives.isEmpty }) else {
      throw .unknownOutput(name, in: "gradient", among: outputs)
    }
    guard output.shape == .uniform else {
      throw AutodiffError(
        "gradient", "output `\(name)` has shape \(output.shape), expected []; sum it with rowSum, or take its jacobian")
    }
    let trace = Trace(simplifies: true)
    let values = replayed(into: trace)
    let cotangents = cotangents(of: values, from: output.node, meeting: .summed, in: trace)
    for output in outputs { trace.output(output.name, values[output.node], derivatives: output.derivatives) }
    for name in names ?? parameters {
      guard let input = inputs.firstIndex(where: { sameUTF8($0.name, name) }) else {
        throw .unknownInput(name, in: "gradient", among: inputs)
      }
      let place = nodes.firstIndex { $0.operation == .input(input) }
      trace.output(
        output.name, place.flatMap { cotangents[$0]?.value } ?? Tensor(0).expanded(to: inputs[input].shape, in: trace),
        derivatives: output.derivatives + [name])
    }
    return trace.program.withoutDeadNodes()
  }
}
