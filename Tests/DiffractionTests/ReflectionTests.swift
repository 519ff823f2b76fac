import Diffraction
import Documents
import Testing

@Suite struct ReflectionTests {
  static let phases = ["Si", "CeO2", "NaCl", "LaB6", "PbSO4"]

  /// |F|², with and without dispersion, positions, multiplicities and intensities, to 1e-6 of another program's.
  @Test(arguments: phases) func agreesWithReference(_ phase: String) throws {
    let document = try Fixture.json("xray_reflections_CuKa.json")
    let reference = try #require(document["phases"]?[phase])
    let crystal = try crystal(reference, name: phase)
    let rows = try #require(reference["reflections"]?.asArray)
    #expect(rows.count > 10)
    let strongest = rows.compactMap { $0["F2"]?.asNumber }.max() ?? 0
    var plain = Instrument()
    for atom in crystal.atoms { plain.scattering[atom.type] = Dispersion(real: 0, imaginary: 0) }
    let computed = try [(plain, "F2"), (Instrument(), "F2_anom")].map { instrument, key in
      let model = try PatternModel(StructureModel(crystal), instrument, angles: Sample.angles(10, 175, step: 0.5))
      return (key, model, model.reflectionRows(at: model.start))
    }
    for row in rows {
      let h = (row["hkl"]?.numbers ?? []).map { Int($0) }
      for (key, model, table) in computed {
        let place = try #require(
          model.reflections.firstIndex { $0.equivalents.contains(SIMD3(h[0], h[1], h[2])) }, "\(h)")
        let found = table[place]
        #expect(found.multiplicity == row["mult"]?.asNumber.map { Int($0) })
        let expected = try #require(row[key]?.asNumber)
        #expect(abs(found.structureFactor - expected) <= 1e-6 * expected + 1e-9 * strongest, "\(phase) \(h) \(key)")
        #expect(abs(found.angle - (row["two_theta"]?.asNumber ?? 0)) < 1e-9)
        guard key == "F2", let intensity = row["I"]?.asNumber, expected > 1e-3 * strongest else { continue }
        #expect(abs(found.intensity - intensity) <= 1e-6 * intensity, "\(phase) \(h)")
      }
    }
  }

  private func crystal(_ reference: JSON, name: String) throws -> Crystal {
    let cell = try #require(reference["cell"]?.numbers)
    let symbol = try #require(reference["space_group"]?.asString)
    let atoms = (reference["atoms"]?.asArray ?? []).map { atom -> Atom in
      let x = atom["xyz"]?.numbers ?? []
      return Atom(
        atom["label"]?.asString ?? "", type: atom["element"]?.asString ?? "", position: SIMD3(x[0], x[1], x[2]),
        occupancy: atom["occ"]?.asNumber ?? 1, displacement: atom["Uiso"]?.asNumber ?? 0)
    }
    return Crystal(
      name, cell: Cell(edges: SIMD3(cell[0], cell[1], cell[2]), angles: SIMD3(cell[3], cell[4], cell[5])),
      spaceGroup: try SpaceGroup(named: symbol), atoms: atoms)
  }

  /// A structure moved to another origin, its atoms replaced by equivalent ones, scatters alike.
  @Test func originAndEquivalentAtomsDoNotMatter() throws {
    let crystal = try Sample.anglesite()
    var equivalent = crystal
    for (k, atom) in crystal.atoms.enumerated() {
      equivalent.atoms[k].position = crystal.spaceGroup.operations[(3 * k + 5) % 8].applied(to: atom.position)
    }
    var shifted = crystal
    // Half a cell along each axis leads to another inversion centre of the same group.
    for k in shifted.atoms.indices { shifted.atoms[k].position += SIMD3(0.5, 0.5, 0.5) }
    let tables = try [crystal, equivalent, shifted].map { crystal in
      let model = try PatternModel(StructureModel(crystal), Instrument(), angles: Sample.angles(10, 100, step: 0.5))
      return model.reflectionRows(at: model.start).map(\.structureFactor)
    }
    for other in tables.dropFirst() {
      for (a, b) in zip(tables[0], other) { #expect(abs(a - b) <= 1e-9 * max(a, 1)) }
    }
  }

  /// Without inversion centre the mean of h and −h counts, which no choice of hand changes.
  @Test func friedelPairsAreMeans() throws {
    let crystal = try Sample.quartz()
    var mirrored = crystal
    mirrored.spaceGroup = try SpaceGroup(named: "P 31 2 1")
    for k in mirrored.atoms.indices { mirrored.atoms[k].position *= -1 }
    let tables = try [crystal, mirrored].map { crystal in
      let model = try PatternModel(StructureModel(crystal), Instrument(), angles: Sample.angles(10, 100, step: 0.5))
      return model.reflectionRows(at: model.start)
    }
    #expect(tables[0].count == tables[1].count)
    for (a, b) in zip(tables[0], tables[1]) {
      #expect(abs(a.structureFactor - b.structureFactor) <= 1e-9 * max(a.structureFactor, 1))
    }
  }

  @Test func neutronsSeeNuclei() throws {
    var instrument = Instrument()
    instrument.radiation = .neutron
    instrument.wavelength = 1.909
    let model = try PatternModel(
      StructureModel(Sample.ceria()), instrument, angles: Sample.angles(20, 150, step: 0.5))
    let first = try #require(model.reflectionRows(at: model.start).first)
    // hkl = 111: four times b(Ce) − 0, the two oxygens cancel; b(Ce) = 4.84 fm.
    let fall = -8 * Double.pi * Double.pi * 0.0025 / (4 * first.spacing * first.spacing)
    let expected = 16 * 4.84 * 4.84 * (1 + 2 * fall + 2 * fall * fall)
    #expect(first.index == SIMD3(1, 1, 1) && first.multiplicity == 8)
    #expect(abs(first.structureFactor - expected) < 1e-3 * expected)
  }
}
