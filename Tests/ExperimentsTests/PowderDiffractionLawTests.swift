import Diffraction
import Experiments
import Testing

/// The laws of refinements hold for structures of every crystal system, and see every planted fault.
@Suite struct PowderDiffractionLawTests {
  private static let names = ["fluorapatite", "corundum", "garnet", "rutile", "gypsum", "zincite", "anorthic"]

  /// What coordinates that symmetry ties to simple fractions hide: where nothing can be put wrong, nothing is seen.
  private static let unseen: [String: Set<String>] = [
    "rutile": ["single-precision"], "zincite": ["slack-edges", "axis-bound", "cell-setting", "origin-shift"],
  ]

  @Test(arguments: names) func everyLawIsKeptAndEveryFaultDies(_ name: String) throws {
    let crystal = try #require(try SimulatedPowder.structures().first { $0.name == name })
    var rays = Instrument()
    rays.secondWavelength = 1.5444274
    let folder = try FitFolder([
      "crystal.cif": SimulatedPowder.cif(crystal),
      "rays.xy": SimulatedPowder.columns(
        SimulatedPowder.points(crystal, rays, scale: 0.002, angles: SimulatedPowder.angles)),
      "neutrons.xy": SimulatedPowder.columns(
        SimulatedPowder.points(crystal, SimulatedPowder.neutrons(1.6), scale: 0.05, angles: SimulatedPowder.angles)),
    ])
    defer { folder.remove() }
    let body = """
      structure: crystal.cif
      patterns:
        rays: {file: rays.xy, radiation: CuKa, noise: poisson}
        neutrons: {file: neutrons.xy, radiation: neutron, wavelength: 1.6}
      steps: 30
      """
    let outcome = try folder.run(PowderDiffraction.self, body)
    let unseen = Self.unseen[name] ?? []
    try #require(try folder.suite(PowderDiffraction.self, body, on: outcome)).expectSound(unseen: unseen)
    try #require(try folder.suite(PowderDiffraction.self, body)).expectSound(unseen: unseen)
  }

  /// The origin may be put elsewhere only where the group's operations stay what they are.
  @Test func originsThatTheGroupAllows() throws {
    #expect(try SpaceGroup(named: "P n m a").originShifts.count == 7)
    #expect(try SpaceGroup(named: "P m -3 m").originShifts == [SIMD3(12, 12, 12)])
    // The axis of a polar group goes anywhere along itself.
    #expect(try SpaceGroup(named: "P 63 m c").originShifts.count == 23)
    #expect(try SpaceGroup(named: "P 1").originShifts.count == 24 * 24 * 24 - 1)
    // Half of an edge, or that and a translation of the centring.
    #expect(try SpaceGroup(named: "F d -3 m:2").originShifts.count == 4)
  }

  @Test func axesMayBeRenamed() throws {
    let crystal = try #require(try SimulatedPowder.structures().first { $0.name == "gypsum" })
    let renamed = try crystal.renamed(axes: [1, 2, 0])
    #expect(renamed.cell.edges == SIMD3(15.202, 6.522, 5.679))
    #expect(renamed.cell.angles == SIMD3(118.43, 90, 90))
    #expect(abs(renamed.cell.volume - crystal.cell.volume) < 1e-9)
    #expect(try renamed.renamed(axes: [2, 0, 1]).spaceGroup.operations == crystal.spaceGroup.operations)
  }
}
