public import Autodiff
import Determinism

extension Expression {
  /// Records the expression's operations in a trace.
  /// - Parameter value: What a name stands for; nil when it is not known.
  /// - Throws: `FormulaError` at the first unknown name; `known` is what its message proposes from.
  public func lowered(
    known: [String] = [], _ value: (_ name: String) throws(FormulaError) -> Tensor?
  ) throws(FormulaError) -> Tensor {
    var values: [Tensor] = []
    values.reserveCapacity(nodes.count)
    for node in nodes {
      let x = node.operands.map { values[$0] }
      switch node.kind {
      case .number(let number): values.append(Tensor(number))
      case .pi: values.append(Tensor(.pi))
      case .name(let name):
        guard let tensor = try value(name) else { throw unknown(name, at: node.range, known) }
        values.append(tensor)
      case .negate: values.append(-x[0])
      case .not: values.append(.!x[0])
      case .infix(let infix): values.append(infix.lower(x[0], x[1]))
      case .call(let function): values.append(function.lower(x))
      }
    }
    return values[values.count - 1]
  }

  /// An error for each name that is not among `known`, at its first mention.
  public func unknownNames(known: [String]) -> [FormulaError] {
    var seen: [String] = []
    var errors: [FormulaError] = []
    for node in nodes {
      guard case .name(let name) = node.kind, !seen.contains(where: { sameUTF8($0, name) }) else { continue }
      seen.append(name)
      if !known.contains(where: { sameUTF8($0, name) }) { errors.append(unknown(name, at: node.range, known)) }
    }
    return errors
  }

  private func unknown(_ name: String, at range: Range<Int>, _ known: [String]) -> FormulaError {
    let near = Spelling.nearest(to: name, among: known).map { "did you mean `\($0)`?" }
    let list = known.isEmpty ? nil : "known names are " + known.prefix(12).joined(separator: ", ")
    return FormulaError(source, range, "unknown name `\(name)`", suggestion: near ?? list)
  }
}

extension Infix {
  func lower(_ a: Tensor, _ b: Tensor) -> Tensor {
    switch self {
    case .or: a .| b
    case .and: a .& b
    case .less: a .< b
    case .lessOrEqual: a .<= b
    case .greater: a .> b
    case .greaterOrEqual: a .>= b
    case .equal: a .== b
    case .notEqual: a .!= b
    case .plus: a + b
    case .minus: a - b
    case .times: a * b
    case .over: a / b
    case .power: pow(a, b)
    }
  }
}
