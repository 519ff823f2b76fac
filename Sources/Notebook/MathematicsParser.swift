/// Reads a formula by recursive descent, element by element; nothing that is written makes it fail.
struct MathematicsParser {
  var lexer: MathematicsLexer
  let isDisplayed: Bool
  private var depth = 0

  /// Deeper nesting is shown as it was written; the stack is finite.
  private static let deepest = 60

  init(_ tex: String, isDisplayed: Bool) {
    lexer = MathematicsLexer(tex)
    self.isDisplayed = isDisplayed
  }

  /// The whole formula.
  mutating func formula() -> [String] {
    var elements = row { _ in false }
    // A brace or `\right` that nothing opened ends a row; the rest follows it.
    while let stray = lexer.next() {
      elements.append(Self.error(stray.source))
      elements += row { _ in false }
    }
    return elements
  }

  /// Elements up to a token that ends them, which is not taken.
  mutating func row(until ends: (MathematicsLexer.Token) -> Bool) -> [String] {
    var elements: [String] = []
    while let token = lexer.peek(), !ends(token), !token.endsRow { elements.append(scripted()) }
    return elements
  }

  /// One element with what stands above and below it.
  private mutating func scripted() -> String {
    let place = lexer.peek()
    let base = place.map(\.isScript) ?? true ? "<mrow></mrow>" : element()
    var (above, below): (String?, String?) = (nil, nil)
    var primes = 0
    while let token = lexer.peek(), token.isScript {
      _ = lexer.next()
      switch token {
      case .character("'"): primes += 1
      case .character("^"): above = argument()
      default: below = argument()
      }
    }
    if primes > 0 {
      let marks = "<mo>\(String(repeating: "′", count: primes))</mo>"
      above = above.map { "<mrow>\(marks)\($0)</mrow>" } ?? marks
    }
    let stacks = isDisplayed && place?.takesLimits == true
    switch (above, below) {
    case (nil, nil): return base
    case (let above?, nil): return stacks ? "<mover>\(base)\(above)</mover>" : "<msup>\(base)\(above)</msup>"
    case (nil, let below?): return stacks ? "<munder>\(base)\(below)</munder>" : "<msub>\(base)\(below)</msub>"
    case (let above?, let below?):
      return stacks
        ? "<munderover>\(base)\(below)\(above)</munderover>" : "<msubsup>\(base)\(below)\(above)</msubsup>"
    }
  }

  /// The next element alone, as the argument of a command or a script.
  mutating func argument() -> String {
    guard let token = lexer.peek(), !token.endsRow else { return "<mrow></mrow>" }
    // `x^12` is x¹2 in TeX: without braces an argument is one sign.
    if let digit = lexer.digit() { return "<mn>\(digit)</mn>" }
    return element()
  }

  private mutating func element() -> String {
    guard let token = lexer.next() else { return "<mrow></mrow>" }
    depth += 1
    defer { depth -= 1 }
    guard depth < Self.deepest else { return Self.error(token.source) }
    switch token {
    case .number(let digits): return "<mn>\(digits)</mn>"
    case .character("{"): return group()
    case .character("~"): return "<mspace width=\"0.33em\"/>"
    case .character(let character): return Self.character(character)
    case .command(let name): return command(name)
    }
  }

  /// The row up to the brace that closes it.
  private mutating func group() -> String {
    let elements = row { $0 == .character("}") }
    if lexer.peek() == .character("}") { _ = lexer.next() }
    return "<mrow>\(elements.joined())</mrow>"
  }

  private static func character(_ character: Character) -> String {
    let text = Markup.escaped(String(character))
    if character.isLetter { return "<mi>\(text)</mi>" }
    switch character {
    case "-": return "<mo>−</mo>"
    case "*": return "<mo>∗</mo>"
    case "(", ")", "[", "]", "|": return "<mo stretchy=\"false\">\(text)</mo>"
    case "/": return "<mo lspace=\"0\" rspace=\"0\">/</mo>"
    case ",", ";", "+", "=", "<", ">", "!", ":", ".", "?", "&": return "<mo>\(text)</mo>"
    default: return "<mtext>\(text)</mtext>"
    }
  }

  static func error(_ source: String) -> String {
    "<merror><mtext>\(Markup.escaped(source))</mtext></merror>"
  }
}
