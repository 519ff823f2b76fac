/// A basis of space along which atoms are sorted: lattice vectors where the box repeats, unit vectors elsewhere.
struct PeriodicBox: Sendable {
  let lattice: Lattice
  let repeats: [Bool]
  let reciprocal: Lattice

  init(_ lattice: Lattice?, _ repeats: [Bool]) throws(MoleculesError) {
    self.repeats = repeats
    var basis = lattice ?? Lattice(cube: 1)
    guard repeats.contains(true) else {
      self.lattice = Lattice(cube: 1)
      reciprocal = self.lattice
      return
    }
    guard lattice != nil else {
      throw MoleculesError("lattice", "is missing, though the box is periodic; give three vectors, or pbc=\"F F F\"")
    }
    // A vector along which nothing repeats may be anything: one at right angles to the others takes its place.
    let free = (0..<3).filter { !repeats[$0] }
    if free.count == 2, let kept = repeats.firstIndex(of: true) {
      let axis = basis[kept]
      let shortest = (0..<3).min { axis[$0].magnitude < axis[$1].magnitude } ?? 0
      var other = SIMD3<Double>.zero
      other[shortest] = 1
      basis[free[0]] = unit(cross(axis, other))
    }
    if let last = free.last { basis[last] = unit(cross(basis[(last + 1) % 3], basis[(last + 2) % 3])) }
    let lengths = (0..<3).reduce(1.0) { $0 * dot(basis[$1], basis[$1]).squareRoot() }
    guard basis.volume > 1e-9 * lengths, lengths.isFinite else {
      throw MoleculesError(
        "lattice", "its vectors \(basis.rows) span a volume of \(basis.volume) Å³; give three that span a box")
    }
    self.lattice = basis
    reciprocal = basis.reciprocal
  }

  /// The distance between the planes that the other two vectors span.
  func height(_ vector: Int) -> Double { 1 / dot(reciprocal[vector], reciprocal[vector]).squareRoot() }
}

private func unit(_ v: SIMD3<Double>) -> SIMD3<Double> { v / dot(v, v).squareRoot() }
