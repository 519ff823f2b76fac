import Determinism

extension ExtendedXYZ {
  /// Frames as a file, in eV and Å; what is read back is the same, number for number.
  public static func render(_ frames: [Frame]) -> [UInt8] {
    var bytes: [UInt8] = []
    for frame in frames { append(frame, to: &bytes) }
    return bytes
  }

  /// One frame behind others.
  public static func append(_ frame: Frame, to bytes: inout [UInt8]) {
    bytes += "\(frame.atomCount)\n\(header(frame))\n".utf8
    let vectors = [frame.positions] + [frame.forces, frame.momenta].compactMap { $0 }
    for (atom, element) in frame.species.enumerated() {
      bytes += element.symbol.utf8
      for vector in vectors {
        for number in vector[(3 * atom)..<(3 * atom + 3)] {
          bytes.append(0x20)
          Numeral.append(number, to: &bytes)
        }
      }
      for column in frame.columns {
        for word in column.words[(atom * column.width)..<((atom + 1) * column.width)] { bytes += " \(word)".utf8 }
      }
      bytes.append(0x0A)
    }
  }

  private static func header(_ frame: Frame) -> String {
    func list(_ numbers: [Double]) -> String { "\"" + numbers.map(Numeral.render).joined(separator: " ") + "\"" }
    var parts: [String] = []
    if let lattice = frame.lattice { parts.append("Lattice=" + list(lattice.rows)) }
    var properties = "species:S:1:pos:R:3"
    if frame.forces != nil { properties += ":forces:R:3" }
    if frame.momenta != nil { properties += ":momenta:R:3" }
    for column in frame.columns { properties += ":\(column.name):\(column.type.rawValue):\(column.width)" }
    parts.append("Properties=" + properties)
    if let energy = frame.energy { parts.append("energy=\(Numeral.render(energy))") }
    if let dipole = frame.dipole { parts.append("dipole=" + list(dipole)) }
    if let stress = frame.stress { parts.append("stress=" + list(stress)) }
    for remark in frame.remarks { parts.append(quoted(remark.key) + (remark.text.map { "=" + quoted($0) } ?? "")) }
    parts.append("pbc=\"\(frame.isPeriodic.map { $0 ? "T" : "F" }.joined(separator: " "))\"")
    return parts.joined(separator: " ")
  }

  /// In whatever quotes the text itself does not hold.
  private static func quoted(_ text: String) -> String {
    let plain = !text.isEmpty && !text.utf8.contains { [0x20, 0x09, 0x22, 0x27, 0x3D, 0x7B].contains($0) }
    if plain { return text }
    return text.contains("\"") ? (text.contains("'") ? "{\(text)}" : "'\(text)'") : "\"\(text)\""
  }
}
