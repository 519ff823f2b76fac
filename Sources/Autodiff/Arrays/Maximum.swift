import CKernels

/// The largest element over axes: NaN if any is NaN. Its derivative is shared equally by all that are largest.
struct Maximum: ArrayOperation {
  /// In ascending order.
  let axes: [Int]

  var name: String { "maximum over axes \(axes)" }

  func shape(of operands: [Shape]) throws(ShapeFault) -> Shape {
    try Summation(axes: axes, isExact: false).shape(of: operands)
  }

  func pullback(_ operand: Int, _ x: [Tensor], _ y: Tensor, _ d: Tensor) -> Tensor? {
    let share = winners(x[0], y)
    return share * spread(d, x[0])
  }

  func pushforward(_ x: [Tensor], _ y: Tensor, _ dx: [Tensor?]) -> Tensor? {
    dx[0].map { (winners(x[0], y) * $0).sum(over: axes) }
  }

  /// 1/k where one of k largest elements is, else 0.
  private func winners(_ x: Tensor, _ y: Tensor) -> Tensor {
    let isLargest = Primitive.eq(x, spread(y, x))
    return isLargest / spread(isLargest.sum(over: axes), x)
  }

  private func spread(_ value: Tensor, _ x: Tensor) -> Tensor {
    var extents = x.shape.extents
    for axis in axes { extents[axis] = 1 }
    return value.reshaped(to: Shape(extents)).expanded(to: x.shape)
  }

  func evaluate<Element: TensorElement>(_ x: Operands<Element>) -> [Element] {
    let (shape, strides) = (x.shapes[0], x.shapes[0].strides)
    let reduced = Shape(axes.map { shape.extents[$0] }).offsets(strides: axes.map { strides[$0] })
    let kept = shape.extents.indices.filter { !axes.contains($0) }
    return Shape(kept.map { shape.extents[$0] }).offsets(strides: kept.map { strides[$0] }).map { start in
      reduced.reduce(-Element.infinity) { best, place in
        let value = x.values[0][start + place]
        if best.isNaN || value.isNaN { return .nan }
        return best == value ? (best.sign == .minus ? value : best) : (best > value ? best : value)
      }
    }
  }

  func kernel<Element: TensorElement>(_ call: KernelCall<Element>) -> () -> Void {
    let reduction = kn_axes(call.shapes[0], reducing: axes)
    return { [kernels = Element.kernels] in kernels.max(reduction, call.operands[0], call.result) }
  }
}

extension Tensor {
  /// The largest element over some axes, or over all; the axes are gone from the result.
  ///
  /// NaN if any element is. Where several are largest, they share the derivative equally.
  public func maximum(over axes: [Int]? = nil, file: StaticString = #fileID, line: UInt = #line) -> Tensor {
    let axes = Set(axes ?? Array(shape.extents.indices)).sorted()
    return axes.isEmpty ? self : Maximum(axes: axes).apply([self], site: Site(file, line))
  }
}
