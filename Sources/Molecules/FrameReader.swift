import Determinism
import Documents

/// Reads one frame of a file in extended XYZ.
struct FrameReader {
  let lines: XYZLines
  /// The line with the count of atoms.
  let start: Int
  let count: Int
  let header: XYZHeader
  private let units: Units
  private let labels: ExtendedXYZ.Labels

  /// The line behind the frame.
  var end: Int { start + 2 + count }

  init(_ lines: XYZLines, at start: Int, _ units: Units, _ labels: ExtendedXYZ.Labels) throws(DocumentError) {
    (self.lines, self.start, self.labels) = (lines, start, labels)
    let words = lines.words(start)
    guard words.count == 1, let count = Numeral.parseInteger(lines.string(words[0])), (1...100_000_000).contains(count)
    else {
      throw lines.error(
        line: start, expected: "a count of atoms", found: lines.text.excerpt(lines[start]),
        remedy: "a frame is its count of atoms, a line of keys and values, and as many lines of atoms")
    }
    self.count = Int(count)
    guard start + 2 + self.count <= lines.count else {
      throw lines.error(
        line: lines.count - 1, expected: "\(count) lines of atoms for the frame of line \(start + 1)",
        found: "\(max(0, lines.count - start - 2))", remedy: "complete the frame; was the file cut off?")
    }
    header = try XYZHeader(lines, line: start + 1)
    self.units = try header.units(units)
  }

  func frame() throws(DocumentError) -> Frame {
    let properties = try header.properties()
    var columns: [AtomColumn] = []
    let width = properties.reduce(0) { $0 + $1.width }
    var offset = 0
    for property in properties {
      columns.append(AtomColumn(property, offset: offset, count: count))
      offset += property.width
    }
    for atom in 0..<count {
      let line = start + 2 + atom
      let words = lines.words(line)
      guard words.count == width else {
        throw lines.error(
          line: line, expected: "\(width) words for \(properties.map(\.name).joined(separator: ", "))",
          found: "\(words.count)", remedy: "complete the line, or correct the count of atoms in line \(start + 1)")
      }
      for place in columns.indices { try columns[place].read(words, lines) }
    }
    return try assembled(columns)
  }

  private func assembled(_ columns: [AtomColumn]) throws(DocumentError) -> Frame {
    func take(_ name: String, _ quantity: Unit.Quantity?) throws(DocumentError) -> [Double]? {
      guard let column = columns.first(where: { $0.property.name == name }) else { return nil }
      guard column.property.type == .real, column.property.width == 3 else {
        throw header.error(
          "Properties", expected: "\(name):R:3",
          found: "\(name):\(column.property.type.rawValue):\(column.property.width)",
          remedy: "three real numbers for each atom are due")
      }
      let factor = quantity.map { units.factor(of: $0) } ?? 1
      return factor == 1 ? column.reals : column.reals.map { $0 * factor }
    }
    guard let positions = try take("pos", .length) else {
      throw header.error("Properties", expected: "a column pos:R:3", found: "none", remedy: "name the coordinates")
    }
    let species = try species(columns)
    var frame = Frame(
      species: species, positions: positions, lattice: try header.lattice(units),
      isPeriodic: try header.isPeriodic())
    frame.forces = try take(labels.forces, .force)
    frame.momenta = try take("momenta", nil)
    frame.energy = try header.numbers(labels.energy, count: [1])?[0]
    if let energy = frame.energy { frame.energy = energy * units.factor(of: .energy) }
    frame.dipole = try header.numbers(labels.dipole, count: [3])?.map { $0 * units.factor(of: .dipole) }
    frame.stress = try header.stress(labels.stress, units, volume: frame.lattice?.volume)
    frame.remarks = header.remarks(except: labels)
    let known = ["species", "Z", "pos", "momenta", labels.forces]
    frame.columns = columns.filter { column in !known.contains { sameUTF8($0, column.property.name) } }.map(\.kept)
    return frame
  }

  private func species(_ columns: [AtomColumn]) throws(DocumentError) -> [Element] {
    guard
      let column = columns.first(where: { $0.property.name == "species" })
        ?? columns.first(where: { $0.property.name == "Z" }), column.property.width == 1
    else {
      throw header.error(
        "Properties", expected: "a column species:S:1 or Z:I:1", found: "none of one word",
        remedy: "name the elements")
    }
    var species: [Element] = []
    for (atom, word) in column.words.enumerated() {
      guard let element = Element(symbol: word) ?? Numeral.parseInteger(word).flatMap({ Element(number: Int($0)) })
      else {
        let line = start + 2 + atom
        throw lines.text.error(
          at: lines.words(line)[column.offset].lowerBound, expected: "an element", found: "\"\(word)\"",
          remedy: "write its symbol, as in H or Cl, or its number")
      }
      species.append(element)
    }
    return species
  }
}

/// The words of one property, atom after atom.
struct AtomColumn {
  let property: XYZHeader.Property
  /// Where its words begin in a line.
  let offset: Int
  private(set) var words: [String] = []
  private(set) var reals: [Double] = []

  init(_ property: XYZHeader.Property, offset: Int, count: Int) {
    (self.property, self.offset) = (property, offset)
    // Reserved only as far as a file can hold what its count says.
    let expected = min(count, 1 << 16) * property.width
    if property.type == .real { reals.reserveCapacity(expected) } else { words.reserveCapacity(expected) }
  }

  mutating func read(_ line: [Range<Int>], _ lines: XYZLines) throws(DocumentError) {
    for word in line[offset..<(offset + property.width)] {
      if property.type == .real {
        let number = lines.text.bytes.withUnsafeBufferPointer { bytes in
          Numeral.parse(utf8: UnsafeBufferPointer(rebasing: bytes[word]))
        }
        // A number that is none would silently poison everything that it meets.
        guard let number, number.isFinite else { throw mismatch("a finite number", word, lines) }
        reals.append(number)
      } else {
        let text = lines.string(word)
        switch property.type {
        case .integer where Numeral.parseInteger(text) == nil: throw mismatch("an integer", word, lines)
        case .logical where XYZHeader.truth(text) == nil: throw mismatch("T or F", word, lines)
        default: words.append(text)
        }
      }
    }
  }

  /// As a column that a frame keeps.
  var kept: Frame.Column {
    Frame.Column(
      property.name, property.type, width: property.width,
      words: property.type == .real ? reals.map(Numeral.render) : words)
  }

  private func mismatch(_ expected: String, _ word: Range<Int>, _ lines: XYZLines) -> DocumentError {
    lines.text.error(
      at: word.lowerBound, expected: "\(expected) for \(property.name)", found: lines.text.excerpt(word),
      remedy: "correct the atom's line")
  }
}
