import CKernels

/// From the first atom of each pair to the second, `r[p] = x[second] − x[first]`; and its transpose, the sum over
/// each atom's list of r where it is the second and −r where it is the first, in the list's order from +0.
struct PairDifference: ArrayOperation {
  let isTransposed: Bool

  var name: String { isTransposed ? "pair differences, transposed" : "pair differences" }

  func shape(of operands: [Shape]) throws(ShapeFault) -> Shape {
    guard operands[0].rank >= 1 else { throw ShapeFault("rows") }
    let rows = operands[0].extents[0]
    if let fault = NeighbourLists.fault(operands, atoms: isTransposed ? nil : rows, pairs: isTransposed ? rows : nil) {
      throw fault
    }
    let count = isTransposed ? operands[3].count - 1 : operands[1].count
    return Shape([count] + operands[0].extents.dropFirst())
  }

  func rows(namedBy operand: Int, of operands: [Shape]) -> Int? {
    NeighbourLists.rows(namedBy: operand, of: operands)
  }

  func pullback(_ operand: Int, _ x: [Tensor], _ y: Tensor, _ d: Tensor) -> Tensor? {
    operand == 0 ? Self(isTransposed: !isTransposed).apply([d] + x.dropFirst()) : nil
  }

  func evaluate<Element: TensorElement>(_ x: Operands<Element>) -> [Element] {
    let (lists, columns) = (NeighbourLists(x), x.shape.extents.dropFirst().reduce(1, *))
    let rows = x.values[0]
    guard isTransposed else {
      return zip(lists.first, lists.second).flatMap { first, second in
        (0..<columns).map { rows[Int(second) * columns + $0] - rows[Int(first) * columns + $0] }
      }
    }
    return (0..<x.shape.extents[0]).flatMap { atom in
      (0..<columns).map { column in
        lists.neighbours(of: atom).reduce(0) { sum, other in
          let r = rows[other.pair * columns + column]
          return other.isSecond ? sum + r : sum - r
        }
      }
    }
  }

  func kernel<Element: TensorElement>(_ call: KernelCall<Element>) -> () -> Void {
    let columns = call.shape.extents.dropFirst().reduce(1, *)
    guard let neighbourhood = kn_neighbourhood(call, features: columns) else { return {} }
    let kernels = Element.kernels.pairs
    return isTransposed
      ? { kernels.divergences(neighbourhood, columns, call.operands[0], call.result) }
      : { kernels.differences(neighbourhood, columns, call.operands[0], call.result) }
  }
}
