/// A token that cannot stand where it stands: what was expected there, and what was probably meant.
struct Unexpected {
  var source: String
  var tokens: [Token]
  var position: Int
  /// Whether a parenthesis is open.
  var isInside: Bool

  var error: FormulaError {
    let token = tokens[position]
    let previous = position > 0 ? tokens[position - 1] : nil
    if tokens.count == 1 {
      return FormulaError(source, token.range, "the formula is empty", suggestion: "write e.g. `y ~ a * x + b`")
    }
    guard let previous, previous.endsOperand else {
      let after = previous.map { " after `\(text($0))`" } ?? ""
      let found = token.kind == .end ? "the end" : "`\(text(token))`"
      return FormulaError(source, token.range, "expected a number, a name or `(`\(after), found \(found)")
    }
    if token.startsOperand {
      let range = previous.range.lowerBound..<token.range.upperBound
      let product = "\(text(previous)) * \(text(token))"
      return FormulaError(
        source, range, "an operator is missing between `\(text(previous))` and `\(text(token))`",
        suggestion: previous.kind == .close || token.kind == .open ? "for a product write `*`" : "write `\(product)`")
    }
    if token.kind == .comma {
      return FormulaError(
        source, token.range, "unexpected `,`",
        suggestion: "arguments stand inside a function's parentheses; decimals have a point")
    }
    if token.kind == .close, !isInside {
      return FormulaError(source, token.range, "this `)` closes nothing", suggestion: "remove it or add `(`")
    }
    let expected = isInside ? "an operator or `)`" : "an operator"
    return FormulaError(source, token.range, "expected \(expected), found `\(text(token))`")
  }

  private func text(_ token: Token) -> String {
    let bytes = Array(source.utf8)
    return String(decoding: bytes[token.range], as: UTF8.self)
  }
}

extension Token {
  var startsOperand: Bool {
    switch kind {
    case .number, .name, .open, .not: true
    default: false
    }
  }

  var endsOperand: Bool {
    switch kind {
    case .number, .name, .close: true
    default: false
    }
  }
}
