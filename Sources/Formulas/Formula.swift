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
    var parser = try Parser(text)
    let response = try parser.expression()
    try parser.expectTilde()
    self.response = parser.finish(response)
    let expression = try parser.expression()
    try parser.expectEnd()
    self.expression = parser.finish(expression)
  }

  /// The names on the right-hand side, in the order of their first mention.
  public var names: [String] { expression.names }
}

extension Formula: CustomStringConvertible {
  /// The canonical text: the same formula with one way of spacing and the fewest parentheses.
  public var description: String { "\(response) ~ \(expression)" }
}
