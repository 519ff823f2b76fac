import CKernels

extension Program {
  /// Evaluates a program of arrays one operation and one element at a time, by the definitions.
  ///
  /// The oracle of compiled replay, which has the same bits as the interpreted `optimized()` program; thousands of
  /// times slower.
  /// - Parameters:
  ///   - arguments: For each parameter and array of data its elements, in row-major order.
  ///   - indices: For each array of indices its elements.
  /// - Returns: The elements of each output.
  /// - Throws: `AutodiffError` when an argument is missing or has another number of elements.
  public func interpretArrays<Element: TensorElement>(
    _ arguments: [String: [Element]], indices: [String: [Int64]] = [:]
  ) throws(AutodiffError) -> [[Element]] {
    var values = [[Element]](repeating: [], count: nodes.count)
    var places = [[Int64]](repeating: [], count: nodes.count)
    for (place, node) in nodes.enumerated() {
      switch node.operation {
      case .literal(let bits): values[place] = [Element(Double(bitPattern: bits))]
      case .input(let i):
        let (name, count) = (inputs[i].name, inputs[i].shape.count)
        let found = inputs[i].role == .indices ? indices[name]?.count : arguments[name]?.count
        guard found == count else { throw .elements(name, found: found, expected: inputs[i].shape) }
        if inputs[i].role == .indices {
          places[place] = indices[name] ?? []
        } else {
          values[place] = arguments[name] ?? []
        }
      case .apply(let primitive):
        let operands = node.operands.map { operand in
          nodes[operand].shape == node.shape
            ? values[operand]
            : node.shape.offsets(strides: nodes[operand].shape.strides(spreadTo: node.shape)).map {
              values[operand][$0]
            }
        }
        values[place] = primitive.evaluate(operands, count: node.shape.count)
      case .transform(let operation):
        let operands = Operands(
          values: node.operands.map { values[$0] }, indices: node.operands.map { places[$0] },
          shapes: node.operands.map { nodes[$0].shape }, shape: node.shape)
        values[place] = operation.base.evaluate(operands)
      }
    }
    return outputs.map { values[$0.node] }
  }
}

extension Primitive {
  /// The operation, element by element: by its definition in double precision, by its kernel, one element at a time,
  /// in single precision.
  fileprivate func evaluate<Element: TensorElement>(_ x: [[Element]], count: Int) -> [Element] {
    (0..<count).map { i in
      var (a, b, c) = (x[0][i], x.count > 1 ? x[1][i] : 0, x.count > 2 ? x[2][i] : 0)
      if let (a, b, c) = (a, b, c) as? (Double, Double, Double), let y = scalar(a, b, c) as? Element { return y }
      var y: Element = 0
      Element.kernels.apply(code, &a, &b, &c, &y, 1)
      return y
    }
  }
}

extension AutodiffError {
  static func elements(_ name: String, found: Int?, expected: Shape) -> AutodiffError {
    let found = found.map { "\($0) elements" } ?? "nothing"
    return AutodiffError(
      "run", "input `\(name)`: found \(found), expected \(expected.count), its shape being \(expected)")
  }
}
