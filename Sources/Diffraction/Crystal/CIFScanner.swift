import Determinism
import Documents

/// One word of a CIF, and where it stands.
struct CIFToken: Sendable {
  enum Kind: Sendable {
    case block(String)
    case loop
    case save(opens: Bool)
    case tag(String)
    case value(String)
  }

  let kind: Kind
  /// Whether the value was quoted: `'?'` is a question mark, `?` is nothing.
  let isQuoted: Bool
  let file: String
  let line: Int
  let column: Int

  var text: String { if case .value(let text) = kind { text } else { "" } }

  var isMissing: Bool { !isQuoted && (text == "?" || text == ".") }

  func fault(_ expected: String, found: String? = nil, _ remedy: String) -> DocumentError {
    DocumentError(
      file: file, place: .line(line, column: column), expected: expected, found: found ?? "\"\(text.prefix(40))\"",
      remedy: remedy)
  }

  /// The number, without its standard uncertainty in brackets: `5.4307(2)`.
  func number() throws(DocumentError) -> Double {
    let body = text.prefix { $0 != "(" }
    guard let value = Numeral.parse(body), value.isFinite else {
      throw fault("a number", "correct the value, or write ? where it is not known")
    }
    return value
  }
}

/// Cuts a CIF into words.
struct CIFScanner {
  private let bytes: [UInt8]
  private let file: String
  private var at = 0
  private var line = 1
  private var lineStart = 0
  private var ahead: CIFToken?

  init(_ bytes: [UInt8], file: String) {
    self.bytes = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
    self.file = file
  }

  mutating func peek() throws(DocumentError) -> CIFToken? {
    if ahead == nil { ahead = try scan() }
    return ahead
  }

  mutating func next() throws(DocumentError) -> CIFToken? {
    defer { ahead = nil }
    return try peek()
  }

  private mutating func scan() throws(DocumentError) -> CIFToken? {
    skipBlanks()
    guard at < bytes.count else { return nil }
    let place = (line, at - lineStart + 1)
    func token(_ kind: CIFToken.Kind, isQuoted: Bool = false) -> CIFToken {
      CIFToken(kind: kind, isQuoted: isQuoted, file: file, line: place.0, column: place.1)
    }
    let first = bytes[at]
    if first == UInt8(ascii: ";"), at == lineStart { return token(.value(try textField(place)), isQuoted: true) }
    if first == UInt8(ascii: "'") || first == UInt8(ascii: "\"") {
      return token(.value(try quoted(first, place)), isQuoted: true)
    }
    let start = at
    while at < bytes.count, !Self.isBlank(bytes[at]) { at += 1 }
    let word = String(decoding: bytes[start..<at], as: UTF8.self)
    let lower = word.lowercased()
    if lower.hasPrefix("data_") { return token(.block(String(word.dropFirst(5)))) }
    if lower == "loop_" { return token(.loop) }
    if lower.hasPrefix("save_") { return token(.save(opens: lower != "save_")) }
    return token(first == UInt8(ascii: "_") ? .tag(word) : .value(word))
  }

  private mutating func skipBlanks() {
    while at < bytes.count {
      if bytes[at] == UInt8(ascii: "#") {
        while at < bytes.count, bytes[at] != 0x0A { at += 1 }
      } else if Self.isBlank(bytes[at]) {
        newline()
        at += 1
      } else {
        return
      }
    }
  }

  /// Lines of text between semicolons that begin a line.
  private mutating func textField(_ place: (Int, Int)) throws(DocumentError) -> String {
    let start = at + 1
    while at < bytes.count {
      newline()
      at += 1
      if at < bytes.count, at == lineStart, bytes[at] == UInt8(ascii: ";") {
        let text = String(decoding: bytes[start..<at], as: UTF8.self)
        at += 1
        return text
      }
    }
    throw unclosed(place, "a line that begins with ;")
  }

  /// A quote ends where a blank follows it.
  private mutating func quoted(_ quote: UInt8, _ place: (Int, Int)) throws(DocumentError) -> String {
    let start = at + 1
    at += 1
    while at < bytes.count, bytes[at] != 0x0A {
      if bytes[at] == quote, at + 1 == bytes.count || Self.isBlank(bytes[at + 1]) {
        at += 1
        return String(decoding: bytes[start..<(at - 1)], as: UTF8.self)
      }
      at += 1
    }
    throw unclosed(place, "a closing quote")
  }

  private func unclosed(_ place: (Int, Int), _ expected: String) -> DocumentError {
    DocumentError(
      file: file, place: .line(place.0, column: place.1), expected: expected, found: "none", remedy: "close the text")
  }

  private mutating func newline() {
    if bytes[at] == 0x0A { (line, lineStart) = (line + 1, at + 1) }
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (9...13).contains(byte) }
}
