import Diffraction
import Documents
import Testing

@Suite struct CrystalTests {
  static let head = """
    data_test
    _cell_length_a 4.1569(2)
    _cell_length_b 4.1569(2)
    _cell_length_c 4.1569(2)
    _cell_angle_alpha 90
    _cell_angle_beta 90.
    _cell_angle_gamma 90

    """

  static let atoms = """
    loop_
    _atom_site_label
    _atom_site_fract_x _atom_site_fract_y _atom_site_fract_z
    _atom_site_B_iso_or_equiv
    La1 0 0 0 0.5
    B1 0.1993 .5 0.5 ?

    """

  private func crystal(_ text: String) throws -> Crystal {
    try Crystal(cif: Array(text.utf8), file: "test.cif")
  }

  @Test(arguments: [
    "_symmetry_space_group_name_H-M 'P m -3 m'\n", "_space_group_name_Hall '-P 4 2 3'\n",
    "_space_group_IT_number 221\n",
    "_space_group_name_H-M_alt Pm-3m\n",
    "loop_\n_symmetry_equiv_pos_as_xyz\n'-y,x,z'\n'z,x,y'\n'-x,-y,-z'\n'y,x,-z'\n",
  ]) func symmetryIsRead(_ symmetry: String) throws {
    let crystal = try crystal(Self.head + symmetry + Self.atoms)
    #expect(crystal.spaceGroup.operations.count == 48)
    #expect(crystal.cell.edges.x == 4.1569)
    #expect(crystal.atoms.map(\.label) == ["La1", "B1"])
    #expect(abs(crystal.atoms[0].displacement - 0.5 / (8 * Double.pi * Double.pi)) < 1e-15)
    let model = try StructureModel(crystal)
    #expect(model.parameters.map(\.name) == ["a", "Uiso(La1)", "occ(La1)", "x(B1)", "Uiso(B1)", "occ(B1)"])
  }

  /// Tags of the newer dictionaries, ions that no table has, operators that contradict their symbol.
  @Test func databasesAreUnderstood() throws {
    let dotted = try crystal(
      """
      data_rutile
      _cell.length_a 4.5922(3)
      _cell.length_b 4.5922(3)
      _cell.length_c 2.9590(2)
      _space_group.name_H-M_alt 'P 42/m n m'
      loop_
      _atom_site.label _atom_site.type_symbol _atom_site.fract_x _atom_site.fract_y _atom_site.fract_z
      Ti1 Ti4+ 0 0 0
      P1 P5+ 0.3051(5) 0.3051(5) 0

      """)
    #expect(dotted.spaceGroup.operations.count == 16 && dotted.atoms[1].position.x == 0.3051)
    #expect(dotted.remarks.contains { $0.contains("P5+") && $0.contains("form factor") })
    let slip =
      "_symmetry_space_group_name_H-M 'P 2/m'\nloop_\n_symmetry_equiv_pos_as_xyz\nx,y,z\n-x,y,-z\n-x,-y,-z\nx,-y,1/2+z\n"
    let contradiction = #expect(throws: DiffractionError.self) { try crystal(Self.head + slip + Self.atoms) }
    #expect(contradiction?.description.contains("generate 8") == true)
  }

  /// Positions within reach of a special one are moved onto it; what is free there is named by its first coordinate.
  @Test func specialPositionsAreKept() throws {
    var quartz = try Sample.quartz()
    quartz.atoms[0].position = SIMD3(0.4697, 0.0002, 0.6667)
    let model = try StructureModel(quartz)
    #expect(
      model.parameters.map(\.name) == [
        "a", "c", "x(Si)", "Uiso(Si)", "occ(Si)", "x(O)", "y(O)", "z(O)", "Uiso(O)", "occ(O)",
      ])
    var point = model.start
    point[2] = 0.48
    let moved = model.crystal(at: point)
    #expect(abs(moved.atoms[0].position.x - 0.48) < 1e-15)
    #expect(abs(moved.atoms[0].position.y) < 1e-15 && abs(moved.atoms[0].position.z - 2.0 / 3) < 1e-12)
  }

  /// A diagonal position x, x, z has two parameters and moves along both coordinates at once.
  @Test func coupledCoordinatesMoveTogether() throws {
    let crystal = Crystal(
      "rutile", cell: Cell(edges: SIMD3(4.594, 4.594, 2.959), angles: SIMD3(repeating: 90)),
      spaceGroup: try SpaceGroup(named: "P 42/m n m"),
      atoms: [
        Atom("Ti", type: "Ti4+", position: SIMD3(0, 0, 0)), Atom("O", type: "O2-", position: SIMD3(0.305, 0.3052, 0)),
      ])
    let model = try StructureModel(crystal)
    #expect(model.parameters.filter { $0.role == .position }.map(\.name) == ["x(O)"])
    var point = model.start
    if let k = model.parameters.firstIndex(where: { $0.name == "x(O)" }) { point[k] = 0.31 }
    let oxygen = model.crystal(at: point).atoms[1].position
    #expect(abs(oxygen.x - 0.31) < 1e-15 && abs(oxygen.y - 0.31) < 1e-15 && oxygen.z == 0)
  }

  @Test func sharedSitesShareWhatTheyHave() throws {
    var ceria = try Sample.ceria()
    ceria.atoms[0].occupancy = 0.8
    ceria.atoms.append(Atom("Zr", type: "Zr", position: SIMD3(0, 0, 0), occupancy: 0.2))
    let names = try StructureModel(ceria).parameters.map(\.name)
    #expect(names == ["a", "Uiso(Ce)", "occ(Ce)", "Uiso(O)", "occ(O)", "occ(Zr)"])
  }

  @Test(
    arguments: [
      ("P 1 21/c 1", SIMD3(5.1, 6.2, 7.3), SIMD3(90, 99, 90), ["a", "b", "c", "beta"]),
      ("P -1", SIMD3(5.1, 6.2, 7.3), SIMD3(80, 99, 105), ["a", "b", "c", "alpha", "beta", "gamma"]),
      ("R -3 c:R", SIMD3(5.1, 5.1, 5.1), SIMD3(55, 55, 55), ["a", "alpha"]),
      ("P 63/m m c", SIMD3(3.2, 3.2, 5.2), SIMD3(90, 90, 120), ["a", "c"]),
      ("I 4/m m m", SIMD3(3.2, 3.2, 5.2), SIMD3(90, 90, 90), ["a", "c"]),
    ] as [(String, SIMD3<Double>, SIMD3<Double>, [String])])
  func cellsFollowTheirLattice(_ group: String, _ edges: SIMD3<Double>, _ angles: SIMD3<Double>, _ names: [String])
    throws
  {
    let crystal = Crystal(
      "c", cell: Cell(edges: edges, angles: angles), spaceGroup: try SpaceGroup(named: group),
      atoms: [Atom("Fe", type: "Fe", position: .zero)])
    let model = try StructureModel(crystal)
    #expect(model.parameters.filter { $0.role == .cell }.map(\.name) == names)
    #expect(model.crystal(at: model.start).cell == crystal.cell)
  }

  @Test func cellsAgainstTheirGroupAreRefused() throws {
    var ceria = try Sample.ceria()
    ceria.cell.edges.z = 5.5
    #expect(throws: DiffractionError.self) { try StructureModel(ceria) }
  }

  static let broken: [String] = {
    let group = "_space_group_IT_number 221\n"
    let texts: [String] = [
      "", "data_x\n", "data_x\n_cell_length_a\n", "_cell_length_a 3\n", "data_x loop_\n_a _b\n1 2 3\n",
      "data_x\n_t 'open\n", "data_x\n;open\n", "data_x 5\n",
    ]
    var structures: [String] = [head + group, head + atoms]
    structures.append(head + "_space_group_IT_number 999\n" + atoms)
    structures.append(head + "_symmetry_space_group_name_H-M 'P 9'\n" + atoms)
    structures.append(head.replacing("4.1569(2)", with: "four") + group + atoms)
    structures.append(head + group + atoms.replacing("B1 ", with: "La1 "))
    structures.append(head + group + atoms.replacing("0.1993", with: "0.1x"))
    return texts + structures
  }()

  @Test(arguments: broken) func whatIsNoStructureIsRefused(_ text: String) {
    #expect(throws: (any Error).self) { try crystal(text) }
  }

  @Test func textFieldsAndQuotesAreRead() throws {
    let text =
      Self.head + "_note\n;\nloop_ _cell_length_a 9\n;\n_author 'O'Neil' # a comment\n_space_group_IT_number 221\n"
      + Self.atoms
    #expect(try crystal(text).cell.edges.x == 4.1569)
  }

  @Test func unknownElementsAreRefused() throws {
    var ceria = try Sample.ceria()
    ceria.atoms[0].type = "Xx3+"
    #expect(throws: DiffractionError.self) {
      try PatternModel(StructureModel(ceria), Instrument(), angles: Sample.angles(20, 80, step: 0.1))
    }
  }
}
