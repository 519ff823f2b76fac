extension Program {
  /// A program cut in two: what many runs have in common, and the rest.
  public struct Hoisted: Sendable {
    /// Takes the same inputs; its outputs are values per row that depend on columns and common parameters alone.
    public let common: Program
    /// The results, bit for bit, of a run that is given the outputs of `common` as further columns, behind its own.
    public let rest: Program
  }

  /// Cuts out what need not be computed again while columns and the parameters in `shared` stay the same.
  ///
  /// Nil when that is not worth a column, and for programs with sums over rows.  Cost: linear in the operations.
  public func hoisted(_ shared: [String]) -> Hoisted? {
    var isCommon = [Bool](repeating: false, count: nodes.count)
    var isUsedByRest = isCommon
    var saving = 0.0
    for (place, node) in nodes.enumerated() {
      switch node.operation {
      case .input(let input): isCommon[place] = inputs[input].role == .column || shared.contains(inputs[input].name)
      case .literal: isCommon[place] = true
      case .apply(.rowSum), .transform: return nil
      case .apply(let primitive):
        isCommon[place] = node.operands.allSatisfy { isCommon[$0] }
        if isCommon[place] {
          if node.shape == .rows { saving += primitive.cost }
        } else {
          for operand in node.operands { isUsedByRest[operand] = true }
        }
      }
    }
    for output in outputs { isUsedByRest[output.node] = true }
    let cut = nodes.indices.filter { place in
      guard case .apply = nodes[place].operation else { return false }
      return isCommon[place] && isUsedByRest[place] && nodes[place].shape == .rows
    }
    guard saving >= 4 + Double(cut.count) else { return nil }

    var common = self
    common.outputs = cut.enumerated().map { number, place in
      Output(name: "common \(number)", derivatives: [], shape: .rows, literal: nil, node: place)
    }
    var rest = self
    for (number, place) in cut.enumerated() {
      rest.nodes[place] = Node(
        operation: .input(inputs.count + number), operands: [], shape: .rows, site: nodes[place].site)
      rest.inputs.append(Input(name: "common \(number)", role: .column, shape: .rows))
    }
    return Hoisted(common: common.withoutDeadNodes(), rest: rest.withoutDeadNodes())
  }
}
