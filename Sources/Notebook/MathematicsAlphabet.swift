/// The letters of mathematics that Unicode has in alphabets of their own.
enum MathematicsAlphabet {
  case bold, calligraphic, blackboard, fraktur, sans

  /// The alphabet that a command names: `mathbf`.
  init?(_ command: String) {
    switch command {
    case "mathbf", "boldsymbol", "bm", "vec*": self = .bold
    case "mathcal", "mathscr": self = .calligraphic
    case "mathbb": self = .blackboard
    case "mathfrak": self = .fraktur
    case "mathsf": self = .sans
    default: return nil
    }
  }

  /// A text in the alphabet; what has no such form stays as it is.
  func set(_ text: String) -> String {
    if text.hasPrefix("\\"), let letter = MathematicsSymbols.letters[String(text.dropFirst())] {
      return "<mi class=\"bold\">\(letter)</mi>"
    }
    let set = text.unicodeScalars.map { String(Character(form(of: $0))) }.joined()
    return "<mi>\(Markup.escaped(set))</mi>"
  }

  private func form(of scalar: Unicode.Scalar) -> Unicode.Scalar {
    if let exception = exceptions[scalar] { return exception }
    let (capital, small) = starts
    switch scalar.value {
    case 0x41...0x5a: return Unicode.Scalar(capital + scalar.value - 0x41) ?? scalar
    case 0x61...0x7a: return Unicode.Scalar(small + scalar.value - 0x61) ?? scalar
    default: return scalar
    }
  }

  /// Where the capital and the small letters begin.
  private var starts: (UInt32, UInt32) {
    switch self {
    case .bold: (0x1d400, 0x1d41a)
    case .calligraphic: (0x1d49c, 0x1d4b6)
    case .blackboard: (0x1d538, 0x1d552)
    case .fraktur: (0x1d504, 0x1d51e)
    case .sans: (0x1d5a0, 0x1d5ba)
    }
  }

  /// Letters that Unicode had before it had the alphabets.
  private var exceptions: [Unicode.Scalar: Unicode.Scalar] {
    switch self {
    case .bold, .sans: [:]
    case .calligraphic:
      [
        "B": "ℬ", "E": "ℰ", "F": "ℱ", "H": "ℋ", "I": "ℐ", "L": "ℒ", "M": "ℳ", "R": "ℛ", "e": "ℯ", "g": "ℊ", "o": "ℴ",
      ]
    case .blackboard: ["C": "ℂ", "H": "ℍ", "N": "ℕ", "P": "ℙ", "Q": "ℚ", "R": "ℝ", "Z": "ℤ"]
    case .fraktur: ["C": "ℭ", "H": "ℌ", "I": "ℑ", "R": "ℜ", "Z": "ℨ"]
    }
  }
}
