/// Reads XML as far as pictures need it: elements, attributes, texts. Declarations, comments and instructions are
/// passed over; entities other than the five of XML, and numeric ones, are malformed.
struct SVGReader {
  enum Piece {
    case opening(String, [(String, String)], isClosed: Bool)
    case closing(String)
    case text(String)
    case malformed
  }

  private let scalars: [Unicode.Scalar]
  private var place = 0

  init(_ scalars: [Unicode.Scalar]) { self.scalars = scalars }

  mutating func next() -> Piece? {
    guard place < scalars.count else { return nil }
    guard scalars[place] == "<" else { return text() }
    if skip("<!--", to: "-->") || skip("<?", to: "?>") { return next() ?? .text("") }
    if starts(with: "<![CDATA[") { return data() }
    if starts(with: "<!DOCTYPE") { return declaration() }
    place += 1
    let isClosing = current == "/"
    if isClosing { place += 1 }
    let name = self.name()
    guard !name.isEmpty else { return .malformed }
    if !isClosing { return opening(name) }
    skipBlanks()
    guard current == ">" else { return .malformed }
    place += 1
    return .closing(name)
  }

  private mutating func opening(_ name: String) -> Piece {
    var attributes: [(String, String)] = []
    while true {
      skipBlanks()
      if current == ">" {
        place += 1
        return .opening(name, attributes, isClosed: false)
      }
      if starts(with: "/>") {
        place += 2
        return .opening(name, attributes, isClosed: true)
      }
      let attribute = self.name()
      skipBlanks()
      guard !attribute.isEmpty, current == "=" else { return .malformed }
      place += 1
      skipBlanks()
      guard let quote = current, quote == "\"" || quote == "'" else { return .malformed }
      guard let end = scalars[(place + 1)...].firstIndex(of: quote), let value = decoded((place + 1)..<end) else {
        return .malformed
      }
      attributes.append((attribute, value))
      place = end + 1
    }
  }

  private mutating func text() -> Piece {
    let end = scalars[place...].firstIndex(of: "<") ?? scalars.count
    defer { place = end }
    return decoded(place..<end).map { .text($0) } ?? .malformed
  }

  private mutating func data() -> Piece {
    let start = place + 9
    guard skip("<![CDATA[", to: "]]>") else { return .malformed }
    return .text(String(String.UnicodeScalarView(scalars[start..<(place - 3)])))
  }

  /// A document type without declarations of its own; those could name entities.
  private mutating func declaration() -> Piece? {
    guard let end = scalars[place...].firstIndex(of: ">"), !scalars[place..<end].contains("[") else {
      return .malformed
    }
    place = end + 1
    return next() ?? .text("")
  }

  private func decoded(_ range: Range<Int>) -> String? {
    var text = String.UnicodeScalarView()
    var place = range.lowerBound
    while place < range.upperBound {
      guard scalars[place] == "&" else {
        text.append(scalars[place])
        place += 1
        continue
      }
      guard let end = scalars[place..<range.upperBound].firstIndex(of: ";") else { return nil }
      guard let scalar = Self.entity(String(String.UnicodeScalarView(scalars[(place + 1)..<end]))) else { return nil }
      text.append(scalar)
      place = end + 1
    }
    return String(text)
  }

  private static func entity(_ name: String) -> Unicode.Scalar? {
    switch name {
    case "lt": "<"
    case "gt": ">"
    case "amp": "&"
    case "quot": "\""
    case "apos": "'"
    case _ where name.hasPrefix("#x"): UInt32(name.dropFirst(2), radix: 16).flatMap(Unicode.Scalar.init)
    case _ where name.hasPrefix("#"): UInt32(name.dropFirst()).flatMap(Unicode.Scalar.init)
    default: nil
    }
  }

  private var current: Unicode.Scalar? { place < scalars.count ? scalars[place] : nil }

  private mutating func name() -> String {
    let taken = scalars[place...].prefix { scalar in
      scalar.isASCII && (scalar.properties.isAlphabetic || (0x30...0x39).contains(scalar.value))
        || scalar == "-" || scalar == "_" || scalar == ":" || scalar == "."
    }
    place += taken.count
    return String(String.UnicodeScalarView(taken))
  }

  private mutating func skipBlanks() {
    while let scalar = current, scalar == " " || scalar == "\n" || scalar == "\t" || scalar == "\r" { place += 1 }
  }

  private func starts(with text: String) -> Bool { scalars[place...].starts(with: text.unicodeScalars) }

  /// Passes over what begins and ends like this; false when it does not begin so, or never ends.
  private mutating func skip(_ opening: String, to closing: String) -> Bool {
    guard starts(with: opening) else { return false }
    let ending = Array(closing.unicodeScalars)
    var end = place + opening.unicodeScalars.count
    while end + ending.count <= scalars.count {
      if scalars[end..<(end + ending.count)].elementsEqual(ending) {
        place = end + ending.count
        return true
      }
      end += 1
    }
    return false
  }
}
