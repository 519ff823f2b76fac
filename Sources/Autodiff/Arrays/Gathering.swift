/// Rows of an array by their indices: `y[i] = x[indices[i]]`.
struct Gathering: ArrayOperation {
  var name: String { "gather" }

  func shape(of operands: [Shape]) throws(ShapeFault) -> Shape {
    guard operands[0].rank >= 1 else { throw ShapeFault("an array of rows") }
    return Shape(operands[1].extents + operands[0].extents.dropFirst())
  }

  func rows(namedBy operand: Int, of operands: [Shape]) -> Int? { operand == 1 ? operands[0].extents[0] : nil }

  func pullback(_ operand: Int, _ x: [Tensor], _ y: Tensor, _ d: Tensor) -> Tensor? {
    operand == 0 ? Scattering(rows: x[0].shape.extents[0]).apply([d, x[1]]) : nil
  }

  func evaluate<Element: TensorElement>(_ x: Operands<Element>) -> [Element] {
    let columns = x.shapes[0].extents.dropFirst().reduce(1, *)
    return x.indices[1].flatMap { x.values[0][Int($0) * columns..<(Int($0) + 1) * columns] }
  }

  func kernel<Element: TensorElement>(_ call: KernelCall<Element>) -> () -> Void {
    guard let indices = call.indices[1] else { return {} }
    let (count, columns) = (call.shapes[1].count, call.shapes[0].extents.dropFirst().reduce(1, *))
    return { [kernels = Element.kernels] in kernels.gather(call.operands[0], indices, count, columns, call.result) }
  }
}

/// Rows added to those that indices name, in their order: `y[indices[i]] += x[i]`, from +0.
struct Scattering: ArrayOperation {
  let rows: Int

  var name: String { "scatter to \(rows) rows" }

  func shape(of operands: [Shape]) throws(ShapeFault) -> Shape {
    guard operands[0].extents.starts(with: operands[1].extents) else {
      throw ShapeFault("a row for each index, [\(operands[1].extents.map(String.init).joined(separator: ", ")), …]")
    }
    return Shape([rows] + operands[0].extents.dropFirst(operands[1].rank))
  }

  func rows(namedBy operand: Int, of operands: [Shape]) -> Int? { operand == 1 ? rows : nil }

  func pullback(_ operand: Int, _ x: [Tensor], _ y: Tensor, _ d: Tensor) -> Tensor? {
    operand == 0 ? Gathering().apply([d, x[1]]) : nil
  }

  func evaluate<Element: TensorElement>(_ x: Operands<Element>) -> [Element] {
    let columns = x.shape.extents.dropFirst().reduce(1, *)
    var result = [Element](repeating: 0, count: x.shape.count)
    for (row, index) in x.indices[1].enumerated() {
      for column in 0..<columns { result[Int(index) * columns + column] += x.values[0][row * columns + column] }
    }
    return result
  }

  func kernel<Element: TensorElement>(_ call: KernelCall<Element>) -> () -> Void {
    guard let indices = call.indices[1] else { return {} }
    let (count, columns) = (call.shapes[1].count, call.shape.extents.dropFirst().reduce(1, *))
    let total = call.shape.count
    return { [kernels = Element.kernels] in
      call.result.clear(total)
      kernels.scatterAdd(call.operands[0], indices, count, columns, call.result)
    }
  }
}

extension Tensor {
  /// The rows that indices name: `[r, …]` by `[i…]` → `[i…, …]`. Indices lie in `0..<r`; runs check them.
  public func gathered(_ indices: Tensor, file: StaticString = #fileID, line: UInt = #line) -> Tensor {
    guard indices.isIndices else { return fault("gather", "indices from `Trace.indices`", Site(file, line)) }
    return Gathering().apply([self, indices], site: Site(file, line))
  }

  /// Rows added up where indices put them, in order: `[i…, …]` by `[i…]` → `[rows, …]`.
  public func scattered(
    _ indices: Tensor, rows: Int, file: StaticString = #fileID, line: UInt = #line
  ) -> Tensor {
    guard indices.isIndices else { return fault("scatter", "indices from `Trace.indices`", Site(file, line)) }
    return Scattering(rows: rows).apply([self, indices], site: Site(file, line))
  }
}
