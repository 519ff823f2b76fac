/// The gradient of one number with respect to tensors of the same trace, recorded in it: reverse mode.
///
/// May be taken of what is itself a derivative: forces are gradients of an energy, and a loss of forces has a gradient.
/// The parts of a tensor used several times are added from its last use to its first. Cost: a few times that of `y`,
/// whatever the number of tensors.
/// - Returns: For each tensor its gradient, of its own shape.
public func gradient(
  of y: Tensor, withRespectTo tensors: [Tensor], file: StaticString = #fileID, line: UInt = #line
) -> [Tensor] {
  let site = Site(file, line)
  guard let trace = y.trace, let output = y.place else { return tensors.map { _ in 0 } }
  guard y.shape == .uniform else {
    return tensors.map { _ in y.fault("gradient", "one number, []; sum it first", site) }
  }
  let program = trace.program
  let values = program.nodes.indices.map { Tensor(trace: trace, index: $0) }
  let targets = tensors.map { $0.place }
  let isActive = program.dependents(on: targets.compactMap(\.self))
  var cotangents = [Cotangent?](repeating: nil, count: output + 1)
  cotangents[output] = Cotangent(value: 1, mask: nil)
  for place in (0...output).reversed() where isActive[place] {
    guard let cotangent = cotangents[place] else { continue }
    program.pull(cotangent, from: place, values, .summed, in: trace, where: { isActive[$0] }) { operand, part in
      cotangents[operand] = cotangents[operand].map { $0.adding(part) } ?? part
    }
  }
  return zip(tensors, targets).map { tensor, place in
    let found = place.flatMap { $0 <= output ? cotangents[$0]?.value : nil } ?? 0
    return found.expanded(to: tensor.shape, in: trace)
  }
}

/// How tensors change when others of the same trace move along given directions: forward mode.
///
/// Taken twice along the same direction it gives the second derivative, with what both have in common recorded once:
/// the cost of a Taylor polynomial. Use: `u_x`, `u_xx` of a field over many points at once.
/// - Parameters:
///   - tensors: What is differentiated.
///   - moving: What moves.
///   - directions: How each of them moves; its shape meets the tensor's.
/// - Returns: For each of `tensors` its tangent, of its own shape.
public func derivatives(
  of tensors: [Tensor], along moving: [Tensor], directions: [Tensor], file: StaticString = #fileID, line: UInt = #line
) -> [Tensor] {
  precondition(moving.count == directions.count, "derivatives (\(file):\(line)): a direction for each moving tensor")
  guard let trace = moving.first?.trace else { return tensors.map { _ in 0 } }
  let program = trace.program
  let values = program.nodes.indices.map { Tensor(trace: trace, index: $0) }
  var seeds = [Int: Tensor]()
  for (tensor, direction) in zip(moving, directions) {
    guard let place = tensor.place else { continue }
    let shapes = [tensor.shape, direction.shape]
    if Shape.broadcast(shapes) != tensor.shape {
      let expected = "a direction that meets the tensor"
      trace.note(fault: "derivative", shapes: shapes, expected: expected, site: Site(file, line))
    }
    seeds[place] = direction.expanded(to: tensor.shape, in: trace)
  }
  let tangents = program.tangents(of: values, seeds: seeds, in: trace)
  var found: [Tensor] = []
  for tensor in tensors {
    let place = tensor.place ?? tangents.count
    let tangent = place < tangents.count ? tangents[place] : nil
    found.append((tangent ?? 0).expanded(to: tensor.shape, in: trace))
  }
  return found
}

/// How one tensor changes when another moves; see `derivatives(of:along:)`.
public func derivative(
  of y: Tensor, along x: Tensor, direction: Tensor = 1, file: StaticString = #fileID, line: UInt = #line
) -> Tensor {
  derivatives(of: [y], along: [x], directions: [direction], file: file, line: line)[0]
}

extension Program {
  /// Which nodes depend on some of them, these included.
  func dependents(on places: [Int]) -> [Bool] {
    var depends = [Bool](repeating: false, count: nodes.count)
    for place in places { depends[place] = true }
    for (place, node) in nodes.enumerated() where !depends[place] {
      depends[place] = node.operands.contains { depends[$0] }
    }
    return depends
  }
}
