extension Lexer {
  /// Names that are operators.
  static let words: [String: Token.Kind] = ["and": .infix(.and), "or": .infix(.or), "not": .not]

  /// The symbols, the longest first.
  static let symbols: [(String, Token.Kind)] = [
    ("==", .infix(.equal)), ("<=", .infix(.lessOrEqual)), (">=", .infix(.greaterOrEqual)), ("!=", .infix(.notEqual)),
    ("≤", .infix(.lessOrEqual)), ("≥", .infix(.greaterOrEqual)), ("≠", .infix(.notEqual)),
    ("<", .infix(.less)), (">", .infix(.greater)), ("+", .infix(.plus)),
    ("-", .infix(.minus)), ("−", .infix(.minus)), ("×", .infix(.times)), ("·", .infix(.times)),
    ("*", .infix(.times)), ("/", .infix(.over)), ("÷", .infix(.over)), ("^", .infix(.power)), ("~", .tilde),
    ("(", .open),
    (")", .close), (",", .comma),
  ]

  /// What other languages write, and what to write here; tried before the symbols.
  static let mistakes: [(String, String)] = [
    ("**", "write ^ for powers"), ("<>", "write !="), ("=<", "write <="), ("=>", "write >="),
    ("=", "write == to compare, and ~ between response and model"), ("&&", "write `and`"), ("&", "write `and`"),
    ("||", "write `or`"), ("|", "write `or`, or abs(x) for an absolute value"), ("!", "write `not`"),
    ("²", "write ^2"), ("³", "write ^3"), ("√", "write sqrt(x)"), ("%", "write / 100"), ("[", "write ("),
    ("]", "write )"), ("{", "write ("), ("}", "write )"),
  ]

  /// What such a spelling is read as, to find what else is wrong; those not listed are passed over.
  static let meanings: [String: Token.Kind] = [
    "**": .infix(.power), "<>": .infix(.notEqual), "=<": .infix(.lessOrEqual), "=>": .infix(.greaterOrEqual),
    "=": .infix(.equal), "&&": .infix(.and), "&": .infix(.and), "||": .infix(.or), "|": .infix(.or), "!": .not,
    "[": .open, "]": .close, "{": .open, "}": .close,
  ]
}

extension Unicode.Scalar {
  var isDigit: Bool { ("0"..."9").contains(self) }
  var isHexDigit: Bool { isDigit || ("a"..."f").contains(self) || ("A"..."F").contains(self) }
  var startsName: Bool { self == "_" || properties.isAlphabetic }
  /// Letters, digits, marks on letters, and the subscripts ₀ to ₉.
  var continuesName: Bool {
    startsName || isDigit || ("₀"..."₉").contains(self) || properties.generalCategory == .nonspacingMark
  }

  /// The character in quotes, or its code when it cannot be seen.
  var spelling: String {
    let code = String(value, radix: 16, uppercase: true)
    let padded = "U+" + String(repeating: "0", count: max(0, 4 - code.count)) + code
    switch properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: return padded
    default: return isASCII ? "`\(self)`" : "`\(self)` (\(padded))"
    }
  }
}
