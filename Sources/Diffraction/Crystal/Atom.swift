/// One atom of the asymmetric unit.
public struct Atom: Sendable, Equatable {
  /// Its name in the structure, such as `O1`.
  public var label: String
  /// What scatters: `Pb2+`, `O`, `11B`.
  public var type: String
  /// Fractional coordinates.
  public var position: SIMD3<Double>
  /// The part of the site that it fills.
  public var occupancy: Double
  /// The mean square displacement U_iso, in Å².
  public var displacement: Double

  public init(
    _ label: String, type: String, position: SIMD3<Double>, occupancy: Double = 1, displacement: Double = 0.006
  ) {
    (self.label, self.type, self.position) = (label, type, position)
    (self.occupancy, self.displacement) = (occupancy, displacement)
  }
}

/// A crystal structure: a cell, a space group, and the atoms of the asymmetric unit.
public struct Crystal: Sendable {
  public var name: String
  public var cell: Cell
  public var spaceGroup: SpaceGroup
  public var atoms: [Atom]
  /// What a reader of the source should know: a choice made for it, a value that was missing.
  public var remarks: [String]

  public init(_ name: String, cell: Cell, spaceGroup: SpaceGroup, atoms: [Atom], remarks: [String] = []) {
    (self.name, self.cell, self.spaceGroup, self.atoms, self.remarks) = (name, cell, spaceGroup, atoms, remarks)
  }
}
