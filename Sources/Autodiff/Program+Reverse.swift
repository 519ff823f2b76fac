extension Program {
  /// How a cotangent that runs over the rows meets a value that all rows share.
  enum Meeting {
    /// It is summed over the rows: the gradient of a sum.
    case summed
    /// It stops there, a number per row: the Jacobian of a value per row.
    case perRow
  }

  /// Reverse mode: the cotangent of every node, from that of one node.
  ///
  /// The contributions of several uses are added from the last use to the first.
  func cotangents(
    of values: [Tensor], from output: Int, meeting: Meeting, in trace: Trace
  ) -> [Cotangent?] {
    var cotangents = [Cotangent?](repeating: nil, count: nodes.count)
    cotangents[output] = Cotangent(value: 1, mask: nil)
    for place in nodes.indices.prefix(output + 1).reversed() {
      guard let cotangent = cotangents[place] else { continue }
      if meeting == .perRow, nodes[place].shape == .uniform { continue }
      pull(cotangent, from: place, values, meeting, in: trace) { operand, part in
        cotangents[operand] = cotangents[operand].map { $0.adding(part) } ?? part
      }
    }
    return cotangents
  }

  /// Gives each operand's part of a node's cotangent to `receive`.
  func pull(
    _ cotangent: Cotangent, from place: Int, _ values: [Tensor], _ meeting: Meeting, in trace: Trace,
    where isWanted: (Int) -> Bool = { _ in true }, receive: (Int, Cotangent) -> Void
  ) {
    let node = nodes[place]
    let (x, y) = (node.operands.map { values[$0] }, values[place])
    for (i, operand) in node.operands.enumerated() where isWanted(operand) {
      switch node.operation {
      case .input, .literal: continue
      case .transform(let operation):
        let d = cotangent.value.anchored(in: trace).expanded(to: node.shape, in: trace)
        guard x[i].literal == nil, let part = operation.base.pullback(i, x, y, d) else { continue }
        receive(operand, Cotangent(value: part, mask: nil))
      case .apply(let primitive):
        guard let part = primitive.pullback(i, x, y, cotangent) else { continue }
        if node.shape.hasRows || nodes[operand].shape.hasRows {
          let meets = meeting == .summed && node.shape == .rows && nodes[operand].shape == .uniform
          receive(operand, meets ? part.summed(in: trace) : part)
        } else {
          receive(operand, part.reduced(to: nodes[operand].shape, from: node.shape, in: trace))
        }
      }
    }
  }
}

/// A cotangent, and the rows where it may differ from 0.
///
/// Below a selection, the cotangent of the branch not taken is 0, but its product with an infinite derivative
/// would be NaN: such products are selected by the mask.
struct Cotangent {
  var value: Tensor
  /// nil: all rows.
  var mask: Tensor?

  func adding(_ other: Cotangent) -> Cotangent {
    guard let mask, let otherMask = other.mask else { return Cotangent(value: value + other.value, mask: nil) }
    let either = mask.isIdentical(to: otherMask) ? mask : Primitive.select(mask, 1, otherMask)
    return Cotangent(value: value + other.value, mask: either)
  }

  /// The sum over the rows; it differs from 0 only where the count of the mask's rows does.
  func summed(in trace: Trace) -> Cotangent {
    Cotangent(
      value: trace.apply(.rowSum, [value], site: nil), mask: mask.map { trace.apply(.rowSum, [$0], site: nil) })
  }

  /// The sum over the axes along which an operand was spread.
  func reduced(to shape: Shape, from spread: Shape, in trace: Trace) -> Cotangent {
    guard shape != spread else { return self }
    return Cotangent(
      value: value.expanded(to: spread, in: trace).reduced(to: shape),
      mask: mask.map { $0.expanded(to: spread, in: trace).reduced(to: shape) })
  }

  /// A product of the cotangent with a derivative, 0 wherever the cotangent is 0 by selection.
  func masking(_ product: Tensor) -> Cotangent {
    guard let mask, !product.isIdentical(to: value), product.operands(of: .neg)?[0].isIdentical(to: value) != true
    else { return Cotangent(value: product, mask: mask) }
    return Cotangent(value: Primitive.select(mask, product, 0), mask: mask)
  }

  func selected(where condition: Tensor, is branch: Bool) -> Cotangent {
    if branch {
      return Cotangent(
        value: Primitive.select(condition, value, 0), mask: mask.map { Primitive.select(condition, $0, 0) } ?? condition
      )
    }
    return Cotangent(
      value: Primitive.select(condition, 0, value),
      mask: mask.map { Primitive.select(condition, 0, $0) } ?? Primitive.eq(condition, 0))
  }
}

extension Primitive {
  /// The part of one operand's cotangent that this use of it gives; nil when that is 0 everywhere.
  func pullback(_ operand: Int, _ x: [Tensor], _ y: Tensor, _ cotangent: Cotangent) -> Cotangent? {
    guard x[operand].literal == nil else { return nil }
    switch derivative {
    case .zero: return nil
    case .elementwise(let rule): return cotangent.masking(rule(operand, x, y, cotangent.value))
    case .selection(let choose):
      let choice = choose(x)
      guard operand == choice.whenTrue || operand == choice.otherwise else { return nil }
      return cotangent.selected(where: choice.condition, is: operand == choice.whenTrue)
    case .rowSum: return cotangent
    }
  }
}
