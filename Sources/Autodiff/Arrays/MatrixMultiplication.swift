import CKernels
import Determinism

/// A product of matrices, or of equally many pairs of them, or an affine map. Every element is one chain of fused
/// multiply-adds over k ascending, from +0 or, with a third operand, from the bias of its column.
struct MatrixMultiplication: ArrayOperation {
  let transposesA: Bool
  let transposesB: Bool

  var name: String { "product" + (transposesA ? ", left transposed" : "") + (transposesB ? ", right transposed" : "") }

  private func sizes(_ a: Shape, _ b: Shape) -> (batches: Int, rows: Int, columns: Int, depth: Int, depthOfB: Int)? {
    guard a.rank == b.rank, a.rank == 2 || a.rank == 3, a.rank == 2 || a.extents[0] == b.extents[0] else { return nil }
    let (x, y) = (Array(a.extents.suffix(2)), Array(b.extents.suffix(2)))
    return (
      a.rank == 3 ? a.extents[0] : 1, transposesA ? x[1] : x[0], transposesB ? y[0] : y[1],
      transposesA ? x[0] : x[1], transposesB ? y[1] : y[0]
    )
  }

  func shape(of operands: [Shape]) throws(ShapeFault) -> Shape {
    guard let sizes = sizes(operands[0], operands[1]) else {
      throw ShapeFault("two matrices, or equally many pairs of them: [m, k] and [k, n], or [b, m, k] and [b, k, n]")
    }
    guard sizes.depth == sizes.depthOfB else {
      throw ShapeFault("as many columns on the left as rows on the right, not \(sizes.depth) and \(sizes.depthOfB)")
    }
    if operands.count == 3, operands[2] != Shape([sizes.columns]) {
      throw ShapeFault("a bias of shape [\(sizes.columns)]")
    }
    return Shape((operands[0].rank == 3 ? [sizes.batches] : []) + [sizes.rows, sizes.columns])
  }

  // With op(a) op(b) = y: the cotangent of a is d op(b)ᵀ, or its transpose; that of b is op(a)ᵀ d, or its transpose.
  func pullback(_ operand: Int, _ x: [Tensor], _ y: Tensor, _ d: Tensor) -> Tensor? {
    switch operand {
    case 0:
      return transposesA
        ? Self(transposesA: transposesB, transposesB: true).apply([x[1], d])
        : Self(transposesA: false, transposesB: !transposesB).apply([d, x[1]])
    case 1:
      return transposesB
        ? Self(transposesA: true, transposesB: transposesA).apply([d, x[0]])
        : Self(transposesA: !transposesA, transposesB: false).apply([x[0], d])
    default:
      return d.sum(over: Array(0..<d.shape.rank - 1))
    }
  }

  func pushforward(_ x: [Tensor], _ y: Tensor, _ dx: [Tensor?]) -> Tensor? {
    let bias = dx.count == 3 ? dx[2] : nil
    var sum: Tensor?
    if let da = dx[0] { sum = apply(bias.map { [da, x[1], $0] } ?? [da, x[1]]) }
    if let db = dx[1] {
      // The tangent of the bias enters one chain only.
      let part = apply(sum == nil ? bias.map { [x[0], db, $0] } ?? [x[0], db] : [x[0], db])
      sum = sum.map { $0 + part } ?? part
    }
    return sum ?? bias?.expanded(to: y.shape)
  }

  func evaluate<Element: TensorElement>(_ x: Operands<Element>) -> [Element] {
    guard let n = sizes(x.shapes[0], x.shapes[1]) else { return [] }
    var result: [Element] = []
    for batch in 0..<n.batches {
      for i in 0..<n.rows {
        for j in 0..<n.columns {
          var sum: Element = x.values.count == 3 ? x.values[2][j] : 0
          for k in 0..<n.depth {
            let a = x.values[0][batch * n.rows * n.depth + (transposesA ? k * n.rows + i : i * n.depth + k)]
            let b = x.values[1][batch * n.depth * n.columns + (transposesB ? j * n.depth + k : k * n.columns + j)]
            sum = sum.addingProduct(a, b)
          }
          result.append(sum)
        }
      }
    }
    return result
  }

  func kernel<Element: TensorElement>(_ call: KernelCall<Element>) -> () -> Void {
    guard let n = sizes(call.shapes[0], call.shapes[1]) else { return {} }
    let layout = ProductLayout(
      batches: n.batches, rows: n.rows, columns: n.columns, depth: n.depth, transposesA: transposesA,
      transposesB: transposesB, activation: call.rectifies ? .relu : .none)
    return Element.kernels.product(
      layout, call.operands[0], call.operands[1], call.operands.count == 3 ? call.operands[2] : nil, call.result)
  }
}

/// The matrix product `a b`, `[m, k] [k, n] → [m, n]`, or of equally many pairs, `[b, m, k] [b, k, n] → [b, m, n]`.
///
/// Each element is one chain of fused multiply-adds over k ascending, so that no row knows of another.
public func product(
  _ a: Tensor, _ b: Tensor, transposingA: Bool = false, transposingB: Bool = false, file: StaticString = #fileID,
  line: UInt = #line
) -> Tensor {
  MatrixMultiplication(transposesA: transposingA, transposesB: transposingB).apply([a, b], site: Site(file, line))
}

/// `x w + bias`, `[…, k] [k, n] + [n] → […, n]`. The chains start from the bias.
public func affine(
  _ x: Tensor, _ w: Tensor, bias: Tensor? = nil, file: StaticString = #fileID, line: UInt = #line
) -> Tensor {
  let site = Site(file, line)
  guard x.shape.rank >= 1, w.shape.rank == 2 else {
    return x.fault("affine map", "a value of at least one axis and weights [k, n], not \(x.shape) and \(w.shape)", site)
  }
  let rows = x.shape.extents.dropLast().reduce(1, *)
  let flat = x.reshaped(to: Shape([rows, x.shape.extents.last ?? 1]), site: site)
  let y = MatrixMultiplication(transposesA: false, transposesB: false)
    .apply([flat, w] + (bias.map { [$0] } ?? []), site: site)
  return y.reshaped(to: Shape(x.shape.extents.dropLast() + [w.shape.extents[1]]), site: site)
}
