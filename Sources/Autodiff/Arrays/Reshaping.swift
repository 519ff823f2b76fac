/// The same elements in the same order, under other extents. Costs nothing.
struct Reshaping: ArrayOperation {
  let target: Shape

  var name: String { "reshape to \(target)" }

  func shape(of operands: [Shape]) throws(ShapeFault) -> Shape {
    guard operands[0].count == target.count, !operands[0].hasRows else {
      throw ShapeFault("a shape of \(target.count) elements, as \(target) has")
    }
    return target
  }

  func pullback(_ operand: Int, _ x: [Tensor], _ y: Tensor, _ d: Tensor) -> Tensor? { d.reshaped(to: x[0].shape) }

  func evaluate<Element: TensorElement>(_ x: Operands<Element>) -> [Element] { x.values[0] }

  func kernel<Element: TensorElement>(_ call: KernelCall<Element>) -> () -> Void {
    let count = call.shape.count
    return { call.result.update(from: call.operands[0], count: count) }
  }
}

extension Tensor {
  /// The same elements under other extents.
  public func reshaped(to extents: [Int], file: StaticString = #fileID, line: UInt = #line) -> Tensor {
    reshaped(to: Shape(extents), site: Site(file, line))
  }

  func reshaped(to target: Shape, site: Site? = nil) -> Tensor {
    shape == target ? self : Reshaping(target: target).apply([self], site: site)
  }
}
