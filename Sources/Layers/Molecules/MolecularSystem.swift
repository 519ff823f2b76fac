public import Autodiff

/// One molecule or periodic box, ready for programs: its atoms and which of them see each other.
///
/// Each atom's neighbours are ordered by what it sees: distance, element, direction. So sums over neighbours have the
/// same bits under whatever numbers the atoms go, at no cost; neighbours that agree in all of that are one and the same.
public struct MolecularSystem: Sendable {
  /// For each atom the row of its element in the embedding.
  public let species: [Int]
  /// `[atoms, 3]`, in Å, from the atom that comes first by its coordinates: translations by exact amounts move nothing.
  public let positions: [Double]
  /// The atoms of each pair, and what is added to the difference of their positions, `[pairs, 3]` in Å.
  public let first, second: [Int]
  public let shifts: [Double]
  /// Where each atom's list begins, and where the last ends; 2 p for the first atom of pair p, 2 p + 1 for the second.
  public let starts, list: [Int]

  public var atomCount: Int { species.count }
  public var pairCount: Int { first.count }

  /// - Parameters:
  ///   - species: rows of the embedding.
  ///   - positions: `[atoms, 3]`, in Å.
  ///   - first: the first atom of each pair, every pair once.
  ///   - second: its second atom.
  ///   - shifts: `[pairs, 3]`, in Å: the second atom is seen from the first at `x₂ − x₁ + shift`.
  ///   - isAnchored: whether positions are told from an atom, not from the given origin.
  public init(
    species: [Int], positions: [Double], first: [Int], second: [Int], shifts: [Double], isAnchored: Bool = true
  ) {
    precondition(
      positions.count == 3 * species.count && second.count == first.count && shifts.count == 3 * first.count,
      "MolecularSystem: \(positions.count) coordinates of \(species.count) atoms, \(shifts.count) of \(first.count) pairs"
    )
    (self.species, self.first, self.second, self.shifts) = (species, first, second, shifts)
    let places = (0..<species.count).map { SIMD3(positions[3 * $0], positions[3 * $0 + 1], positions[3 * $0 + 2]) }
    let anchor = isAnchored ? places.min { ($0.x, $0.y, $0.z) < ($1.x, $1.y, $1.z) } ?? .zero : .zero
    self.positions = places.flatMap { [$0.x - anchor.x, $0.y - anchor.y, $0.z - anchor.z] }
    var seen = [[Sight]](repeating: [], count: species.count)
    for pair in first.indices {
      let (i, j) = (first[pair], second[pair])
      let away = (places[j] - places[i]) + SIMD3(shifts[3 * pair], shifts[3 * pair + 1], shifts[3 * pair + 2])
      seen[i].append(Sight(entry: 2 * pair, species: species[j], direction: away))
      seen[j].append(Sight(entry: 2 * pair + 1, species: species[i], direction: -away))
    }
    var (starts, list) = ([0], [Int]())
    for own in seen {
      list += own.sorted { $0.isBefore($1) }.map(\.entry)
      starts.append(list.count)
    }
    (self.starts, self.list) = (starts, list)
  }

  /// A neighbour as an atom sees it.
  private struct Sight {
    let entry, species: Int
    let direction: SIMD3<Double>
    let distance: Double

    init(entry: Int, species: Int, direction: SIMD3<Double>) {
      (self.entry, self.species, self.direction) = (entry, species, direction)
      let squares = direction * direction
      distance = (squares.x + squares.y) + squares.z
    }

    func isBefore(_ other: Sight) -> Bool {
      if distance != other.distance { return distance < other.distance }
      if species != other.species { return species < other.species }
      let (a, b) = (direction, other.direction)
      return (a.x, a.y, a.z) < (b.x, b.y, b.z)
    }
  }
}

/// The room that a program has for molecules.
public struct MolecularRoom: Sendable, Hashable {
  public var molecules: Int
  /// Places for atoms in each molecule.
  public var places: Int
  /// Pairs of all molecules together.
  public var pairs: Int

  public init(molecules: Int, places: Int, pairs: Int) {
    (self.molecules, self.places, self.pairs) = (molecules, places, pairs)
  }

  /// Room for any so many of some systems.
  public init(_ molecules: Int, of systems: [MolecularSystem]) {
    self.molecules = molecules
    places = systems.reduce(1) { max($0, $1.atomCount) }
    pairs = max(1, systems.map(\.pairCount).sorted(by: >).prefix(molecules).reduce(0, +))
  }
}

extension Session {
  /// Gives a program with `MolecularInputs` its molecules. Traps when there is no room for them.
  /// - Parameter cutoff: of the model, in Å.
  /// - Throws: `AutodiffError` when an element has no row in the embedding.
  public func load(_ systems: [MolecularSystem], _ room: MolecularRoom, cutoff: Double) throws(AutodiffError) {
    precondition(
      systems.count <= room.molecules && systems.allSatisfy { $0.atomCount <= room.places }
        && systems.reduce(0) { $0 + $1.pairCount } <= room.pairs, "Session.load: no room for \(systems.count) systems")
    let atoms = room.molecules * room.places
    var species = [Int64](repeating: 0, count: atoms)
    var positions = [Element](repeating: 0, count: 3 * atoms)
    var present = [Element](repeating: 0, count: atoms)
    var share = [Element](repeating: 1, count: room.molecules)
    var (first, second) = ([Int64](repeating: 0, count: room.pairs), [Int64](repeating: 0, count: room.pairs))
    // Places that no pair needs: the first atom beside itself, beyond the cutoff, and where no sine of the radial basis
    // vanishes: arguments beside multiples of π take long.
    var shifts = [Element](repeating: 0, count: 3 * room.pairs)
    for pair in 0..<room.pairs { shifts[3 * pair] = Element(1.7 * cutoff) }
    var (starts, list) = ([Int64](), [Int64]())
    var pairs = 0
    for (m, system) in systems.enumerated() {
      let offset = m * room.places
      share[m] = 1 / Element(max(1, system.atomCount))
      for i in 0..<system.atomCount {
        species[offset + i] = Int64(system.species[i])
        present[offset + i] = 1
        for k in 0..<3 { positions[3 * (offset + i) + k] = Element(system.positions[3 * i + k]) }
      }
      for p in 0..<system.pairCount {
        first[pairs + p] = Int64(offset + system.first[p])
        second[pairs + p] = Int64(offset + system.second[p])
        for k in 0..<3 { shifts[3 * (pairs + p) + k] = Element(system.shifts[3 * p + k]) }
      }
      starts += system.starts.dropLast().map { Int64($0 + 2 * pairs) }
      starts += (system.atomCount..<room.places).map { _ in Int64(2 * (pairs + system.pairCount)) }
      list += system.list.map { Int64($0 + 2 * pairs) }
      pairs += system.pairCount
    }
    starts += (starts.count...atoms).map { _ in Int64(2 * pairs) }
    list += [Int64](repeating: 0, count: 2 * room.pairs - list.count)
    if takes("atoms.positions") { load("atoms.positions", positions) }
    load("pairs.shifts", shifts)
    load("atoms.present", present)
    if takes("molecules.share") { load("molecules.share", share) }
    try load("atoms.species", indices: species)
    try load("pairs.first", indices: first)
    try load("pairs.second", indices: second)
    try load("pairs.starts", indices: starts)
    try load("pairs.list", indices: list)
  }
}
