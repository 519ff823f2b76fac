/// The tokens of a formula, with blanks left out.
struct MathematicsLexer {
  enum Token: Equatable {
    /// Digits, perhaps with a decimal point.
    case number(String)
    case character(Character)
    /// Without its backslash: `alpha`, `,`, `\`.
    case command(String)

    var source: String {
      switch self {
      case .number(let digits): digits
      case .character(let character): String(character)
      case .command(let name): "\\" + name
      }
    }

    var isScript: Bool { self == .character("^") || self == .character("_") || self == .character("'") }

    /// What can only close something that was opened before.
    var endsRow: Bool {
      switch self {
      case .character("}"), .command("right"), .command("end"): true
      default: false
      }
    }

    /// Sums and limits have theirs above and below when the formula is displayed.
    var takesLimits: Bool {
      if case .command(let name) = self { MathematicsSymbols.withLimits.contains(name) } else { false }
    }
  }

  private let characters: [Character]
  private var place = 0

  init(_ tex: String) { characters = Array(tex) }

  func peek() -> Token? {
    var copy = self
    return copy.next()
  }

  mutating func next() -> Token? {
    while let character = current, character.isWhitespace || character == "%" { skip(character) }
    guard let character = current else { return nil }
    if character.isNumber && character.isASCII { return .number(digits()) }
    place += 1
    guard character == "\\", let first = current else { return .character(character) }
    guard first.isASCII && first.isLetter else {
      place += 1
      return .command(String(first))
    }
    return .command(take { $0.isASCII && $0.isLetter })
  }

  /// The next token's one digit, if it begins with one.
  mutating func digit() -> Character? {
    while current?.isWhitespace == true { place += 1 }
    guard let digit = current, digit.isASCII, digit.isNumber else { return nil }
    place += 1
    return digit
  }

  /// The text in the braces that follow, as it stands, for `\text{…}`; nil when no brace follows.
  mutating func verbatim() -> String? {
    while current?.isWhitespace == true { place += 1 }
    guard current == "{" else { return nil }
    var depth = 0
    let start = place + 1
    while let character = current {
      place += 1
      if character == "{" { depth += 1 }
      if character == "}" { depth -= 1 }
      if depth == 0 { return String(characters[start..<(place - 1)]) }
    }
    return String(characters[start...])
  }

  /// The text in the brackets that follow, for `\sqrt[3]{…}`.
  mutating func bracketed() -> String? {
    guard current == "[", let end = characters[place...].firstIndex(of: "]") else { return nil }
    defer { place = end + 1 }
    return String(characters[(place + 1)..<end])
  }

  private var current: Character? { place < characters.count ? characters[place] : nil }

  /// A comment of TeX runs to the end of its line.
  private mutating func skip(_ character: Character) {
    if character == "%" { _ = take { !$0.isNewline } } else { place += 1 }
  }

  private mutating func digits() -> String {
    var digits = take { $0.isASCII && $0.isNumber }
    if current == ".", place + 1 < characters.count, characters[place + 1].isNumber {
      place += 1
      digits += "." + take { $0.isASCII && $0.isNumber }
    }
    return digits
  }

  private mutating func take(while belongs: (Character) -> Bool) -> String {
    let taken = characters[place...].prefix(while: belongs)
    place += taken.count
    return String(taken)
  }
}
