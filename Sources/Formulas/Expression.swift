/// A formula without its response: `A * exp(-t / tau) + B`.
///
/// Grammar, from the loosest to the tightest binding:
/// ```
/// or                                either condition
/// and                               both conditions
/// not                               the opposite
/// <  <=  >  >=  ==  !=              1 or 0; not chained            (also ≤ ≥ ≠)
/// +  -                              from left to right             (also −)
/// *  /                              from left to right             (also × · ÷)
/// -x  +x
/// ^                                 from right to left: -x^2 is -(x^2), 2^3^2 is 2^9
/// number  name  pi  f(x, …)  (…)
/// ```
/// Names start with a letter of any script or `_`, and go on with letters, digits, `_` and subscript digits; they
/// are compared byte by byte. `pi` is the only constant; `e` is a name like any other, since e^x is `exp(x)`.
public struct Expression: Sendable {
  /// The whole text that was parsed, for messages.
  public let source: String
  /// The operations, operands first; the last one is the result. Flat, so that no depth of nesting can
  /// exhaust the stack.
  let nodes: [Node]

  /// One number, name or operation, and the bytes of the source that it spans.
  struct Node: Sendable {
    enum Kind: Sendable, Equatable {
      case number(Double)
      case pi
      case name(String)
      case negate
      case not
      case infix(Infix)
      case call(Function)
    }
    var kind: Kind
    var operands: [Int]
    var range: Range<Int>
  }
}

extension Expression {
  /// Parses an expression.
  /// - Throws: `FormulaError`, which points into the text.
  public init(parsing text: String) throws(FormulaError) {
    let (expression, problems) = Self.parse(text)
    guard let expression else { throw problems[0] }
    self = expression
  }

  /// The expression, or nil and everything that is wrong with the text, from left to right.
  public static func parse(_ text: String) -> (expression: Expression?, problems: [FormulaError]) {
    var parser = Parser(text)
    let root = parser.side()
    parser.expectEnd()
    let expression = parser.finish(root)
    let problems = parser.problems
    return (problems.isEmpty ? expression : nil, problems)
  }

  /// The names that occur, in the order of their first mention; functions and `pi` are not among them.
  public var names: [String] {
    var (names, seen) = ([String](), Set<[UInt8]>())
    for node in nodes.sorted(by: { $0.range.lowerBound < $1.range.lowerBound }) {
      if case .name(let name) = node.kind, seen.insert(Array(name.utf8)).inserted { names.append(name) }
    }
    return names
  }

  /// The name, when the expression is nothing but a name.
  public var soleName: String? {
    guard nodes.count == 1, case .name(let name) = nodes[0].kind else { return nil }
    return name
  }
}

extension Expression: Equatable {
  /// Whether both are the same operations on the same names and numbers, however they are written.
  public static func == (left: Expression, right: Expression) -> Bool {
    left.nodes.count == right.nodes.count
      && zip(left.nodes, right.nodes).allSatisfy { $0.kind == $1.kind && $0.operands == $1.operands }
  }
}
