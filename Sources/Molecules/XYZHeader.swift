import Determinism
import Documents

/// The line of keys and values of a frame.
struct XYZHeader {
  /// A key, its value's place without quotes, and where the entry begins; a key alone has no value.
  struct Entry {
    let key: String
    let value: Range<Int>?
    let start: Int
  }

  /// A named group of words in every atom's line.
  struct Property {
    let name: String
    let type: Frame.Column.Kind
    let width: Int
  }

  let lines: XYZLines
  let line: Int
  private(set) var entries: [Entry] = []

  init(_ lines: XYZLines, line: Int) throws(DocumentError) {
    (self.lines, self.line) = (lines, line)
    var scanner = HeaderScanner(bytes: lines.text.bytes, next: lines[line].lowerBound, end: lines[line].upperBound)
    while let (key, start) = scanner.key() {
      let name = lines.string(key)
      guard scanner.takesValue() else {
        entries.append(Entry(key: name, value: nil, start: start))
        continue
      }
      guard let value = scanner.value() else {
        throw lines.text.error(
          at: scanner.next, expected: "a value for \(name)",
          found: scanner.next < scanner.end ? "an open quote" : "the end of the line",
          remedy: "write \(name)=VALUE, values with blanks in quotes, and close them")
      }
      guard !name.isEmpty, !entries.contains(where: { $0.value != nil && sameUTF8($0.key, name) }) else {
        throw lines.text.error(
          at: start, expected: name.isEmpty ? "a key" : "every key once",
          found: name.isEmpty ? "an equals sign alone" : "\"\(name)\" again", remedy: "correct the line")
      }
      entries.append(Entry(key: name, value: value, start: start))
    }
  }

  func entry(_ key: String) -> Entry? { entries.first { sameUTF8($0.key, key) && $0.value != nil } }

  func text(_ key: String) -> String? { entry(key)?.value.map(lines.string) }

  func error(_ key: String, expected: String, found: String, remedy: String) -> DocumentError {
    lines.text.error(
      at: entry(key)?.start ?? lines[line].lowerBound, expected: expected, found: found, remedy: remedy)
  }

  // MARK: What the keys mean

  /// The columns of the atoms' lines.
  func properties() throws(DocumentError) -> [Property] {
    guard let text = text("Properties") else {
      return [Property(name: "species", type: .text, width: 1), Property(name: "pos", type: .real, width: 3)]
    }
    let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    var properties: [Property] = []
    for start in stride(from: 0, to: parts.count, by: 3) {
      guard start + 2 < parts.count, !parts[start].isEmpty, let type = Frame.Column.Kind(rawValue: parts[start + 1]),
        let width = Numeral.parseInteger(parts[start + 2]), (1...1000).contains(width)
      else {
        throw error(
          "Properties", expected: "NAME:TYPE:WIDTH after each other, of the types S, R, I, L",
          found: "\"\(parts[start...].joined(separator: ":"))\"", remedy: "as in species:S:1:pos:R:3:forces:R:3")
      }
      guard !properties.contains(where: { sameUTF8($0.name, parts[start]) }) else {
        throw error(
          "Properties", expected: "every name once", found: "\"\(parts[start])\" again", remedy: "name one otherwise")
      }
      properties.append(Property(name: parts[start], type: type, width: Int(width)))
    }
    return properties
  }

  /// Finite numbers of a key; nil without the key.
  func numbers(_ key: String, count: [Int]) throws(DocumentError) -> [Double]? {
    guard let text = text(key) else { return nil }
    // Brackets and commas as other programs write them.
    let words = text.split { " \t,[]{}".contains($0) }
    let numbers = words.compactMap { Numeral.parse($0) }.filter(\.isFinite)
    guard numbers.count == words.count, count.contains(numbers.count) else {
      let due = count.map { $0 == 1 ? "a number" : "\($0) numbers" }.joined(separator: " or ")
      throw error(key, expected: "\(due) for \(key)", found: "\"\(text.prefix(60))\"", remedy: "correct the value")
    }
    return numbers
  }

  func lattice(_ units: Units) throws(DocumentError) -> Lattice? {
    try numbers("Lattice", count: [9]).map { Lattice(rows: $0.map { $0 * units.factor(of: .length) }) }
  }

  func isPeriodic() throws(DocumentError) -> [Bool]? {
    guard let text = text("pbc") else { return nil }
    let words = text.split { " \t,[]".contains($0) }
    let truths = words.compactMap { Self.truth(String($0)) }
    guard truths.count == words.count, truths.count == 3 else {
      throw error("pbc", expected: "three of T or F", found: "\"\(text.prefix(60))\"", remedy: "as in pbc=\"T T F\"")
    }
    guard !truths.contains(true) || entry("Lattice") != nil else {
      throw error(
        "pbc", expected: "a Lattice beside it", found: "none", remedy: "give Lattice=\"…\", nine numbers in Å")
    }
    return truths
  }

  /// Of the key, or of `virial`, as nine numbers.
  func stress(_ label: String, _ units: Units, volume: Double?) throws(DocumentError) -> [Double]? {
    if let stress = try numbers(label, count: [9, 6]) {
      return Self.full(stress).map { $0 * units.factor(of: .stress) }
    }
    guard let virial = try numbers("virial", count: [9, 6]) else { return nil }
    guard let volume, volume > 0 else {
      throw error("virial", expected: "a Lattice with a volume beside it", found: "none", remedy: "give Lattice=\"…\"")
    }
    return Self.full(virial).map { -$0 * units.factor(of: .energy) / volume }
  }

  private static func full(_ numbers: [Double]) -> [Double] {
    numbers.count == 9 ? numbers : [0, 5, 4, 5, 1, 3, 4, 3, 2].map { numbers[$0] }
  }

  /// The units that the frame states, in the place of these.
  func units(_ given: Units) throws(DocumentError) -> Units {
    var units = given
    for quantity in Unit.Quantity.allCases {
      guard let name = text(Self.unitKey(quantity)) else { continue }
      guard let unit = Unit(name, of: quantity) else {
        throw error(
          Self.unitKey(quantity), expected: "a unit of \(quantity.rawValue)", found: "\"\(name)\"",
          remedy: "known are \(Unit.names(of: quantity))")
      }
      units.set(unit)
    }
    return units
  }

  static func unitKey(_ quantity: Unit.Quantity) -> String { quantity.rawValue + "_unit" }

  /// The entries that mean nothing here.
  func remarks(except labels: ExtendedXYZ.Labels) -> [Frame.Remark] {
    let known =
      ["Properties", "Lattice", "pbc", "virial", labels.energy, labels.dipole, labels.stress]
      + Unit.Quantity.allCases.map(Self.unitKey)
    return entries.filter { entry in entry.value == nil || !known.contains { sameUTF8($0, entry.key) } }.map {
      Frame.Remark($0.key, $0.value.map(lines.string))
    }
  }

  static func truth(_ word: String) -> Bool? {
    switch word {
    case "T", "True", "true", "TRUE", "1": true
    case "F", "False", "false", "FALSE", "0": false
    default: nil
    }
  }
}

/// Cuts `key=value key="a value" flag` apart.
struct HeaderScanner {
  let bytes: [UInt8]
  private(set) var next: Int
  let end: Int

  init(bytes: [UInt8], next: Int, end: Int) { (self.bytes, self.next, self.end) = (bytes, next, end) }

  /// The next key and where it begins; nil at the end.
  mutating func key() -> (Range<Int>, Int)? {
    skipBlanks()
    guard next < end else { return nil }
    let start = next
    if let quoted = quoted() { return (quoted, start) }
    while next < end, !isBlank(bytes[next]), bytes[next] != UInt8(ascii: "=") { next += 1 }
    return (start..<next, start)
  }

  /// Takes an equals sign, blanks around it or not.
  mutating func takesValue() -> Bool {
    let before = next
    skipBlanks()
    guard next < end, bytes[next] == UInt8(ascii: "=") else {
      next = before
      return false
    }
    next += 1
    skipBlanks()
    return true
  }

  /// A value without its quotes; nil where none stands or a quote stays open.
  mutating func value() -> Range<Int>? {
    guard next < end else { return nil }
    if Self.closing(bytes[next]) != nil { return quoted() }
    if bytes[next] == UInt8(ascii: "[") { return list() }
    let start = next
    while next < end, !isBlank(bytes[next]) { next += 1 }
    return start..<next
  }

  private mutating func quoted() -> Range<Int>? {
    guard let closing = Self.closing(bytes[next]) else { return nil }
    let start = next + 1
    guard let close = bytes[start..<end].firstIndex(of: closing) else { return nil }
    next = close + 1
    return start..<close
  }

  /// A list in brackets, lists within it or not, with its brackets.
  private mutating func list() -> Range<Int>? {
    var depth = 0
    for place in next..<end {
      if bytes[place] == UInt8(ascii: "[") { depth += 1 }
      if bytes[place] == UInt8(ascii: "]") { depth -= 1 }
      if depth == 0 {
        defer { next = place + 1 }
        return next..<(place + 1)
      }
    }
    return nil
  }

  private static func closing(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "'"): byte
    case UInt8(ascii: "{"): UInt8(ascii: "}")
    default: nil
    }
  }

  private mutating func skipBlanks() { while next < end, isBlank(bytes[next]) { next += 1 } }

  private func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
}
