extension Program {
  /// Evaluates the program one operation and one row at a time, by the definitions of its primitives.
  ///
  /// The oracle of `compiled`, and what locates non-finite values; about a hundred times slower.
  /// - Parameters:
  ///   - parameters: A value for each of `parameters`.
  ///   - columns: `rows` values for each of `columns`.
  /// - Returns: `rows` values for each output; a uniform one is repeated.
  /// - Throws: `AutodiffError` when the numbers of arguments do not fit.
  public func interpret(
    parameters: [Double], columns: [[Double]] = [], rows: Int
  ) throws(AutodiffError) -> [[Double]] {
    let values = try nodeValues(parameters: parameters, columns: columns, rows: rows)
    return outputs.map { output in
      output.shape == .rows ? values[output.node] : Array(repeating: values[output.node][0], count: rows)
    }
  }

  /// The values of every node: one, or one per row.
  func nodeValues(
    parameters: [Double], columns: [[Double]], rows: Int
  ) throws(AutodiffError) -> [[Double]] {
    try checkArguments(parameters: parameters, columns: columns, rows: rows)
    if let array = inputs.first(where: { $0.shape != .uniform && $0.shape != .rows }) {
      throw AutodiffError(
        "run", "input `\(array.name)` is an array of shape \(array.shape); interpret it by interpretArrays")
    }
    var (parameter, column) = (parameters.makeIterator(), columns.makeIterator())
    let arguments = inputs.map { input in
      input.role == .parameter ? [parameter.next() ?? .nan] : (column.next() ?? [])
    }
    var values: [[Double]] = []
    values.reserveCapacity(nodes.count)
    for node in nodes {
      switch node.operation {
      case .input(let place): values.append(arguments[place])
      case .literal(let bits): values.append([Double(bitPattern: bits)])
      case .apply(.rowSum): values.append([laneSum(values[node.operands[0]], rows: rows)])
      case .transform(let operation):
        throw AutodiffError("run", "the program has arrays (\(operation.base.name)); interpret it by interpretArrays")
      case .apply(let primitive):
        let operands = node.operands.map { values[$0] }
        func element(_ i: Int, _ row: Int) -> Double {
          i < operands.count ? operands[i][nodes[node.operands[i]].shape == .rows ? row : 0] : 0
        }
        let count = node.shape == .rows ? rows : 1
        values.append((0..<count).map { primitive.scalar(element(0, $0), element(1, $0), element(2, $0)) })
      }
    }
    return values
  }

  private func laneSum(_ x: [Double], rows: Int) -> Double {
    var lanes = [Double](repeating: 0, count: 64)
    for row in 0..<rows { lanes[row % 64] += x[x.count == 1 ? 0 : row] }
    for half in [32, 16, 8, 4, 2, 1] {
      for lane in 0..<half { lanes[lane] += lanes[lane + half] }
    }
    return lanes[0]
  }

  func checkArguments(parameters: [Double], columns: [[Double]], rows: Int) throws(AutodiffError) {
    guard parameters.count == self.parameters.count else {
      throw .count("parameters", found: parameters.count, expected: self.parameters)
    }
    guard columns.count == self.columns.count else {
      throw .count("columns", found: columns.count, expected: self.columns)
    }
    for (name, column) in zip(self.columns, columns) where column.count != rows {
      throw AutodiffError("run", "column `\(name)` has \(column.count) rows, expected \(rows)")
    }
  }
}
