extension MathematicsParser {
  /// The element that a command stands for, with its arguments.
  mutating func command(_ name: String) -> String {
    if let letter = MathematicsSymbols.letters[name] { return "<mi>\(letter)</mi>" }
    if let upright = MathematicsSymbols.upright[name] { return "<mi mathvariant=\"normal\">\(upright)</mi>" }
    if let sign = MathematicsSymbols.operators[name] { return "<mo>\(Markup.escaped(sign))</mo>" }
    if let accent = MathematicsSymbols.accents[name] {
      return "<mover accent=\"true\">\(argument())<mo>\(accent)</mo></mover>"
    }
    if let width = MathematicsSymbols.spaces[name] { return "<mspace width=\"\(width)\"/>" }
    if MathematicsSymbols.functions.contains(name) { return function(name) }
    if let alphabet = MathematicsAlphabet(name) { return alphabet.set(lexer.verbatim() ?? argumentSource()) }
    switch name {
    case "frac", "dfrac", "tfrac": return "<mfrac>\(argument())\(argument())</mfrac>"
    case "binom":
      return "<mrow><mo>(</mo><mfrac linethickness=\"0\">\(argument())\(argument())</mfrac><mo>)</mo></mrow>"
    case "sqrt": return root()
    case "text", "mbox", "textrm", "mathrm", "operatorname": return text(name)
    case "underline": return "<munder>\(argument())<mo>_</mo></munder>"
    case "underbrace": return "<munder>\(argument())<mo>⏟</mo></munder>"
    case "overbrace": return "<mover>\(argument())<mo>⏞</mo></mover>"
    case "left": return fenced()
    case "big", "bigl", "bigr": return fence(size: "1.2em")
    case "Big", "Bigl", "Bigr", "bigg", "Bigg": return fence(size: "1.8em")
    case "begin": return environment()
    case "displaystyle", "textstyle", "limits", "nolimits": return ""
    case "{", "}", "$", "%", "&", "#", "_": return "<mo stretchy=\"false\">\(Markup.escaped(name))</mo>"
    case "|": return "<mo stretchy=\"false\">‖</mo>"
    default: return Self.error("\\" + name)
    }
  }

  /// `\exp`: upright, parted from its argument by a thin space where no bracket follows.
  private mutating func function(_ name: String) -> String {
    let shown = "<mi>\(name == "argmax" || name == "argmin" ? "arg " + name.dropFirst(3) : name)</mi>"
    switch lexer.peek() {
    case .character("("), .character("["), .character("^"), .character("_"), .character("{"), .command("left"), nil:
      return shown
    default: return "<mrow>\(shown)<mspace width=\"0.1667em\"/></mrow>"
    }
  }

  private mutating func root() -> String {
    guard let degree = lexer.bracketed() else { return "<msqrt>\(argument())</msqrt>" }
    var inner = MathematicsParser(degree, isDisplayed: false)
    return "<mroot>\(argument())\(Mathematics.row(inner.formula()))</mroot>"
  }

  private mutating func text(_ name: String) -> String {
    let text = Markup.escaped(lexer.verbatim() ?? argumentSource())
    return name == "mathrm" || name == "operatorname"
      ? "<mi mathvariant=\"normal\">\(text)</mi>" : "<mtext>\(text)</mtext>"
  }

  private mutating func argumentSource() -> String { lexer.next()?.source ?? "" }

  /// `\left( … \right)`, the brackets as tall as what they hold; `.` stands for none.
  private mutating func fenced() -> String {
    let opening = fence()
    let inner = row { $0 == .command("right") }
    guard lexer.peek() == .command("right") else { return "<mrow>\(opening)\(inner.joined())</mrow>" }
    _ = lexer.next()
    return "<mrow>\(opening)\(inner.joined())\(fence())</mrow>"
  }

  /// One bracket: as tall as its row, or of a given size.
  private mutating func fence(size: String? = nil) -> String {
    guard let token = lexer.next() else { return "" }
    let sign: String
    switch token {
    case .character("."): return ""
    case .character("<"): sign = "⟨"
    case .character(">"): sign = "⟩"
    case .command("|"): sign = "‖"
    case .command(let name): sign = MathematicsSymbols.operators[name] ?? name
    default: sign = token.source
    }
    let extent = size.map { " minsize=\"\($0)\" maxsize=\"\($0)\"" } ?? ""
    return "<mo stretchy=\"true\"\(extent)>\(Markup.escaped(sign))</mo>"
  }

  private mutating func environment() -> String {
    let name = lexer.verbatim() ?? ""
    guard let fences = MathematicsSymbols.environments[name] else { return Self.error("\\begin{\(name)}") }
    var rows: [[String]] = [[]]
    while let token = lexer.peek(), token != .command("end") {
      let cell = row { $0 == .character("&") || $0 == .command("\\") }
      rows[rows.count - 1].append(Mathematics.row(cell))
      switch lexer.peek() {
      case .character("&"): _ = lexer.next()
      case .command("\\"):
        _ = lexer.next()
        rows.append([])
      case .command("end"), nil: break
      case .some(let stray):
        _ = lexer.next()
        rows[rows.count - 1].append(Self.error(stray.source))
      }
    }
    if lexer.next() != nil { _ = lexer.verbatim() }
    let align = ["cases": "left", "aligned": "right left", "align": "right left"][name].map { " columnalign=\"\($0)\"" }
    let table = rows.filter { !$0.isEmpty }.map { cells in
      "<mtr>" + cells.map { "<mtd>\($0)</mtd>" }.joined() + "</mtr>"
    }.joined()
    func shown(_ sign: String) -> String { sign.isEmpty ? "" : "<mo>\(sign)</mo>" }
    return "<mrow>\(shown(fences.0))<mtable\(align ?? "")>\(table)</mtable>\(shown(fences.1))</mrow>"
  }
}
