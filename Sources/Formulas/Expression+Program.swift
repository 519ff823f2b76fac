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
  /// - Throws: `FormulaError` at a name that is none of these, or at ties that go round in a circle.
  public func program(
    output: String = "y", columns: [String] = [], parameters: [String] = [], ties: [Tie] = []
  ) throws(FormulaError) -> Program {
    let result: Result<Program, FormulaError>
    do {
      result = .success(
        try Program.trace(results: { trace in
          var names = NameTable(trace: trace, columns: columns, parameters: parameters, ties: ties)
          return [(output, try names.value(of: self))]
        }))
    } catch let error as FormulaError {
      result = .failure(error)
    } catch {
      preconditionFailure("a lowering threw \(error)")
    }
    return try result.get()
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
    var missing: [(String, Tensor)] = []
    for name in expression.names where !values.contains(where: { sameUTF8($0.name, name) }) {
      guard let tie = ties.first(where: { sameUTF8($0.name, name) }) else { continue }
      guard !inProgress.contains(where: { sameUTF8($0, name) }) else {
        throw FormulaError(
          expression.source, 0..<expression.source.utf8.count,
          "the ties go round in a circle: " + (inProgress + [name]).joined(separator: " → "))
      }
      inProgress.append(name)
      missing.append((name, try value(of: tie.expression)))
      inProgress.removeLast()
      values += [missing[missing.count - 1]].map { ($0.0, $0.1) }
    }
    let table = values
    return try expression.lowered(known: known) { name in
      table.first { sameUTF8($0.name, name) }?.value
    }
  }
}
