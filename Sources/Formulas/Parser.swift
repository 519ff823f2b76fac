import Determinism

/// Recursive descent over the tokens of one formula; nodes are appended operands first.
///
/// What is wrong is noted and read over, so that everything wrong with a formula is found at once. Of what cannot be
/// told from a consequence of another problem, nothing is said.
struct Parser {
  /// Formulas longer than this are refused, so that no text can exhaust time or stack.
  static let maximumBytes = 16_384
  static let maximumDepth = 200
  /// So many problems are told of one formula.
  private static let mostProblems = 20

  private let source: String
  private let tokens: [Token]
  private var position = 0
  private var depth = 0
  private var nodes: [Expression.Node] = []
  private var opened: [Token] = []
  private var found: [FormulaError]
  /// Whether something was found that is no token: what does not fit together may then be its consequence.
  private let isSpoilt: Bool
  /// Tokens before this one follow a problem too closely to be told of one themselves.
  private var quietUntil = 0
  private var isExhausted = false

  init(_ source: String) {
    self.source = source
    guard source.utf8.count <= Self.maximumBytes else {
      let error = FormulaError(
        String(source.prefix(80)), 0..<0,
        "the formula has \(source.utf8.count) bytes; at most \(Self.maximumBytes) are read")
      (tokens, found, isSpoilt, isExhausted) = ([Token(kind: .end, range: 0..<0)], [error], true, true)
      return
    }
    (tokens, found) = Lexer.tokens(of: source)
    isSpoilt = !found.isEmpty
  }

  /// What is wrong with the text, from left to right.
  var problems: [FormulaError] {
    let sorted = found.enumerated().sorted {
      ($0.element.range.lowerBound, $0.offset) < ($1.element.range.lowerBound, $1.offset)
    }
    return sorted.prefix(Self.mostProblems).map(\.element)
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

  /// One side of a formula, with all that stands there.
  mutating func side() -> Int {
    var node = group()
    while token.kind == .comma || token.kind == .close {
      report(unexpected())
      _ = advance()
      if case .infix = token.kind { _ = advance() }
      if token.kind != .end && token.kind != .tilde { node = group() }
    }
    return node
  }

  mutating func expectEnd() {
    switch token.kind {
    case .end: return
    case .tilde where tokens[..<position].contains { $0.kind == .tilde }:
      reportAnyway(fail("a second `~`", "a formula has one response and one model"))
    case .tilde: report(fail("an expression has no `~`", "write what stands on its right"))
    default: report(unexpected())
    }
  }

  mutating func expectTilde() {
    guard token.kind == .tilde else {
      return report(
        token.kind == .end ? fail("expected `~` and a model", "write `response ~ expression`") : unexpected())
    }
    _ = advance()
  }

  // MARK: Problems

  /// Notes what is wrong with what stands here.
  private mutating func report(_ error: FormulaError) {
    guard !isSpoilt, !isExhausted, position >= quietUntil else { return }
    found.append(error)
    quietUntil = position + 2
  }

  /// Notes what is wrong whatever stands around it.
  private mutating func reportAnyway(_ error: FormulaError) {
    if !isExhausted { found.append(error) }
    quietUntil = max(quietUntil, position + 1)
  }

  // MARK: Operators

  /// An expression with the operators that are missing in it.
  private mutating func group() -> Int {
    var node = operand(.or)
    while token.startsOperand && !isExhausted {
      report(unexpected())
      node = append(.infix(.times), [node, operand(.or)])
    }
    return node
  }

  /// An expression whose loosest operator binds at least that tightly.
  private mutating func operand(_ strength: Strength) -> Int {
    deeper()
    defer { depth -= 1 }
    var left = prefixed(strength)
    while case .infix(let infix) = token.kind, infix.strength >= strength, infix != .power {
      let symbol = advance()
      let right = operand(Strength(rawValue: infix.strength.rawValue + 1) ?? .atom)
      left = append(.infix(infix), [left, right])
      if infix.strength == .comparison, case .infix(let next) = token.kind, next.strength == .comparison {
        reportAnyway(
          FormulaError(
            source, symbol.range.lowerBound..<token.range.upperBound, "comparisons cannot be chained",
            suggestion: "write `a < b and b < c`"))
      }
    }
    return left
  }

  private mutating func prefixed(_ strength: Strength) -> Int {
    let first = token
    switch first.kind {
    case .not where strength <= .not:
      _ = advance()
      return append(.not, [operand(.not)], from: first.range.lowerBound)
    case .infix(.minus):
      _ = advance()
      return append(.negate, [operand(.negation)], from: first.range.lowerBound)
    case .infix(.plus):
      _ = advance()
      return operand(.negation)
    default: return power()
    }
  }

  private mutating func power() -> Int {
    let base = atom()
    guard token.kind == .infix(.power) else { return base }
    _ = advance()
    // The exponent may be signed, and be a power itself.
    return append(.infix(.power), [base, operand(.negation)])
  }

  // MARK: Atoms

  private mutating func atom() -> Int {
    let first = token
    switch first.kind {
    case .number(let value):
      _ = advance()
      return append(.number(value), [], from: first.range.lowerBound)
    case .name(let name):
      _ = advance()
      if token.kind == .open { return call(name, first) }
      if let function = Function.named(name) {
        reportAnyway(
          FormulaError(
            source, first.range, "`\(name)` is a function, not a name", suggestion: "write `\(function.usage)`"))
      }
      return append(sameUTF8(name, "pi") || sameUTF8(name, "π") ? .pi : .name(name), [], from: first.range.lowerBound)
    case .open:
      opened.append(advance())
      deeper()
      defer { depth -= 1 }
      let inner = group()
      close()
      nodes[inner].range = first.range.lowerBound..<max(first.range.upperBound, tokens[position - 1].range.upperBound)
      return inner
    default:
      report(unexpected())
      if first.kind == .not { _ = advance() }
      // A number in place of what is missing, to find what else is wrong.
      nodes.append(
        Expression.Node(kind: .number(1), operands: [], range: first.range.lowerBound..<first.range.lowerBound))
      return nodes.count - 1
    }
  }

  private mutating func call(_ name: String, _ first: Token) -> Int {
    let function = Function.named(name)
    if function == nil {
      let near = Spelling.nearest(to: name, among: Function.all.map(\.name))
      reportAnyway(
        FormulaError(
          source, first.range, "unknown function `\(name)`",
          suggestion: near.map { "did you mean `\($0)`?" } ?? "for a product write `\(name) * (…)`"))
    }
    opened.append(advance())
    let before = found.count
    var arguments: [Int] = []
    if token.kind != .close {
      arguments.append(group())
      while token.kind == .comma {
        _ = advance()
        arguments.append(group())
      }
    }
    close()
    let range = first.range.lowerBound..<tokens[position - 1].range.upperBound
    guard let function else { return append(.number(1), [], from: first.range.lowerBound) }
    if !function.arity.contains(arguments.count), found.count == before {
      let wanted = function.arity.count == 1 ? "\(function.arity.lowerBound)" : "\(function.arity.lowerBound) or more"
      reportAnyway(
        FormulaError(
          source, range, "`\(name)` takes \(wanted) argument\(wanted == "1" ? "" : "s"), found \(arguments.count)",
          suggestion: "write `\(function.usage)`"))
    }
    nodes.append(Expression.Node(kind: .call(function), operands: arguments, range: range))
    return nodes.count - 1
  }

  /// The `)` of the innermost parenthesis.
  private mutating func close() {
    while token.kind == .comma {
      report(unexpected())
      _ = advance()
      _ = group()
    }
    let open = opened.removeLast()
    if token.kind == .close {
      _ = advance()
    } else if token.kind == .end {
      if !isSpoilt { reportAnyway(FormulaError(source, open.range, "this `(` is never closed", suggestion: "add `)`")) }
    } else {
      opened.append(open)
      report(unexpected())
      opened.removeLast()
    }
  }

  // MARK: Parts

  private mutating func append(_ kind: Expression.Node.Kind, _ operands: [Int], from start: Int? = nil) -> Int {
    let lower = start ?? nodes[operands[0]].range.lowerBound
    let upper = position > 0 ? tokens[position - 1].range.upperBound : lower
    nodes.append(Expression.Node(kind: kind, operands: operands, range: lower..<max(lower, upper)))
    return nodes.count - 1
  }

  /// Goes one level deeper; too deep, the rest of the text is given up.
  private mutating func deeper() {
    depth += 1
    guard depth > Self.maximumDepth * 2, !isExhausted else { return }
    found = [fail("the formula is nested more than \(Self.maximumDepth) deep", nil)]
    isExhausted = true
    position = tokens.count - 1
  }

  private func fail(_ reason: String, _ suggestion: String?) -> FormulaError {
    FormulaError(source, token.range, reason, suggestion: suggestion)
  }

  private func unexpected() -> FormulaError {
    Unexpected(source: source, tokens: tokens, position: position, isInside: !opened.isEmpty).error
  }
}
