import Determinism

/// Recursive descent over the tokens of one formula; nodes are appended operands first.
struct Parser {
  /// Formulas longer than this are refused, so that no text can exhaust time or stack.
  static let maximumBytes = 16_384
  static let maximumDepth = 200

  private let source: String
  private let tokens: [Token]
  private var position = 0
  private var depth = 0
  private var nodes: [Expression.Node] = []
  private var opened: [Token] = []

  init(_ source: String) throws(FormulaError) {
    guard source.utf8.count <= Self.maximumBytes else {
      throw FormulaError(
        String(source.prefix(80)), 0..<0,
        "the formula has \(source.utf8.count) bytes; at most \(Self.maximumBytes) are read")
    }
    self.source = source
    tokens = try Lexer.tokens(of: source)
  }

  private var token: Token { tokens[position] }

  private mutating func advance() -> Token {
    defer { if position < tokens.count - 1 { position += 1 } }
    return tokens[position]
  }

  /// The nodes parsed since the last call, as an expression.
  mutating func finish(_ root: Int) -> Expression {
    defer { nodes = [] }
    return Expression(source: source, nodes: nodes)
  }

  mutating func expression() throws(FormulaError) -> Int { try operand(.or) }

  func expectEnd() throws(FormulaError) {
    switch token.kind {
    case .end: return
    case .tilde where tokens[..<position].contains { $0.kind == .tilde }:
      throw fail("a second `~`", "a formula has one response and one model")
    case .tilde: throw fail("an expression has no `~`", "write what stands on its right")
    default: throw unexpected()
    }
  }

  mutating func expectTilde() throws(FormulaError) {
    guard token.kind == .tilde else {
      if token.kind == .end { throw fail("expected `~` and a model", "write `response ~ expression`") }
      throw unexpected()
    }
    _ = advance()
  }

  // MARK: Operators

  /// An expression whose loosest operator binds at least that tightly.
  private mutating func operand(_ strength: Strength) throws(FormulaError) -> Int {
    try deeper()
    defer { depth -= 1 }
    var left = try prefixed(strength)
    while case .infix(let infix) = token.kind, infix.strength >= strength, infix != .power {
      let symbol = advance()
      let right = try operand(Strength(rawValue: infix.strength.rawValue + 1) ?? .atom)
      left = append(.infix(infix), [left, right])
      if infix.strength == .comparison, case .infix(let next) = token.kind, next.strength == .comparison {
        throw FormulaError(
          source, symbol.range.lowerBound..<token.range.upperBound, "comparisons cannot be chained",
          suggestion: "write `a < b and b < c`")
      }
    }
    return left
  }

  private mutating func prefixed(_ strength: Strength) throws(FormulaError) -> Int {
    let first = token
    switch first.kind {
    case .not where strength <= .not:
      _ = advance()
      return append(.not, [try operand(.not)], from: first.range.lowerBound)
    case .infix(.minus):
      _ = advance()
      return append(.negate, [try operand(.negation)], from: first.range.lowerBound)
    case .infix(.plus):
      _ = advance()
      return try operand(.negation)
    default: return try power()
    }
  }

  private mutating func power() throws(FormulaError) -> Int {
    let base = try atom()
    guard token.kind == .infix(.power) else { return base }
    _ = advance()
    // The exponent may be signed, and be a power itself.
    return append(.infix(.power), [base, try operand(.negation)])
  }

  // MARK: Atoms

  private mutating func atom() throws(FormulaError) -> Int {
    let first = token
    switch first.kind {
    case .number(let value):
      _ = advance()
      return append(.number(value), [], from: first.range.lowerBound)
    case .name(let name):
      _ = advance()
      if token.kind == .open { return try call(name, first) }
      if Function.named(name) != nil {
        throw FormulaError(
          source, first.range, "`\(name)` is a function, not a name",
          suggestion: "write `\(Function.named(name)?.usage ?? name)`")
      }
      return append(sameUTF8(name, "pi") || sameUTF8(name, "π") ? .pi : .name(name), [], from: first.range.lowerBound)
    case .open:
      opened.append(advance())
      try deeper()
      defer { depth -= 1 }
      let inner = try operand(.or)
      try close()
      nodes[inner].range = first.range.lowerBound..<tokens[position - 1].range.upperBound
      return inner
    default: throw unexpected()
    }
  }

  private mutating func call(_ name: String, _ first: Token) throws(FormulaError) -> Int {
    guard let function = Function.named(name) else {
      let near = Spelling.nearest(to: name, among: Function.all.map(\.name))
      throw FormulaError(
        source, first.range, "unknown function `\(name)`",
        suggestion: near.map { "did you mean `\($0)`?" } ?? "for a product write `\(name) * (…)`")
    }
    opened.append(advance())
    var arguments: [Int] = []
    if token.kind != .close {
      arguments.append(try operand(.or))
      while token.kind == .comma {
        _ = advance()
        arguments.append(try operand(.or))
      }
    }
    try close()
    let range = first.range.lowerBound..<tokens[position - 1].range.upperBound
    guard function.arity.contains(arguments.count) else {
      let wanted = function.arity.count == 1 ? "\(function.arity.lowerBound)" : "\(function.arity.lowerBound) or more"
      throw FormulaError(
        source, range, "`\(name)` takes \(wanted) argument\(wanted == "1" ? "" : "s"), found \(arguments.count)",
        suggestion: "write `\(function.usage)`")
    }
    nodes.append(Expression.Node(kind: .call(function), operands: arguments, range: range))
    return nodes.count - 1
  }

  private mutating func close() throws(FormulaError) {
    guard token.kind == .close else {
      if token.kind == .end, let open = opened.last {
        throw FormulaError(source, open.range, "this `(` is never closed", suggestion: "add `)`")
      }
      throw unexpected()
    }
    _ = advance()
    opened.removeLast()
  }

  // MARK: Parts

  private mutating func append(_ kind: Expression.Node.Kind, _ operands: [Int], from start: Int? = nil) -> Int {
    let lower = start ?? nodes[operands[0]].range.lowerBound
    nodes.append(Expression.Node(kind: kind, operands: operands, range: lower..<tokens[position - 1].range.upperBound))
    return nodes.count - 1
  }

  private mutating func deeper() throws(FormulaError) {
    depth += 1
    if depth > Self.maximumDepth * 2 {
      throw fail("the formula is nested more than \(Self.maximumDepth) deep", nil)
    }
  }

  private func fail(_ reason: String, _ suggestion: String?) -> FormulaError {
    FormulaError(source, token.range, reason, suggestion: suggestion)
  }

  private func unexpected() -> FormulaError {
    Unexpected(source: source, tokens: tokens, position: position, isInside: !opened.isEmpty).error
  }
}
