import CKernels

/// The form `Σ ± y[i, k, f] direction[p, k] filter[p, f] x[j, f]` over all pairs and both their sides, k < 3, minus
/// where i is the second of the pair; one array left out.
///
/// The form is linear in each of its arrays, so that every derivative, to any order, is the form with another array
/// left out.
struct DirectedPairs: ArrayOperation {
  enum Result: String, Hashable {
    /// Of direction, filter and x: each atom's sum over its neighbours, `[atoms, 3, f]`.
    case sums
    /// Of direction, filter and y: each atom's sum over those that it sends to, `[atoms, f]`.
    case senders
    /// Of direction, x and y: `[pairs, f]`.
    case filters
    /// Of filter, x and y: `[pairs, 3]`.
    case directions
  }
  let result: Result

  var name: String { "directed pairs, \(result.rawValue)" }

  func shape(of operands: [Shape]) throws(ShapeFault) -> Shape {
    guard operands.count == 7, let pairs = operands[0].extents.first, let width = operands[0].extents.last,
      let features = result == .directions ? width : operands[1].extents.last,
      let atoms = operands[2].extents.first
    else { throw ShapeFault("three arrays and a neighbourhood") }
    if let fault = NeighbourLists.fault(operands, atoms: atoms, pairs: pairs) { throw fault }
    let (filters, directions) = (Shape([pairs, features]), Shape([pairs, 3]))
    let (senders, receivers) = (Shape([atoms, features]), Shape([atoms, 3, features]))
    let expected: [Shape]
    let found: Shape
    switch result {
    case .sums: (expected, found) = ([directions, filters, senders], receivers)
    case .senders: (expected, found) = ([directions, filters, receivers], senders)
    case .filters: (expected, found) = ([directions, senders, receivers], filters)
    case .directions: (expected, found) = ([filters, senders, receivers], directions)
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
    case (.sums, 0): return form(.directions, x[1], x[2], d)
    case (.sums, 1): return form(.filters, x[0], x[2], d)
    case (.sums, 2): return form(.senders, x[0], x[1], d)
    case (.senders, 0): return form(.directions, x[1], d, x[2])
    case (.senders, 1): return form(.filters, x[0], d, x[2])
    case (.senders, 2): return form(.sums, x[0], x[1], d)
    case (.filters, 0): return form(.directions, d, x[1], x[2])
    case (.filters, 1): return form(.senders, x[0], d, x[2])
    case (.filters, 2): return form(.sums, x[0], d, x[1])
    case (.directions, 0): return form(.filters, d, x[1], x[2])
    case (.directions, 1): return form(.senders, d, x[0], x[2])
    case (.directions, 2): return form(.sums, d, x[0], x[1])
    default: return nil
    }
  }

  func pushforward(_ x: [Tensor], _ y: Tensor, _ dx: [Tensor?]) -> Tensor? { sumOfTangents(x, dx) }

  func evaluate<Element: TensorElement>(_ x: Operands<Element>) -> [Element] {
    let lists = NeighbourLists(x)
    let (a, b, c) = (x.values[0], x.values[1], x.values[2])
    let (atoms, features) = (x.shapes[2].extents[0], x.shapes[2].extents.last ?? 1)
    /// The chain over k of a direction's product with vectors `[atoms, 3, f]`.
    func along(_ pair: Int, _ atom: Int, _ f: Int) -> Element {
      let (d, y) = (3 * pair, 3 * atom * features + f)
      return (a[d] * c[y]).addingProduct(a[d + 1], c[y + features]).addingProduct(a[d + 2], c[y + 2 * features])
    }
    switch result {
    case .sums:
      return (0..<atoms).flatMap { atom in
        (0..<3 * features).map { place in
          let (k, f) = (place / features, place % features)
          return lists.neighbours(of: atom).reduce(0) { sum, other in
            let direction = a[3 * other.pair + k]
            return sum.addingProduct(
              b[other.pair * features + f] * c[other.other * features + f], other.isSecond ? -direction : direction)
          }
        }
      }
    case .senders:
      return (0..<atoms).flatMap { atom in
        (0..<features).map { f in
          lists.neighbours(of: atom).reduce(0) { sum, other in
            let received = along(other.pair, other.other, f)
            return sum.addingProduct(b[other.pair * features + f], other.isSecond ? received : -received)
          }
        }
      }
    case .filters:
      return lists.first.indices.flatMap { pair -> [Element] in
        let (i, j) = (Int(lists.first[pair]), Int(lists.second[pair]))
        return (0..<features).map { f in
          along(pair, i, f) * b[j * features + f] - along(pair, j, f) * b[i * features + f]
        }
      }
    case .directions:
      return lists.first.indices.flatMap { pair -> [Element] in
        let (i, j) = (Int(lists.first[pair]), Int(lists.second[pair]))
        return (0..<3).map { k in
          sixteenLaneSum(
            (0..<features).map { f in
              let one = c[(3 * i + k) * features + f] * b[j * features + f]
              return (a[pair * features + f], one - c[(3 * j + k) * features + f] * b[i * features + f])
            })
        }
      }
    }
  }

  func kernel<Element: TensorElement>(_ call: KernelCall<Element>) -> () -> Void {
    guard let neighbourhood = kn_neighbourhood(call, features: call.shapes[2].extents.last ?? 1) else { return {} }
    let (kernels, x) = (Element.kernels.pairs, call.operands)
    switch result {
    case .sums: return { kernels.directedSums(neighbourhood, x[0], x[1], x[2], call.result) }
    case .senders: return { kernels.directedSenders(neighbourhood, x[0], x[1], x[2], call.result) }
    case .filters: return { kernels.directedFilters(neighbourhood, x[0], x[1], x[2], call.result) }
    case .directions: return { kernels.directedDirections(neighbourhood, x[0], x[1], x[2], call.result) }
    }
  }
}
