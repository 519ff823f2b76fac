extension Crystal {
  /// The same crystal with its axes named otherwise: the new i-th axis is the old one of `axes[i]`.
  ///
  /// An odd order changes the hand of the axes, which no powder shows.
  /// - Throws: what makes the new operations no group.
  public func renamed(axes: [Int]) throws(DiffractionError) -> Crystal {
    func moved<Scalar: SIMDScalar>(_ v: SIMD3<Scalar>) -> SIMD3<Scalar> { SIMD3(v[axes[0]], v[axes[1]], v[axes[2]]) }
    let operations = spaceGroup.operations.map { operation in
      SymmetryOperation(rows: axes.map { moved(operation.rows[$0]) }, translation: moved(operation.translation))
    }
    var result = self
    result.cell = Cell(edges: moved(cell.edges), angles: moved(cell.angles))
    result.spaceGroup = try SpaceGroup(spaceGroup.symbol, generators: operations)
    for k in result.atoms.indices { result.atoms[k].position = moved(atoms[k].position) }
    return result
  }
}
