/// Copies of a value along a new first axis: `y[k, …] = x[…]`.
///
/// What the copies' users give back is added exactly, so that their order reaches no bit of a gradient.
struct Copying: ArrayOperation {
  let count: Int

  var name: String { "\(count) copies" }

  func shape(of operands: [Shape]) throws(ShapeFault) -> Shape { Shape([count] + operands[0].extents) }

  func pullback(_ operand: Int, _ x: [Tensor], _ y: Tensor, _ d: Tensor) -> Tensor? { d.exactSum(over: [0]) }

  func evaluate<Element: TensorElement>(_ x: Operands<Element>) -> [Element] {
    (0..<count).flatMap { _ in x.values[0] }
  }

  func kernel<Element: TensorElement>(_ call: KernelCall<Element>) -> () -> Void {
    let (copies, each) = (count, call.shapes[0].count)
    return { for k in 0..<copies { (call.result + k * each).update(from: call.operands[0], count: each) } }
  }
}

extension Tensor {
  /// Copies along a new first axis, `[…]` → `[count, …]`, for users on whose order no bit may depend.
  ///
  /// The gradient of the tensor is the **exact** sum of its copies' gradients (`exactSum`), the same for every order:
  /// heads on one trunk, events over one risk set. Traps unless `count` is positive.
  public func copies(_ count: Int, file: StaticString = #fileID, line: UInt = #line) -> Tensor {
    precondition(count > 0, "copies (\(file):\(line)): \(count) copies; at least one is due")
    return Copying(count: count).apply([self], site: Site(file, line))
  }
}
