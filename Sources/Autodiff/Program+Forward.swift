import Determinism

extension Program {
  /// Forward mode: the tangent of every node when the inputs move along `seeds`.
  ///
  /// `values` are the nodes' values in `trace`; a tangent that vanishes everywhere is nil and costs nothing.
  func tangents(of values: [Tensor], along seeds: [Tensor?], in trace: Trace) -> [Tensor?] {
    var places: [Int: Tensor] = [:]
    for (place, node) in nodes.enumerated() {
      if case .input(let input) = node.operation, let seed = seeds[input] { places[place] = seed }
    }
    return tangents(of: values, seeds: places, in: trace)
  }

  /// Forward mode, from the tangents of some nodes.
  func tangents(of values: [Tensor], seeds: [Int: Tensor], in trace: Trace) -> [Tensor?] {
    var tangents: [Tensor?] = []
    tangents.reserveCapacity(nodes.count)
    for (place, node) in nodes.enumerated() {
      let tangent: Tensor?
      if let seed = seeds[place] {
        tangents.append(seed)
        continue
      }
      switch node.operation {
      case .input, .literal: tangent = nil
      case .apply(let primitive):
        tangent = primitive.pushforward(
          node.operands.map { values[$0] }, values[place], node.operands.map { tangents[$0] }, in: trace)
      case .transform(let operation):
        let dx = node.operands.map { tangents[$0]?.anchored(in: trace) }
        tangent =
          dx.contains { $0 != nil }
          ? operation.base.pushforward(node.operands.map { values[$0] }, values[place], dx) : nil
      }
      tangents.append(tangent.flatMap { $0.literal == 0 ? nil : $0 })
    }
    return tangents
  }

  /// One for the inputs of that name, nothing for all others.
  func seeds(for name: String, in operation: String) throws(AutodiffError) -> [Tensor?] {
    guard inputs.contains(where: { sameUTF8($0.name, name) }) else {
      throw .unknownInput(name, in: operation, among: inputs)
    }
    return inputs.map { sameUTF8($0.name, name) ? Tensor(1) : nil }
  }
}

extension Primitive {
  /// The tangent of the result, from the operands, the result and the operands' tangents.
  func pushforward(_ x: [Tensor], _ y: Tensor, _ dx: [Tensor?], in trace: Trace) -> Tensor? {
    guard dx.contains(where: { $0 != nil }) else { return nil }
    switch derivative {
    case .zero: return nil
    case .elementwise(let rule):
      var sum: Tensor?
      for (i, d) in dx.enumerated() {
        guard let d else { continue }
        let part = rule(i, x, y, d).expanded(to: y.shape, in: trace)
        sum = sum.map { $0 + part } ?? part
      }
      return sum
    case .selection(let choose):
      let choice = choose(x)
      let (a, b) = (dx[choice.whenTrue], dx[choice.otherwise])
      guard a != nil || b != nil else { return nil }
      return Primitive.select(choice.condition, a ?? 0, b ?? 0).expanded(to: y.shape, in: trace)
    case .rowSum:
      return dx[0].map { trace.apply(.rowSum, [$0], site: nil) }
    }
  }
}
