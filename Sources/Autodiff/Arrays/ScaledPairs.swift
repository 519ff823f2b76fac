import CKernels

/// The form `Σ y[i, c, f] scale[p] filter[p, f] x[j, c, f]` over all pairs and both their sides, one array left out.
///
/// The form is linear in each of its arrays, so that every derivative, to any order, is the form with another array
/// left out. It is the same from both ends: y and x may be exchanged.
struct ScaledPairs: ArrayOperation {
  enum Result: String, Hashable {
    /// Of scale, filter and x: each atom's sum over its neighbours, `[atoms, c, f]`.
    case sums
    /// Of scale, x and y: `[pairs, f]`.
    case filters
    /// Of filter, x and y: `[pairs]`.
    case scales
  }
  let result: Result

  var name: String { "scaled pairs, \(result.rawValue)" }

  func shape(of operands: [Shape]) throws(ShapeFault) -> Shape {
    guard operands.count == 7 else { throw ShapeFault("three arrays and a neighbourhood") }
    let (pairs, sender) = (operands[0], operands[result == .sums ? 2 : 1])
    guard sender.rank == 3 else { throw ShapeFault("an array [atoms, components, features]") }
    if let fault = NeighbourLists.fault(operands, atoms: sender.extents[0], pairs: pairs.extents.first ?? 0) {
      throw fault
    }
    let (count, features) = (pairs.extents[0], sender.extents[2])
    let (scales, filters) = (Shape([count]), Shape([count, features]))
    let expected: [Shape]
    let found: Shape
    switch result {
    case .sums: (expected, found) = ([scales, filters, sender], sender)
    case .filters: (expected, found) = ([scales, sender, sender], filters)
    case .scales: (expected, found) = ([filters, sender, sender], scales)
    }
    guard Array(operands.prefix(3)) == expected else {
      throw ShapeFault("shapes " + expected.map(\.description).joined(separator: ", "))
    }
    return found
  }

  func rows(namedBy operand: Int, of operands: [Shape]) -> Int? {
    NeighbourLists.rows(namedBy: operand, of: operands)
  }

  func pullback(_ operand: Int, _ x: [Tensor], _ y: Tensor, _ d: Tensor) -> Tensor? {
    let lists = Array(x.suffix(4))
    func form(_ result: Result, _ arrays: Tensor...) -> Tensor { Self(result: result).apply(arrays + lists) }
    switch (result, operand) {
    case (.sums, 0): return form(.scales, x[1], x[2], d)
    case (.sums, 1): return form(.filters, x[0], x[2], d)
    case (.sums, 2): return form(.sums, x[0], x[1], d)
    case (.filters, 0): return form(.scales, d, x[1], x[2])
    case (.filters, 1): return form(.sums, x[0], d, x[2])
    case (.filters, 2): return form(.sums, x[0], d, x[1])
    case (.scales, 0): return form(.filters, d, x[1], x[2])
    case (.scales, 1): return form(.sums, d, x[0], x[2])
    case (.scales, 2): return form(.sums, d, x[0], x[1])
    default: return nil
    }
  }

  func pushforward(_ x: [Tensor], _ y: Tensor, _ dx: [Tensor?]) -> Tensor? { sumOfTangents(x, dx) }

  func evaluate<Element: TensorElement>(_ x: Operands<Element>) -> [Element] {
    let (lists, sender) = (NeighbourLists(x), x.shapes[result == .sums ? 2 : 1].extents)
    let (components, features) = (sender[1], sender[2])
    let (a, b, c) = (x.values[0], x.values[1], x.values[2])
    if result == .sums {
      return (0..<sender[0]).flatMap { atom in
        (0..<components * features).map { place in
          lists.neighbours(of: atom).reduce(0) { sum, other in
            let sent = b[other.pair * features + place % features] * c[other.other * components * features + place]
            return sum.addingProduct(sent, a[other.pair])
          }
        }
      }
    }
    /// One side of a pair: a chain over components.
    func side(_ i: Int64, _ j: Int64, _ f: Int) -> Element {
      let (i, j) = (Int(i) * components * features + f, Int(j) * components * features + f)
      return (1..<max(1, components)).reduce(c[i] * b[j]) {
        $0.addingProduct(c[i + $1 * features], b[j + $1 * features])
      }
    }
    return lists.first.indices.flatMap { pair -> [Element] in
      let (i, j) = (lists.first[pair], lists.second[pair])
      let sides = (0..<features).map { side(i, j, $0) + side(j, i, $0) }
      if result == .filters { return sides.map { a[pair] * $0 } }
      return [sixteenLaneSum((0..<features).map { (a[pair * features + $0], sides[$0]) })]
    }
  }

  func kernel<Element: TensorElement>(_ call: KernelCall<Element>) -> () -> Void {
    let sender = call.shapes[result == .sums ? 2 : 1].extents
    guard let neighbourhood = kn_neighbourhood(call, features: sender[2], components: sender[1]) else { return {} }
    let (kernels, x) = (Element.kernels.pairs, call.operands)
    switch result {
    case .sums: return { kernels.scaledSums(neighbourhood, x[0], x[1], x[2], call.result) }
    case .filters: return { kernels.scaledFilters(neighbourhood, x[0], x[1], x[2], call.result) }
    case .scales: return { kernels.scaledScales(neighbourhood, x[0], x[1], x[2], call.result) }
    }
  }
}

/// A sum of products: term i goes to lane i mod 16, a chain of fused multiply-adds from +0; the lanes are added by
/// the tree 8, 4, 2, 1.
func sixteenLaneSum<Element: TensorElement>(_ terms: [(Element, Element)]) -> Element {
  var lanes = [Element](repeating: 0, count: 16)
  for (i, term) in terms.enumerated() { lanes[i % 16] = lanes[i % 16].addingProduct(term.0, term.1) }
  for half in [8, 4, 2, 1] { for lane in 0..<half { lanes[lane] += lanes[lane + half] } }
  return lanes[0]
}
