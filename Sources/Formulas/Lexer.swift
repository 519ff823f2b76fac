import Determinism

/// Cuts a formula into tokens.
struct Lexer {
  private let source: String
  private let scalars: [Unicode.Scalar]
  private var index = 0
  private var offset = 0
  private var problems: [FormulaError] = []

  init(_ source: String) {
    self.source = source
    scalars = Array(source.unicodeScalars)
  }

  /// The tokens, and everything that is none: left out, or read as what was probably meant.
  static func tokens(of source: String) -> (tokens: [Token], problems: [FormulaError]) {
    var lexer = Lexer(source)
    var tokens: [Token] = []
    while let token = lexer.next() { tokens.append(token) }
    tokens.append(Token(kind: .end, range: lexer.offset..<lexer.offset))
    return (tokens, lexer.problems)
  }

  private func peek(_ distance: Int = 0) -> Unicode.Scalar? {
    index + distance < scalars.count ? scalars[index + distance] : nil
  }

  private mutating func advance(_ count: Int = 1) {
    for _ in 0..<count {
      offset += UTF8.width(scalars[index])
      index += 1
    }
  }

  private mutating func next() -> Token? {
    while true {
      while let scalar = peek(), scalar.properties.isWhitespace { advance() }
      guard peek() != nil else { return nil }
      if let token = token() { return token }
    }
  }

  /// The token that starts here; nil when what stands here is passed over.
  private mutating func token() -> Token? {
    guard let first = peek() else { return nil }
    let start = offset
    if first.isDigit || (first == "." && peek(1)?.isDigit == true) { return number() }
    if first.startsName {
      let name = take { $0.continuesName }
      return Token(kind: Self.words[name] ?? .name(name), range: start..<offset)
    }
    for (spelling, proposal) in Self.mistakes where matches(spelling) && !matches("==") && !matches("!=") {
      advance(spelling.unicodeScalars.count)
      problems.append(FormulaError(source, start..<offset, "unexpected `\(spelling)`", suggestion: proposal))
      return Self.meanings[spelling].map { Token(kind: $0, range: start..<offset) }
    }
    for (spelling, kind) in Self.symbols where matches(spelling) {
      advance(spelling.unicodeScalars.count)
      return Token(kind: kind, range: start..<offset)
    }
    advance()
    problems.append(FormulaError(source, start..<offset, "unexpected character \(first.spelling)"))
    return nil
  }

  private mutating func take(while belongs: (Unicode.Scalar) -> Bool) -> String {
    var text = String.UnicodeScalarView()
    while let scalar = peek(), belongs(scalar) {
      text.append(scalar)
      advance()
    }
    return String(text)
  }

  private func matches(_ spelling: String) -> Bool {
    for (i, scalar) in spelling.unicodeScalars.enumerated() where peek(i) != scalar { return false }
    return true
  }

  /// A number by the grammar of `Numeral`, without a sign.
  private mutating func number() -> Token {
    let start = offset
    var text = ""
    if peek() == "0", peek(1) == "x" || peek(1) == "X" {
      advance(2)
      text = "0x" + take { $0.isHexDigit || $0 == "." }
      if peek() == "p" || peek() == "P" { text += exponent() }
    } else {
      text = take { $0.isDigit || $0 == "." }
      // The e of `2e` belongs to the number only when digits follow.
      let signed = peek(1) == "+" || peek(1) == "-"
      if peek() == "e" || peek() == "E", peek(signed ? 2 : 1)?.isDigit == true { text += exponent() }
    }
    let value = Numeral.parse(text)
    if value == nil {
      problems.append(
        FormulaError(
          source, start..<offset, "`\(text)` is not a number, or too large for one",
          suggestion: "write numbers as 2, 0.5 or 1.5e-3"))
    }
    return Token(kind: .number(value ?? 1), range: start..<offset)
  }

  private mutating func exponent() -> String {
    var text = "\(scalars[index])"
    advance()
    if let sign = peek(), sign == "+" || sign == "-" {
      text += "\(sign)"
      advance()
    }
    return text + take { $0.isDigit }
  }
}
