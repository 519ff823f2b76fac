import CKernels

/// A sum over axes. Its order is part of its meaning: the reduced elements, in row-major order, go to lane i mod 64,
/// and the lanes are added by a fixed tree, in pieces of 8192 where there are more; or, exact, it is the same for every
/// order (`ExactSum`).
struct Summation: ArrayOperation {
  /// In ascending order.
  let axes: [Int]
  let isExact: Bool

  var name: String { (isExact ? "exact sum" : "sum") + " over axes \(axes)" }

  func shape(of operands: [Shape]) throws(ShapeFault) -> Shape {
    guard axes.allSatisfy(operands[0].extents.indices.contains) else {
      throw ShapeFault("axes in 0..<\(operands[0].rank)")
    }
    return Shape(operands[0].extents.indices.filter { !axes.contains($0) }.map { operands[0].extents[$0] })
  }

  func pullback(_ operand: Int, _ x: [Tensor], _ y: Tensor, _ d: Tensor) -> Tensor? {
    var extents = x[0].shape.extents
    for axis in axes { extents[axis] = 1 }
    return d.reshaped(to: Shape(extents)).expanded(to: x[0].shape)
  }

  func evaluate<Element: TensorElement>(_ x: Operands<Element>) -> [Element] {
    let (shape, strides) = (x.shapes[0], x.shapes[0].strides)
    let reduced = Shape(axes.map { shape.extents[$0] }).offsets(strides: axes.map { strides[$0] })
    let kept = shape.extents.indices.filter { !axes.contains($0) }
    return Shape(kept.map { shape.extents[$0] }).offsets(strides: kept.map { strides[$0] }).map { start in
      let terms = reduced.map { x.values[0][start + $0] }
      guard isExact else { return laneSum(terms) }
      return [Element](unsafeUninitializedCapacity: 1) { sum, count in
        var terms = terms
        Element.kernels.exactSum(kn_axes(Shape([terms.count]), reducing: [0]), &terms, &sum[0])
        count = 1
      }[0]
    }
  }

  func kernel<Element: TensorElement>(_ call: KernelCall<Element>) -> () -> Void {
    let (kernels, reduction) = (Element.kernels, kn_axes(call.shapes[0], reducing: axes))
    let (x, y) = (call.operands[0], call.result)
    return isExact ? { kernels.exactSum(reduction, x, y) } : { kernels.sum(reduction, x, y) }
  }
}

/// The sum that reductions are defined by: 64 lanes and a fixed tree; beyond 8192 terms, of the sums of each 8192.
func laneSum<Element: TensorElement>(_ terms: [Element]) -> Element {
  let piece = 8192
  guard terms.count <= piece else {
    return laneSum(stride(from: 0, to: terms.count, by: piece).map { laneSum(Array(terms[$0...].prefix(piece))) })
  }
  var lanes = [Element](repeating: 0, count: 64)
  for (i, term) in terms.enumerated() { lanes[i % 64] += term }
  for half in [32, 16, 8, 4, 2, 1] {
    for lane in 0..<half { lanes[lane] += lanes[lane + half] }
  }
  return lanes[0]
}

extension kn_axes {
  /// The axes of a dense array, of which some are reduced. Neighbours of one kind are one axis.
  init(_ shape: Shape, reducing axes: [Int]) {
    self.init()
    var merged: [(extent: Int, stride: Int, isReduced: Bool)] = []
    for (axis, extent) in shape.extents.enumerated() where extent != 1 {
      let isReduced = axes.contains(axis)
      if let last = merged.last, last.isReduced == isReduced {
        merged[merged.count - 1] = (last.extent * extent, shape.strides[axis], isReduced)
      } else {
        merged.append((extent, shape.strides[axis], isReduced))
      }
    }
    precondition(merged.count <= Int(KN_AXES_LIMIT), "a value of shape \(shape) has more axes than can be reduced")
    rank = merged.count
    withUnsafeMutableBytes(of: &extents) { $0.bindMemory(to: Int.self).set(merged.map(\.extent)) }
    withUnsafeMutableBytes(of: &strides) { $0.bindMemory(to: Int.self).set(merged.map(\.stride)) }
    for (i, axis) in merged.enumerated() where axis.isReduced { reduced |= 1 << UInt32(i) }
  }
}

extension Tensor {
  /// The sum over some axes, or over all; the axes are gone from the result.
  ///
  /// The elements of each sum, in row-major order, go to lane i mod 64; the lanes are added by a fixed tree. Of more
  /// than 8192 elements, each 8192 are summed so, and then their sums.
  public func sum(over axes: [Int]? = nil, file: StaticString = #fileID, line: UInt = #line) -> Tensor {
    summed(axes, exactly: false, Site(file, line))
  }

  /// The sum over some axes, or over all, the same for every order of the elements: for sets on which a law acts
  /// (positions under pooling, group elements, atoms).
  public func exactSum(over axes: [Int]? = nil, file: StaticString = #fileID, line: UInt = #line) -> Tensor {
    summed(axes, exactly: true, Site(file, line))
  }

  /// The mean over some axes, or over all.
  public func mean(over axes: [Int]? = nil, file: StaticString = #fileID, line: UInt = #line) -> Tensor {
    return sum(over: axes, file: file, line: line) * Tensor(1 / Double(count(over: axes)))
  }

  /// The mean over some axes, or over all, the same for every order of the elements.
  public func exactMean(over axes: [Int]? = nil, file: StaticString = #fileID, line: UInt = #line) -> Tensor {
    return exactSum(over: axes, file: file, line: line) * Tensor(1 / Double(count(over: axes)))
  }

  /// How many elements a sum over the axes adds; an axis that is not there is told by the sum.
  private func count(over axes: [Int]?) -> Int {
    (axes ?? Array(shape.extents.indices)).reduce(1) {
      $0 * (shape.extents.indices.contains($1) ? shape.extents[$1] : 1)
    }
  }

  private func summed(_ axes: [Int]?, exactly: Bool, _ site: Site) -> Tensor {
    let axes = Set(axes ?? Array(shape.extents.indices)).sorted()
    return axes.isEmpty ? self : Summation(axes: axes, isExact: exactly).apply([self], site: site)
  }
}
