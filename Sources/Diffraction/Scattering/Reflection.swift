/// A reflection with all that symmetry makes equal to it.
public struct Reflection: Sendable, Equatable {
  /// One of its indices: the greatest in lexicographic order.
  public let index: SIMD3<Int>
  /// All of them, −h included: its powder multiplicity is their number.
  public let equivalents: [SIMD3<Int>]

  public var multiplicity: Int { equivalents.count }

  /// Every reflection of a crystal with d ≥ `spacing` (Å) that the space group does not extinguish, by falling d.
  ///
  /// Friedel's pairs count as one. Cost: that of all indices in the sphere, times the order of the Laue group.
  public static func all(of crystal: Crystal, downTo spacing: Double) -> [Reflection] {
    let rotations = crystal.spaceGroup.laueRotations
    let reciprocal = crystal.cell.metric.inverse
    let edges = crystal.cell.edges / spacing
    let most = SIMD3(Int(edges.x), Int(edges.y), Int(edges.z))
    let limit = 1 / (spacing * spacing)
    var found: [(q: Double, reflection: Reflection)] = []
    for h in 0...most.x {
      for k in -most.y...most.y {
        for l in -most.z...most.z {
          let index = SIMD3(h, k, l)
          let v = SIMD3<Double>(index)
          let q = reciprocal.form(v, v)
          guard q > 0, q <= limit, let equivalents = representative(index, rotations) else { continue }
          guard !crystal.spaceGroup.extinguishes(index) else { continue }
          found.append((q, Reflection(index: index, equivalents: equivalents)))
        }
      }
    }
    return found.sorted { a, b in
      // Rounding must not decide the order of reflections of one d.
      abs(a.q - b.q) > 1e-12 * b.q ? a.q < b.q : precedes(b.reflection.index, a.reflection.index)
    }.map(\.reflection)
  }

  /// The equivalents of an index that is the greatest of them; nil for the others.
  private static func representative(_ index: SIMD3<Int>, _ rotations: [SymmetryOperation]) -> [SIMD3<Int>]? {
    var equivalents: [SIMD3<Int>] = []
    for rotation in rotations {
      let other = rotation.transposed(index)
      if precedes(index, other) { return nil }
      if !equivalents.contains(other) { equivalents.append(other) }
    }
    return equivalents
  }

  private static func precedes(_ a: SIMD3<Int>, _ b: SIMD3<Int>) -> Bool {
    (a.x, a.y, a.z) < (b.x, b.y, b.z)
  }
}
