/// A model as text: `response ~ expression`.
///
/// ```swift
/// let formula = try Formula(parsing: "counts ~ A * exp(-t / tau) + B")
/// let program = try formula.expression.program(columns: ["t"], parameters: ["A", "tau", "B"])
/// ```
public struct Formula: Sendable, Equatable {
  /// What is measured: a column, or an expression of columns such as `log(y)`.
  public let response: Expression
  /// What the model says about it.
  public let expression: Expression

  /// Parses a formula.
  /// - Throws: `FormulaError`, which points into the text.
  public init(parsing text: String) throws(FormulaError) {
    let (formula, problems) = Self.parse(text)
    guard let formula else { throw problems[0] }
    self = formula
  }

  /// The formula, or nil and everything that is wrong with the text, from left to right.
  public static func parse(_ text: String) -> (formula: Formula?, problems: [FormulaError]) {
    var parser = Parser(text)
    let response = parser.side()
    parser.expectTilde()
    let left = parser.finish(response)
    let expression = parser.side()
    parser.expectEnd()
    let right = parser.finish(expression)
    let problems = parser.problems
    return (problems.isEmpty ? Formula(response: left, expression: right) : nil, problems)
  }

  private init(response: Expression, expression: Expression) {
    (self.response, self.expression) = (response, expression)
  }

  /// The names on the right-hand side, in the order of their first mention.
  public var names: [String] { expression.names }
}

extension Formula: CustomStringConvertible {
  /// The canonical text: the same formula with one way of spacing and the fewest parentheses.
  public var description: String { "\(response) ~ \(expression)" }
}
