public import Autodiff
import Determinism

extension Expression {
  /// A parameter that is an expression of others.
  public struct Tie: Sendable {
    public let name: String
    public let expression: Expression

    public init(_ name: String, _ expression: Expression) {
      self.name = name
      self.expression = expression
    }
  }

  /// The expression as a program with one output.
  ///
  /// The program's inputs are all the given columns, then all the given parameters, used or not, in the order
  /// given; tied names are replaced by their expressions.
  /// - Parameters:
  ///   - output: The name of the output.
  ///   - columns: The names with a value per row.
  ///   - parameters: The names with one value.
  ///   - ties: The names that stand for expressions of parameters or of other ties.
  /// - Throws: `FormulaError` at a name that is none of these, that is given twice, or whose tie goes round in a
  ///   circle.
  public func program(
    output: String = "y", columns: [String] = [], parameters: [String] = [], ties: [Tie] = []
  ) throws(FormulaError) -> Program {
    try checkOnce(columns + parameters + ties.map(\.name))
    return try Program.trace(results: { (trace) throws(FormulaError) in
      var names = NameTable(trace: trace, columns: columns, parameters: parameters, ties: ties)
      return [(output, try names.value(of: self))]
    })
  }

  private func checkOnce(_ names: [String]) throws(FormulaError) {
    var seen: Set<[UInt8]> = []
    for name in names where !seen.insert(Array(name.utf8)).inserted {
      let range = nodes.first { $0.kind == .name(name) }?.range ?? 0..<0
      throw FormulaError(
        source, range, "`\(name)` is given twice", suggestion: "a name is one column, one parameter or one tie")
    }
  }
}

/// What the names of an expression stand for while it is lowered.
private struct NameTable {
  private var values: [(name: String, value: Tensor)] = []
  private let ties: [Expression.Tie]
  private let known: [String]
  private var inProgress: [String] = []

  init(trace: Trace, columns: [String], parameters: [String], ties: [Expression.Tie]) {
    values = columns.map { ($0, trace.column($0)) } + parameters.map { ($0, trace.parameter($0)) }
    self.ties = ties
    known = columns + parameters + ties.map(\.name)
  }

  mutating func value(of expression: Expression) throws(FormulaError) -> Tensor {
    for name in expression.names where value(of: name) == nil {
      guard let tie = ties.first(where: { sameUTF8($0.name, name) }) else { continue }
      inProgress.append(name)
      if inProgress.dropLast().contains(where: { sameUTF8($0, name) }) {
        throw FormulaError(
          expression.source, 0..<expression.source.utf8.count,
          "the ties go round in a circle: " + inProgress.joined(separator: " → "))
      }
      values.append((name, try value(of: tie.expression)))
      inProgress.removeLast()
    }
    return try expression.lowered(known: known) { value(of: $0) }
  }

  private func value(of name: String) -> Tensor? {
    values.first { sameUTF8($0.name, name) }?.value
  }
}
