public import Documents

/// Files of molecules and boxes: a count of atoms, a line of keys and values, a line for each atom; frame after frame.
///
/// ```
/// 3
/// Properties=species:S:1:pos:R:3:forces:R:3 energy=-137.96 dipole="-0.39 0.25 0.09" pbc="F F F" energy_unit=eV
/// O   0.0534  -0.0363  -0.0124   0.2169   1.1069   0.5545
/// …
/// ```
/// Known keys are `Lattice` (nine numbers, vector after vector), `pbc`, `Properties`, `energy`, `dipole`, `stress` (nine
/// numbers, or six in the order xx yy zz yz xz xy), `virial` (−V σ) and the units `energy_unit`, `length_unit`,
/// `force_unit`, `dipole_unit`, `stress_unit`; known columns are `species` or `Z`, `pos`, `forces` and `momenta`. All else
/// is kept as written. Values with blanks stand in quotes. Without `Properties` a line is a symbol and three coordinates.
/// With a lattice and no `pbc` all three vectors repeat.
///
/// Conventions are those of ASE's `extxyz`, and so are the units where none are stated: eV, Å, e·Å.
/// Source: https://github.com/libAtoms/extxyz, ASE 3.29.
public enum ExtendedXYZ {
  /// The names under which a file has what is known here, where they are other than usual.
  public struct Labels: Sendable, Equatable {
    public var energy = "energy"
    public var forces = "forces"
    public var dipole = "dipole"
    public var stress = "stress"

    public init() {}

    public init(energy: String, forces: String, dipole: String, stress: String) {
      (self.energy, self.forces, self.dipole, self.stress) = (energy, forces, dipole, stress)
    }
  }

  /// Reads all frames.
  /// - Parameters:
  ///   - file: how messages name the file.
  ///   - units: of numbers whose units the file does not state.
  /// - Throws: `DocumentError` with line and column at the first thing that is wrong.  Cost: linear, 0.1 µs a byte.
  public static func frames(
    _ bytes: [UInt8], file: String, units: Units = .ase, labels: Labels = Labels()
  ) throws(DocumentError) -> [Frame] {
    let lines = XYZLines(try SourceText(bytes, file: file))
    var frames: [Frame] = []
    var line = 0
    while let start = lines.nextFilled(from: line) {
      let reader = try FrameReader(lines, at: start, units, labels)
      frames.append(try reader.frame())
      line = reader.end
    }
    guard !frames.isEmpty else {
      throw lines.error(
        line: 0, expected: "a count of atoms", found: "an empty file", remedy: "begin a frame with its count of atoms")
    }
    return frames
  }
}

/// A text cut into lines and words, by place.
struct XYZLines {
  let text: SourceText
  private let lines: [Range<Int>]

  init(_ text: SourceText) {
    self.text = text
    lines = text.bytes[text.start...].split(separator: 0x0A, omittingEmptySubsequences: false).map { line in
      line.startIndex..<(line.last == 0x0D ? line.endIndex - 1 : line.endIndex)
    }
  }

  var count: Int { lines.count }

  subscript(line: Int) -> Range<Int> { lines[line] }

  /// The first line from this one on that holds anything.
  func nextFilled(from line: Int) -> Int? {
    (line..<lines.count).first { !words($0).isEmpty }
  }

  /// The words of a line, parted by blanks and tabs.
  func words(_ line: Int) -> [Range<Int>] {
    text.bytes[lines[line]].split { $0 == 0x20 || $0 == 0x09 }.map { $0.startIndex..<$0.endIndex }
  }

  func string(_ range: Range<Int>) -> String { String(decoding: text.bytes[range], as: UTF8.self) }

  func error(line: Int, expected: String, found: String, remedy: String) -> DocumentError {
    text.error(
      at: line < lines.count ? lines[line].lowerBound : text.bytes.count, expected: expected, found: found,
      remedy: remedy)
  }
}
