import CKernels

/// A value spread over axes along which it does not change: `y[i] = x[i at the axes that x has]`.
struct Expansion: ArrayOperation {
  let target: Shape

  var name: String { "expand to \(target)" }

  func shape(of operands: [Shape]) throws(ShapeFault) -> Shape {
    guard Shape.broadcast([operands[0], target]) == target else { throw ShapeFault("a shape that meets \(target)") }
    return target
  }

  func pullback(_ operand: Int, _ x: [Tensor], _ y: Tensor, _ d: Tensor) -> Tensor? { d.reduced(to: x[0].shape) }

  func evaluate<Element: TensorElement>(_ x: Operands<Element>) -> [Element] {
    target.offsets(strides: x.shapes[0].strides(spreadTo: target)).map { x.values[0][$0] }
  }

  func kernel<Element: TensorElement>(_ call: KernelCall<Element>) -> () -> Void {
    let layout = kn_layout(
      target, from: call.shapes[0].strides(spreadTo: target), to: target.strides)
    return { [kernels = Element.kernels] in kernels.copy(layout, call.operands[0], call.result) }
  }
}

extension kn_layout {
  /// The layout of the elements of a shape. Axes that lie in each other on both sides are one.
  init(_ shape: Shape, from x: [Int], start xStart: Int = 0, to y: [Int], at yStart: Int = 0) {
    self.init()
    var axes: [(extent: Int, x: Int, y: Int)] = []
    for axis in shape.extents.indices where shape.extents[axis] != 1 {
      let next = (extent: shape.extents[axis], x: x[axis], y: y[axis])
      if let last = axes.last, last.x == next.x * next.extent, last.y == next.y * next.extent {
        axes[axes.count - 1] = (last.extent * next.extent, next.x, next.y)
      } else {
        axes.append(next)
      }
    }
    if axes.isEmpty { axes = [(shape.count, 1, 1)] }
    precondition(
      axes.count <= Int(KN_LAYOUT_LIMIT), "a value of shape \(shape) has more axes than can be laid out anew")
    rank = axes.count
    (x_start, y_start) = (xStart, yStart)
    withUnsafeMutableBytes(of: &extents) { $0.bindMemory(to: Int.self).set(axes.map(\.extent)) }
    withUnsafeMutableBytes(of: &x_strides) { $0.bindMemory(to: Int.self).set(axes.map(\.x)) }
    withUnsafeMutableBytes(of: &y_strides) { $0.bindMemory(to: Int.self).set(axes.map(\.y)) }
  }
}

extension UnsafeMutableBufferPointer<Int> {
  func set(_ values: [Int]) { for (i, value) in values.enumerated() { self[i] = value } }
}

extension Tensor {
  /// The value, spread over the axes of a shape that it meets.
  func expanded(to target: Shape, in trace: Trace? = nil) -> Tensor {
    guard shape != target, !target.hasRows, let trace = trace ?? self.trace else { return self }
    return trace.apply(AnyOperation(base: Expansion(target: target)), [self], site: nil)
  }

  /// The value, spread over the axes of a shape that it meets: extents of 1, or missing ones in front, are spread.
  public func expanded(to extents: [Int], file: StaticString = #fileID, line: UInt = #line) -> Tensor {
    guard shape.extents != extents else { return self }
    return Expansion(target: Shape(extents)).apply([self], site: Site(file, line))
  }

  /// The sum over the axes along which a value of this shape would be spread.
  func reduced(to target: Shape) -> Tensor {
    guard shape != target else { return self }
    return sum(over: target.spreadAxes(in: shape)).reshaped(to: target)
  }
}
