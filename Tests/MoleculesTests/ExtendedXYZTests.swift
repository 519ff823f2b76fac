import Documents
import Molecules
import Testing

/// Files in extended XYZ are read as ASE reads them, written so that they read back alike, and refused where wrong.
@Suite struct ExtendedXYZTests {
  static let water = """
    3
    Properties=species:S:1:pos:R:3:forces:R:3 energy=-137.5 dipole="-0.25 0.5 0.125" config_type=demo frame=0 pbc="F F F"
    O  0.0 0.0 0.0  0.25 1.0 0.5
    H  0.0 0.75 0.5  0.125 -0.5 -0.25
    H -0.75 -0.25 -0.25 -0.375 -0.5 -0.25

    """

  private func read(_ text: String, units: Units = .ase) throws -> [Frame] {
    try ExtendedXYZ.frames(Array(text.utf8), file: "m.xyz", units: units)
  }

  private func complaint(_ text: String) -> String {
    do throws(DocumentError) {
      _ = try ExtendedXYZ.frames(Array(text.utf8), file: "m.xyz")
      return "none"
    } catch { return error.description }
  }

  @Test func aFrameHasWhatItsFileSays() throws {
    let frame = try #require(try read(Self.water).first)
    #expect(frame.numbers == [8, 1, 1])
    #expect(frame.positions == [0, 0, 0, 0, 0.75, 0.5, -0.75, -0.25, -0.25])
    #expect(frame.forces == [0.25, 1, 0.5, 0.125, -0.5, -0.25, -0.375, -0.5, -0.25])
    #expect(frame.energy == -137.5)
    #expect(frame.dipole == [-0.25, 0.5, 0.125])
    #expect(frame.isPeriodic == [false, false, false] && frame.lattice == nil)
    #expect(frame.remark("config_type") == "demo" && frame.remark("frame") == "0")
    #expect(frame.masses == [15.999, 1.008, 1.008])
  }

  @Test func whatIsWrittenReadsBackAlike() throws {
    let text = """
      2
      Lattice="4 0 0 1 5 0 0.5 0.25 6" Properties=id:I:1:species:S:1:pos:R:3:momenta:R:3:fixed:L:2 \
      stress="1 6 5 6 2 4 5 4 3" note='a "quoted" word' done list=[[1, 2], [3, 4]] pbc="T F T"
      7 Cl 0.1 0.2 0.30000000000000004 1e-30 -2 3 T F
      8 Na 1.5 -0.0 3 0 0 0.1 F T
      """
    let frames = try read(text + "\n" + Self.water)
    let again = try ExtendedXYZ.frames(ExtendedXYZ.render(frames), file: "again.xyz")
    #expect(again == frames)
    #expect(frames[0].isPeriodic == [true, false, true])
    #expect(frames[0].lattice?.rows == [4, 0, 0, 1, 5, 0, 0.5, 0.25, 6])
    #expect(frames[0].stress == [1, 6, 5, 6, 2, 4, 5, 4, 3])
    #expect(frames[0].remarks.map(\.key) == ["note", "done", "list"])
    #expect(frames[0].columns.map(\.name) == ["id", "fixed"])
  }

  @Test func plainFilesNeedNoKeys() throws {
    let frame = try #require(try read("1\nan atom of helium\n2 0 0 1\n").first)
    #expect(frame.species.map(\.symbol) == ["He"] && frame.positions == [0, 0, 1])
    #expect(try read("1\n\nHe 0 0 1").count == 1)
    #expect(try read("1\r\nLattice=\"3 0 0 0 3 0 0 0 3\"\r\nHe 0 0 1\r\n")[0].isPeriodic == [true, true, true])
  }

  @Test func statedUnitsAreConverted() throws {
    let text = """
      1
      Properties=species:S:1:pos:R:3:forces:R:3 energy=1 dipole="1 0 0" energy_unit=kcal/mol length_unit=bohr \
      dipole_unit=Debye
      He 1 0 0 1 0 0
      """
    let frame = try read(text)[0]
    #expect(abs((frame.energy ?? 0) - 0.0433641) < 1e-7)
    #expect(abs(frame.positions[0] - 0.529177210544) < 1e-12)
    #expect(abs((frame.forces?[0] ?? 0) - 0.0433641 / 0.529177210544) < 1e-6)
    #expect(abs((frame.dipole?[0] ?? 0) - 0.2081943) < 1e-7)
    let hartree = try #require(Unit("Hartree", of: .energy))
    let given = try read("1\nenergy=-2\nHe 0 0 0", units: Units(energy: hartree, length: .angstrom))[0]
    #expect(given.energy == -2 * 27.211386245981)
    #expect(Unit("Hartree/bohr^3", of: .stress).map { abs($0.factor / 183.6314 - 1) < 1e-6 } == true)
    #expect(Unit("GPa", of: .stress).map { abs($0.factor * 160.2176634 - 1) < 1e-12 } == true)
    #expect(Unit("furlong", of: .length) == nil)
  }

  @Test func sixNumbersAndVirialsAreStresses() throws {
    let lattice = "Lattice=\"2 0 0 0 2 0 0 0 2\""
    #expect(
      try read("1\n\(lattice) stress=\"1 2 3 4 5 6\"\nHe 0 0 0")[0].stress == [1, 6, 5, 6, 2, 4, 5, 4, 3])
    #expect(
      try read("1\n\(lattice) virial=\"8 0 0 0 8 0 0 0 -8\"\nHe 0 0 0")[0].stress == [-1, 0, 0, 0, -1, 0, 0, 0, 1])
  }

  @Test(arguments: [
    ("", "m.xyz:1:1: expected a count of atoms, found an empty file"),
    ("two\n\nH 0 0 0", "m.xyz:1:1: expected a count of atoms, found \"two\""),
    ("2\n\nH 0 0 0", "m.xyz:3:1: expected 2 lines of atoms for the frame of line 1, found 1"),
    ("1\n\nH 0 0", "m.xyz:3:1: expected 4 words for species, pos, found 3"),
    ("1\n\nH 0 0 x", "m.xyz:3:7: expected a finite number for pos, found \"x\""),
    ("1\n\nH 0 0 nan", "m.xyz:3:7: expected a finite number for pos, found \"nan\""),
    ("1\n\nHx 0 0 0", "m.xyz:3:1: expected an element, found \"Hx\""),
    ("1\nenergy=1 energy=2\nH 0 0 0", "m.xyz:2:10: expected every key once, found \"energy\" again"),
    ("1\nenergy=low\nH 0 0 0", "m.xyz:2:1: expected a number for energy, found \"low\""),
    ("1\nenergy=1 dipole=\"1 2\nH 0 0 0", "m.xyz:2:17: expected a value for dipole, found an open quote"),
    ("1\ndipole=\"1 2\"\nH 0 0 0", "m.xyz:2:1: expected 3 numbers for dipole, found \"1 2\""),
    ("1\npbc=\"T T T\"\nH 0 0 0", "m.xyz:2:1: expected a Lattice beside it, found none"),
    ("1\nenergy_unit=cal\nH 0 0 0", "m.xyz:2:1: expected a unit of energy, found \"cal\""),
    ("1\nProperties=species:S:1:pos:Q:3\nH 0 0 0", "m.xyz:2:1: expected NAME:TYPE:WIDTH after each other"),
    ("1\n\nH 0 0 0\nrest", "m.xyz:4:1: expected a count of atoms, found \"rest\""),
    ("1\n\nH 0 0 0\n99999999999\n", "m.xyz:4:1: expected a count of atoms, found \"99999999999\""),
  ])
  func whatIsWrongIsPointedAt(_ text: String, _ start: String) {
    #expect(complaint(text).hasPrefix(start), "\(complaint(text))")
  }
}
