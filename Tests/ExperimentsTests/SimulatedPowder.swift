import Determinism
import Diffraction

/// Powder patterns of well-known structures, simulated, as files.
enum SimulatedPowder {
  /// A structure as databases write it.
  static func cif(_ crystal: Crystal) -> String {
    let (edges, angles) = (crystal.cell.edges, crystal.cell.angles)
    var text = """
      data_\(crystal.name)
      _cell_length_a \(edges.x)
      _cell_length_b \(edges.y)
      _cell_length_c \(edges.z)
      _cell_angle_alpha \(angles.x)
      _cell_angle_beta \(angles.y)
      _cell_angle_gamma \(angles.z)
      _space_group_name_H-M_alt '\(crystal.spaceGroup.symbol)'
      loop_
      _atom_site_label _atom_site_type_symbol
      _atom_site_fract_x _atom_site_fract_y _atom_site_fract_z
      _atom_site_occupancy _atom_site_U_iso_or_equiv

      """
    for atom in crystal.atoms {
      let x = atom.position
      text += "\(atom.label) \(atom.type) \(x.x) \(x.y) \(x.z) \(atom.occupancy) \(atom.displacement)\n"
    }
    return text
  }

  /// Points of a pattern with Poisson noise.
  static func points(
    _ crystal: Crystal, _ instrument: Instrument, scale: Double, angles: [Double], zero: Double = 0, seed: UInt64 = 7
  ) throws -> PowderPattern {
    let model = try PatternModel(StructureModel(crystal), instrument, angles: angles)
    var point = model.start
    for (name, value) in [
      ("scale", scale), ("W", 0.06), ("X", 0.05), ("axial", 0.02), ("background0", 200), ("zero", zero),
    ] {
      if let k = model.parameterNames.firstIndex(of: name) { point[k] = value }
    }
    return try PowderPattern(
      simulating: model.planned(at: point), at: point, RandomStream(seed: seed, name: crystal.name), name: crystal.name)
  }

  static func columns(_ pattern: PowderPattern) -> String {
    zip(pattern.angles, pattern.intensities).map { "\($0) \($1)\n" }.joined()
  }

  static func neutrons(_ wavelength: Double) -> Instrument {
    var instrument = Instrument()
    (instrument.radiation, instrument.wavelength, instrument.geometry) = (.neutron, wavelength, .debyeScherrer)
    return instrument
  }

  /// 2θ from 12° in tenths.
  static let angles = (0..<1000).map { 12 + Double($0) / 10 }

  private static func crystal(_ name: String, _ cell: [Double], _ group: String, _ atoms: [Atom]) throws -> Crystal {
    let cell = Cell(edges: SIMD3(cell[0], cell[1], cell[2]), angles: SIMD3(cell[3], cell[4], cell[5]))
    return Crystal(name, cell: cell, spaceGroup: try SpaceGroup(named: group, cell: cell), atoms: atoms)
  }

  /// Structures of every crystal system, with and without centre, some with a mixed or a half-filled site.
  static func structures() throws -> [Crystal] {
    [
      try crystal(
        "fluorapatite", [9.3973, 9.3973, 6.8782, 90, 90, 120], "P 63/m",
        [
          Atom("Ca1", type: "Ca2+", position: SIMD3(1 / 3.0, 2 / 3.0, 0.0012)),
          Atom("Ca2", type: "Ca2+", position: SIMD3(-0.0071, 0.2423, 0.25)),
          Atom("P", type: "P", position: SIMD3(0.369, 0.3985, 0.25)),
          Atom("O1", type: "O", position: SIMD3(0.4849, 0.3273, 0.25)),
          Atom("O2", type: "O", position: SIMD3(0.4667, 0.5875, 0.25)),
          Atom("O3", type: "O", position: SIMD3(0.2575, 0.3421, 0.0705)),
          Atom("F", type: "F1-", position: SIMD3(0, 0, 0.25)),
        ]),
      try crystal(
        "corundum", [4.7592, 4.7592, 12.992, 90, 90, 120], "R -3 c:H",
        [
          Atom("Al", type: "Al3+", position: SIMD3(0, 0, 0.35218), occupancy: 0.9),
          Atom("Cr", type: "Cr3+", position: SIMD3(0, 0, 0.35218), occupancy: 0.1),
          Atom("O", type: "O2-", position: SIMD3(0.30625, 0, 0.25)),
        ]),
      try crystal(
        "garnet", [12.0062, 12.0062, 12.0062, 90, 90, 90], "I a -3 d",
        [
          Atom("Y", type: "Y3+", position: SIMD3(0.125, 0, 0.25)), Atom("Al1", type: "Al", position: SIMD3(0, 0, 0)),
          Atom("Al2", type: "Al", position: SIMD3(0.375, 0, 0.25)),
          Atom("O", type: "O", position: SIMD3(-0.0306, 0.0512, 0.1496)),
        ]),
      try crystal(
        "rutile", [4.5937, 4.5937, 2.9587, 90, 90, 90], "P 42/m n m",
        [Atom("Ti", type: "Ti4+", position: .zero), Atom("O", type: "O2-", position: SIMD3(0.3048, 0.3048, 0))]),
      try crystal(
        "gypsum", [5.679, 15.202, 6.522, 90, 118.43, 90], "I 1 2/a 1",
        [
          Atom("Ca", type: "Ca", position: SIMD3(0.5, 0.0796, 0.25)),
          Atom("S", type: "S", position: SIMD3(0, 0.0773, 0.75)),
          Atom("O1", type: "O", position: SIMD3(0.9632, 0.1319, 0.5505)),
          Atom("O2", type: "O", position: SIMD3(0.7582, 0.0223, 0.6671)),
          Atom("Ow", type: "O", position: SIMD3(0.3796, 0.1821, 0.4588)),
          Atom("D1", type: "D", position: SIMD3(0.2511, 0.1617, 0.5037), occupancy: 0.5),
        ]),
      try crystal(
        "zincite", [3.2498, 3.2498, 5.2066, 90, 90, 120], "P 63 m c",
        [
          Atom("Zn", type: "Zn", position: SIMD3(1 / 3.0, 2 / 3.0, 0)),
          Atom("O", type: "O", position: SIMD3(1 / 3.0, 2 / 3.0, 0.3821)),
        ]),
      try crystal(
        "anorthic", [5.1, 6.3, 7.7, 81, 97, 103], "P -1",
        [
          Atom("Pb", type: "Pb2+", position: SIMD3(0.12, 0.23, 0.34)),
          Atom("O", type: "O", position: SIMD3(0.62, 0.71, 0.08)),
        ]),
    ]
  }
}
