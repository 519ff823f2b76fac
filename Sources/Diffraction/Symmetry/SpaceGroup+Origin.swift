extension SpaceGroup {
  /// The shifts of the origin, in 24ths of the edges, after which the operations are the same: x → x + s leaves them
  /// where (R − 1) s is a translation of the lattice for every R. Those of the centring itself are not among them.
  public var originShifts: [SIMD3<Int>] {
    let n = SymmetryOperation.denominator
    func isLattice(_ v: SIMD3<Int>) -> Bool {
      centring.contains { centre in
        let rest = v &- centre
        return rest.x % n == 0 && rest.y % n == 0 && rest.z % n == 0
      }
    }
    func leaves(_ operation: SymmetryOperation, _ s: SIMD3<Int>) -> Bool {
      let rows = operation.rows
      let turned = SIMD3((rows[0] &* s).wrappedSum(), (rows[1] &* s).wrappedSum(), (rows[2] &* s).wrappedSum())
      return isLattice(turned &- s)
    }
    var shifts: [SIMD3<Int>] = []
    for place in 1..<(n * n * n) {
      let s = SIMD3(place / (n * n), place / n % n, place % n)
      guard representatives.allSatisfy({ leaves($0, s) }), !centring.contains(s) else { continue }
      shifts.append(s)
    }
    return shifts
  }
}
