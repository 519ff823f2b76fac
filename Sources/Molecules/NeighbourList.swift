/// All pairs of atoms nearer than a cutoff, each from both sides, images of a periodic box included.
///
/// A pair is a centre i, a neighbour j and an image n, three whole numbers: the neighbour's place seen from the centre
/// is `(xⱼ − xᵢ) + Σ nₖ aₖ`, computed like this, so that the pair seen from the other side is its exact negative. An atom
/// is its own neighbour in other images. Positions need not lie in the box. Pairs are ordered by centre, neighbour
/// and image, so that nothing of how they were found is left.  Cost: O(atoms + pairs), by a list of cells.
public struct NeighbourList: Sendable, Equatable {
  public let cutoff: Double
  /// One for each pair, ascending.
  public private(set) var centres: [Int] = []
  /// One for each pair.
  public private(set) var neighbours: [Int] = []
  /// One for each pair: how many lattice vectors the neighbour is moved by. All zero without a periodic box.
  public private(set) var images: [SIMD3<Int>] = []
  /// [pairs, 3], in Å: the images as vectors, Σ nₖ aₖ.
  public private(set) var shifts: [Double] = []

  public var count: Int { centres.count }

  /// The pairs of a frame.
  public init(_ frame: Frame, cutoff: Double) throws(MoleculesError) {
    try self.init(
      positions: frame.positions, lattice: frame.lattice, isPeriodic: frame.isPeriodic, cutoff: cutoff)
  }

  /// - Parameters:
  ///   - positions: [atoms, 3], row after row, in Å.
  ///   - lattice: due where the box repeats along any vector.
  ///   - cutoff: in Å; it may exceed the box.
  /// - Throws: where a coordinate is not finite, or the periodic vectors span nothing.
  public init(
    positions: [Double], lattice: Lattice? = nil, isPeriodic: [Bool]? = nil, cutoff: Double
  ) throws(MoleculesError) {
    self.cutoff = cutoff
    let box = try PeriodicBox(lattice, isPeriodic ?? Array(repeating: lattice != nil, count: 3))
    guard cutoff > 0, cutoff.isFinite else {
      throw MoleculesError("cutoff", "is \(cutoff) Å; a positive length is due")
    }
    if let place = positions.firstIndex(where: { !$0.isFinite || $0.magnitude > 1e9 }) {
      throw MoleculesError(
        "atom \(place / 3)", "has the coordinate \(positions[place]); a length in Å is due; see where it was moved to")
    }
    let cells = CellGrid(positions, box, cutoff: cutoff)
    for centre in 0..<(positions.count / 3) {
      for pair in cells.neighbours(of: centre) {
        centres.append(centre)
        neighbours.append(pair.neighbour)
        images.append(pair.image)
        shifts += [pair.shift.x, pair.shift.y, pair.shift.z]
      }
    }
  }
}

extension NeighbourList {
  /// The places of the pairs seen from one side only: each two atoms once, and of an atom's own images one of each two.
  public var once: [Int] {
    (0..<count).filter { place in
      let (i, j, n) = (centres[place], neighbours[place], images[place])
      return i != j ? i < j : (n.x, n.y, n.z) > (0, 0, 0)
    }
  }

  /// Pairs in arrays of a fixed length, for programs whose shapes are fixed.
  ///
  /// The places that no pair needs hold the first atom beside itself, moved by twice the cutoff along x: a model that
  /// ends at the cutoff gives them exactly nothing, and no distance is 0.
  public struct Padded: Sendable, Equatable {
    public let centres: [Int]
    public let neighbours: [Int]
    /// [capacity, 3], in Å.
    public let shifts: [Double]
    /// How many of them are pairs; the rest is padding.
    public let count: Int
  }

  /// - Parameter capacity: at least `count`.
  public func padded(to capacity: Int) -> Padded {
    precondition(capacity >= count, "NeighbourList.padded: \(count) pairs do not fit \(capacity) places")
    let rest = capacity - count
    return Padded(
      centres: centres + Array(repeating: 0, count: rest), neighbours: neighbours + Array(repeating: 0, count: rest),
      shifts: shifts + (0..<rest).flatMap { _ in [2 * cutoff, 0, 0] }, count: count)
  }

  /// A length for so many pairs: the next of a series that grows by an eighth, so that few programs serve a motion.
  public static func capacity(for count: Int) -> Int {
    var capacity = 16
    while capacity < count { capacity += max(16, capacity / 128 * 16) }
    return capacity
  }
}
