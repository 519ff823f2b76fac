import CKernels

/// Elements read by strides, each at most once: transposes, flips, slices. `y[i] = x[start + Σ iₖ strideₖ]`.
struct Arrangement: ArrayOperation {
  let label: String
  /// The shape of the array that is read.
  let source: Shape
  let target: Shape
  let start: Int
  let strides: [Int]

  var name: String { label }

  func shape(of operands: [Shape]) throws(ShapeFault) -> Shape {
    guard operands[0] == source else { throw ShapeFault("the shape \(source)") }
    return target
  }

  func pullback(_ operand: Int, _ x: [Tensor], _ y: Tensor, _ d: Tensor) -> Tensor? {
    Placement(arrangement: self).apply([d])
  }

  func evaluate<Element: TensorElement>(_ x: Operands<Element>) -> [Element] {
    target.offsets(strides: strides, start: start).map { x.values[0][$0] }
  }

  func kernel<Element: TensorElement>(_ call: KernelCall<Element>) -> () -> Void {
    let layout = kn_layout(target, from: strides, start: start, to: target.strides)
    return { [kernels = Element.kernels] in kernels.copy(layout, call.operands[0], call.result) }
  }
}

/// The transpose of an arrangement: elements are put where it reads them, and 0 everywhere else.
struct Placement: ArrayOperation {
  let arrangement: Arrangement

  var name: String { "place as in " + arrangement.label }

  func shape(of operands: [Shape]) throws(ShapeFault) -> Shape {
    guard operands[0] == arrangement.target else { throw ShapeFault("the shape \(arrangement.target)") }
    return arrangement.source
  }

  func pullback(_ operand: Int, _ x: [Tensor], _ y: Tensor, _ d: Tensor) -> Tensor? { arrangement.apply([d]) }

  func evaluate<Element: TensorElement>(_ x: Operands<Element>) -> [Element] {
    var result = [Element](repeating: 0, count: arrangement.source.count)
    let places = arrangement.target.offsets(strides: arrangement.strides, start: arrangement.start)
    for (value, place) in zip(x.values[0], places) { result[place] = value }
    return result
  }

  func kernel<Element: TensorElement>(_ call: KernelCall<Element>) -> () -> Void {
    let (target, count) = (arrangement.target, arrangement.source.count)
    let layout = kn_layout(target, from: target.strides, to: arrangement.strides, at: arrangement.start)
    let fills = target.count < count
    return { [kernels = Element.kernels] in
      if fills { call.result.clear(count) }
      kernels.copy(layout, call.operands[0], call.result)
    }
  }
}

extension Tensor {
  /// The axes in another order: axis k of the result is axis `order[k]` of the tensor.
  public func transposed(_ order: [Int], file: StaticString = #fileID, line: UInt = #line) -> Tensor {
    let site = Site(file, line)
    guard order.sorted() == Array(0..<shape.rank) else {
      return fault("transpose", "the axes 0..<\(shape.rank) in some order, not \(order)", site)
    }
    guard order != Array(0..<shape.rank) else { return self }
    return arranged(
      "transpose \(order)", to: order.map { shape.extents[$0] }, strides: order.map { shape.strides[$0] }, site: site)
  }

  /// A matrix's rows as columns.
  public func transposed(file: StaticString = #fileID, line: UInt = #line) -> Tensor {
    transposed([1, 0], file: file, line: line)
  }

  /// The elements in reversed order along some axes.
  public func flipped(_ axes: [Int], file: StaticString = #fileID, line: UInt = #line) -> Tensor {
    let site = Site(file, line)
    guard axes.allSatisfy(shape.extents.indices.contains) else {
      return fault("flip", "axes in 0..<\(shape.rank), not \(axes)", site)
    }
    var (strides, start) = (shape.strides, 0)
    for axis in Set(axes).sorted() {
      start += (shape.extents[axis] - 1) * strides[axis]
      strides[axis] = -strides[axis]
    }
    return arranged("flip \(axes)", to: shape.extents, start: start, strides: strides, site: site)
  }

  /// Part of the tensor: the elements of a range along one axis.
  public func sliced(
    _ axis: Int, _ range: Range<Int>, file: StaticString = #fileID, line: UInt = #line
  ) -> Tensor {
    let site = Site(file, line)
    guard shape.extents.indices.contains(axis), range.lowerBound >= 0, range.upperBound <= shape.extents[axis] else {
      return fault("slice", "an axis in 0..<\(shape.rank) and a range inside it, not \(range) of axis \(axis)", site)
    }
    guard range.count < shape.extents[axis] else { return self }
    var extents = shape.extents
    extents[axis] = range.count
    return arranged(
      "slice \(range) of axis \(axis)", to: extents, start: range.lowerBound * shape.strides[axis],
      strides: shape.strides, site: site)
  }

  /// The elements moved cyclically: element i of the result is element i − shift of the tensor.
  public func rolled(_ axis: Int, by shift: Int, file: StaticString = #fileID, line: UInt = #line) -> Tensor {
    let site = Site(file, line)
    guard shape.extents.indices.contains(axis), shape.extents[axis] > 0 else {
      return fault("roll", "an axis in 0..<\(shape.rank), not \(axis)", site)
    }
    let extent = shape.extents[axis]
    let cut = ((-shift) % extent + extent) % extent
    guard cut != 0 else { return self }
    return concatenated(
      [sliced(axis, cut..<extent, file: file, line: line), sliced(axis, 0..<cut, file: file, line: line)], axis: axis,
      file: file, line: line)
  }

  func arranged(
    _ label: String, to extents: [Int], start: Int = 0, strides: [Int], site: Site? = nil
  ) -> Tensor {
    Arrangement(label: label, source: shape, target: Shape(extents), start: start, strides: strides)
      .apply([self], site: site)
  }
}

/// Tensors side by side along an axis; the other extents agree.
public func concatenated(
  _ tensors: [Tensor], axis: Int, file: StaticString = #fileID, line: UInt = #line
) -> Tensor {
  precondition(!tensors.isEmpty, "concatenated (\(file):\(line)): of no tensors")
  guard tensors.count > 1 else { return tensors[0] }
  return Concatenation(axis: axis).apply(tensors, site: Site(file, line))
}

/// Arrays side by side along an axis.
struct Concatenation: ArrayOperation {
  let axis: Int

  var name: String { "concatenate along axis \(axis)" }

  func shape(of operands: [Shape]) throws(ShapeFault) -> Shape {
    var extents = operands[0].extents
    guard extents.indices.contains(axis) else { throw ShapeFault("an axis \(axis)") }
    extents[axis] = 0
    for operand in operands {
      var others = operand.extents
      guard others.count == extents.count else { throw ShapeFault("operands of one rank") }
      extents[axis] += others[axis]
      others[axis] = extents[axis]
      guard others == extents else { throw ShapeFault("operands that differ along axis \(axis) only") }
    }
    return Shape(extents)
  }

  func pullback(_ operand: Int, _ x: [Tensor], _ y: Tensor, _ d: Tensor) -> Tensor? {
    let start = x[..<operand].reduce(0) { $0 + $1.shape.extents[axis] }
    return d.sliced(axis, start..<start + x[operand].shape.extents[axis])
  }

  func pushforward(_ x: [Tensor], _ y: Tensor, _ dx: [Tensor?]) -> Tensor? {
    apply(zip(x, dx).map { $1 ?? Tensor(0).expanded(to: $0.shape, in: y.trace) })
  }

  func evaluate<Element: TensorElement>(_ x: Operands<Element>) -> [Element] {
    var result = [Element](repeating: 0, count: x.shape.count)
    var start = 0
    for (values, shape) in zip(x.values, x.shapes) {
      for (value, place) in zip(values, shape.offsets(strides: x.shape.strides, start: start)) {
        result[place] = value
      }
      start += shape.extents[axis] * x.shape.strides[axis]
    }
    return result
  }

  func kernel<Element: TensorElement>(_ call: KernelCall<Element>) -> () -> Void {
    var start = 0
    var layouts: [kn_layout] = []
    for shape in call.shapes {
      layouts.append(kn_layout(shape, from: shape.strides, to: call.shape.strides, at: start))
      start += shape.extents[axis] * call.shape.strides[axis]
    }
    return { [kernels = Element.kernels] in
      for (layout, operand) in zip(layouts, call.operands) { kernels.copy(layout, operand, call.result) }
    }
  }
}
