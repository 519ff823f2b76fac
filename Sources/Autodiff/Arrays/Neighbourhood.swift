import CKernels

/// Which atoms are neighbours: inputs of a program, and the sums over neighbours that stand on them.
///
/// Two atoms that see each other are one *pair*, which both use: what depends on their distance alone is computed and
/// stored once; what has a direction turns its sign for the second atom. Every sum runs over an atom's list in the
/// list's order and knows nothing of other atoms, nor of which atom of a pair is the first: lists that are ordered by
/// geometry give each atom the same bits under whatever number it goes.
public struct Neighbourhood {
  public let atoms: Int
  /// How many pairs there is room for. A pair that is in no list enters no sum; its own values, and
  /// derivatives as if it were in one, are computed: what it is multiplied with must be 0.
  public let pairs: Int
  let first, second, starts, list: Tensor

  /// Asks for the four arrays of indices, `NAME.first` and `NAME.second` `[pairs]`: the atoms of each pair;
  /// `NAME.starts` `[atoms + 1]`: where in `NAME.list` `[2 pairs]` each atom's pairs begin, and where the last ends:
  /// 2 p where the atom is the first of pair p, 2 p + 1 where it is the second. Starts ascend.
  public init(_ trace: Trace, _ name: String, atoms: Int, pairs: Int) {
    (self.atoms, self.pairs) = (atoms, pairs)
    first = trace.indices(name + ".first", shape: [pairs])
    second = trace.indices(name + ".second", shape: [pairs])
    starts = trace.indices(name + ".starts", shape: [atoms + 1])
    list = trace.indices(name + ".list", shape: [2 * pairs])
  }

  var indices: [Tensor] { [first, second, starts, list] }

  /// From the first atom of each pair to the second: `[atoms, …]` → `[pairs, …]`.
  public func differences(_ x: Tensor, file: StaticString = #fileID, line: UInt = #line) -> Tensor {
    PairDifference(isTransposed: false).apply([x] + indices, site: Site(file, line))
  }

  /// Sums over neighbours j by pair p: `y[i, c, f] = Σ scale[p] filter[p, f] x[j, c, f]`;
  /// x: `[atoms, f]` or `[atoms, c, f]`, filter: `[pairs, f]`, scale: `[pairs]`.
  public func sum(
    _ x: Tensor, filter: Tensor, scale: Tensor, file: StaticString = #fileID, line: UInt = #line
  ) -> Tensor {
    let components = x.shape.rank == 2 ? x.reshaped(to: [x.shape.extents[0], 1, x.shape.extents[1]]) : x
    let y = ScaledPairs(result: .sums).apply([scale, filter, components] + indices, site: Site(file, line))
    return y.shape.rank == 3 && x.shape.rank == 2 ? y.reshaped(to: x.shape) : y
  }

  /// Sums over neighbours j by pair p, which has a direction: `y[i, k, f] = Σ ± direction[p, k] filter[p, f] x[j, f]`,
  /// minus where i is the second of the pair; x: `[atoms, f]`, filter: `[pairs, f]`, direction: `[pairs, 3]`.
  public func sum(
    _ x: Tensor, filter: Tensor, direction: Tensor, file: StaticString = #fileID, line: UInt = #line
  ) -> Tensor {
    DirectedPairs(result: .sums).apply([direction, filter, x] + indices, site: Site(file, line))
  }
}

/// What kernels and definitions read of a neighbourhood, the operands behind the numbers.
struct NeighbourLists {
  let first, second, starts, list: [Int64]

  init<Element: TensorElement>(_ x: Operands<Element>) {
    let own = x.indices.suffix(4)
    (first, second) = (own[own.startIndex], own[own.startIndex + 1])
    (starts, list) = (own[own.startIndex + 2], own[own.startIndex + 3])
  }

  /// The pairs of an atom in the order of its list, its neighbour in each, and whether it is the second there.
  func neighbours(of atom: Int) -> [(pair: Int, other: Int, isSecond: Bool)] {
    list[Int(starts[atom])..<Int(starts[atom + 1])].map { entry in
      let (pair, isSecond) = (Int(entry) / 2, entry % 2 == 1)
      return (pair, Int(isSecond ? first[pair] : second[pair]), isSecond)
    }
  }

  /// What is wrong with the shapes of the four arrays, or nil.
  static func fault(_ operands: [Shape], atoms: Int? = nil, pairs: Int? = nil) -> ShapeFault? {
    let own = operands.suffix(4).map(\.count)
    guard own.count == 4, own[0] == own[1], own[3] == 2 * own[0], own[2] > 0 else {
      return ShapeFault("the four arrays of a neighbourhood")
    }
    if let atoms, atoms != own[2] - 1 { return ShapeFault("a row for each of \(own[2] - 1) atoms") }
    if let pairs, pairs != own[0] { return ShapeFault("a row for each of \(own[0]) pairs") }
    return nil
  }

  /// How many rows the indices of an operand may name.
  static func rows(namedBy operand: Int, of operands: [Shape]) -> Int? {
    let pairs = operands[operands.count - 4].count
    return switch operands.count - operand {
    case 4, 3: operands[operands.count - 2].count - 1
    case 2: 2 * pairs + 1
    case 1: 2 * pairs
    default: nil
    }
  }
}

extension kn_neighbourhood {
  /// Nil where an array of indices is not there.
  init?<Element: TensorElement>(_ call: KernelCall<Element>, features: Int, components: Int = 1) {
    let (own, shapes) = (call.indices.suffix(4).compactMap(\.self), call.shapes.suffix(4).map(\.count))
    guard own.count == 4 else { return nil }
    self.init(
      atoms: shapes[2] - 1, pairs: shapes[0], features: features, components: components, first: own[0],
      second: own[1], starts: own[2], list: own[3])
  }
}
