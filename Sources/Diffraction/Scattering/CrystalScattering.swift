/// |F|² of a crystal under one radiation, reflection by reflection, for atoms anywhere in it.
///
/// What a refinement decides once, which images an atom has in the cell, is decided anew for every list of positions.
public struct CrystalScattering: Sendable {
  public let crystal: Crystal
  private let scatterers: [Scatterer]

  /// - Throws: an atom without tabulated scattering.
  public init(_ crystal: Crystal, _ instrument: Instrument) throws(DiffractionError) {
    self.crystal = crystal
    var scatterers: [Scatterer] = []
    for atom in crystal.atoms {
      scatterers.append(
        try Scatterer(
          atom.type, instrument.radiation, wavelength: instrument.wavelength,
          dispersion: instrument.scattering[atom.type]))
    }
    self.scatterers = scatterers
  }

  /// The same atoms under another group's symmetry.
  public func with(_ group: SpaceGroup) -> CrystalScattering {
    var other = crystal
    other.spaceGroup = group
    return CrystalScattering(other, scatterers)
  }

  private init(_ crystal: Crystal, _ scatterers: [Scatterer]) {
    (self.crystal, self.scatterers) = (crystal, scatterers)
  }

  /// |F|² per cell, in electrons² or fm².
  /// - Parameter positions: fractional coordinates, one for each atom of the crystal.
  public func squares(of indices: [SIMD3<Int>], at positions: [SIMD3<Double>]) -> [Double] {
    precondition(
      positions.count == crystal.atoms.count,
      "CrystalScattering: \(positions.count) positions for \(crystal.atoms.count) atoms")
    let sites = positions.map { Site($0, in: crystal) }
    let weight = Double(crystal.spaceGroup.centring.count)
    let factors = StructureFactors(
      members: zip(sites, scatterers).map { StructureFactors.Member(site: $0, scatterer: $1, weight: weight) })
    let atoms = zip(sites, crystal.atoms).map { site, atom in
      AtomState(position: site.position, occupancy: atom.occupancy, displacement: atom.displacement)
    }
    let reciprocal = crystal.cell.metric.inverse
    var workspace = StructureFactors.Workspace()
    var value = StructureFactors.Value(count: atoms.count)
    return indices.map { index in
      // The factors sum over the group modulo its centring, whose waves cancel here.
      guard !crystal.spaceGroup.isDarkByCentring(index) else { return 0 }
      let h = SIMD3<Double>(index)
      factors.evaluate(index, q: reciprocal.form(h, h), atoms, &workspace, into: &value)
      return value.square
    }
  }
}
