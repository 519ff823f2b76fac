import Determinism

/// Reads one JSON document by recursive descent.
struct JSONParser {
  let text: SourceText
  /// The offset of the next byte.
  var next: Int
  private var depth = 0

  init(text: SourceText) {
    self.text = text
    next = text.start
  }

  mutating func document() throws(DocumentError) -> JSON {
    let value = try value()
    skipBlanks()
    guard peek == nil else { throw unexpected("the end of the document", "remove what follows the first value") }
    return value
  }

  private mutating func value() throws(DocumentError) -> JSON {
    skipBlanks()
    switch peek {
    case UInt8(ascii: "{"): return try nested { parser throws(DocumentError) in try parser.object() }
    case UInt8(ascii: "["): return try nested { parser throws(DocumentError) in try parser.array() }
    case UInt8(ascii: "\""): return .string(try string())
    case let byte? where byte == UInt8(ascii: "-") || Self.isDigit(byte): return try number()
    default: return try word()
    }
  }

  private mutating func nested(
    _ read: (inout JSONParser) throws(DocumentError) -> JSON
  ) throws(DocumentError) -> JSON {
    guard depth < JSON.depthLimit else {
      throw unexpected("at most \(JSON.depthLimit) levels of nesting", "flatten the document")
    }
    depth += 1
    next += 1
    let value = try read(&self)
    depth -= 1
    return value
  }

  private mutating func array() throws(DocumentError) -> JSON {
    var elements: [JSON] = []
    skipBlanks()
    if take("]") { return .array(elements) }
    repeat {
      elements.append(try value())
      skipBlanks()
    } while take(",")
    guard take("]") else { throw unexpected("\",\" or \"]\"", "close the array or separate its elements") }
    return .array(elements)
  }

  private mutating func object() throws(DocumentError) -> JSON {
    var members: [JSON.Member] = []
    // Only asked, never listed, so its order reaches nothing; bytes, since equal strings may differ in theirs.
    var keys: Set<[UInt8]> = []
    skipBlanks()
    if take("}") { return .object(members) }
    repeat {
      skipBlanks()
      let start = next
      guard peek == UInt8(ascii: "\"") else { throw unexpected("a key in quotes", "write the key as \"key\"") }
      let key = try string()
      guard keys.insert(Array(key.utf8)).inserted else {
        throw text.error(
          at: start, expected: "every key once", found: text.excerpt(start..<next) + " again",
          remedy: "remove one of the two")
      }
      skipBlanks()
      guard take(":") else { throw unexpected("\":\" after the key", "give the key a value") }
      members.append(JSON.Member(key: key, value: try value()))
      skipBlanks()
    } while take(",")
    guard take("}") else { throw unexpected("\",\" or \"}\"", "close the object or separate its members") }
    return .object(members)
  }

  private mutating func word() throws(DocumentError) -> JSON {
    let words: [(StaticString, JSON)] = [("true", true), ("false", false), ("null", nil)]
    for (word, value) in words where take(word: word) { return value }
    throw unexpected("a value", "write a number, a string, true, false, null, an array or an object")
  }

  private mutating func number() throws(DocumentError) -> JSON {
    let start = next
    let isNegative = take("-")
    let wholeStart = next
    let whole = digits()
    guard whole > 0, whole == 1 || text.bytes[wholeStart] != UInt8(ascii: "0") else {
      throw notJSON(start)
    }
    var isInteger = true
    if take(".") {
      isInteger = false
      guard digits() > 0 else { throw notJSON(start) }
    }
    if take("e") || take("E") {
      isInteger = false
      if !take("-") { _ = take("+") }
      guard digits() > 0 else { throw notJSON(start) }
    }
    let range = start..<next
    return try text.bytes.withUnsafeBufferPointer { bytes throws(DocumentError) in
      let digits = UnsafeBufferPointer(rebasing: bytes[range])
      // −0 is a number: as an integer it would lose its sign.
      if isInteger, let integer = Numeral.parseInteger(utf8: digits), !(isNegative && integer == 0) {
        return .integer(integer)
      }
      guard let number = Numeral.parse(utf8: digits) else {
        throw text.error(
          at: start, expected: "a number of at most 1.8e308", found: text.excerpt(range),
          remedy: "correct its power of ten")
      }
      return .number(number)
    }
  }

  private func notJSON(_ start: Int) -> DocumentError {
    text.error(
      at: start, expected: "a number as JSON writes it",
      found: text.excerpt(start..<(peek == nil ? next : text.end(ofCharacterAt: next))),
      remedy: "write digits, none of them a leading zero, on both sides of a point")
  }

  private mutating func digits() -> Int {
    let start = next
    while let peek, Self.isDigit(peek) { next += 1 }
    return next - start
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }
}

extension JSONParser {
  var peek: UInt8? { next < text.bytes.count ? text.bytes[next] : nil }

  mutating func skipBlanks() {
    while let peek, peek == 0x20 || peek == 0x0A || peek == 0x0D || peek == 0x09 { next += 1 }
  }

  mutating func take(_ byte: Unicode.Scalar) -> Bool {
    guard peek == UInt8(ascii: byte) else { return false }
    next += 1
    return true
  }

  mutating func take(word: StaticString) -> Bool {
    let letters = UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount)
    guard text.bytes[next...].starts(with: letters) else { return false }
    next += letters.count
    return true
  }

  /// An error at the next character.
  func unexpected(_ expected: String, _ remedy: String) -> DocumentError {
    guard peek != nil else {
      return text.error(at: next, expected: expected, found: "the end of the document", remedy: remedy)
    }
    return text.error(
      at: next, expected: expected, found: text.excerpt(next..<text.end(ofCharacterAt: next)), remedy: remedy)
  }
}
