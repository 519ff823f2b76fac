import Autodiff
public import Formulas
import Synchronization

/// A formula made ready to be a model: one program, its exact derivatives, and the executables made from them.
///
/// Make it once and give it to every dataset of that formula: what is compiled is shared. Tied parameters are
/// replaced by their expressions, so that derivatives follow the chain rule exactly.
public final class CompiledFormula: Sendable {
  /// The right-hand side, as text.
  public let text: String
  /// The columns that the formula reads, in the order in which a model takes them.
  public let columns: [String]
  /// The parameters that remain when ties are replaced, in the order of first mention.
  public let parameters: [String]

  private let program: Program
  private let made = Mutex<[Variant]>([])
  /// The columns of the model made last: datasets often share theirs, and then share the memory and its cache lines.
  private let lastStore = Mutex<ColumnStore?>(nil)

  /// What is asked of the program: the derivatives with respect to these parameters, or all second ones; and which
  /// parameters many runs in a row have in common.
  enum Demand: Sendable, Equatable {
    case values(derivatives: [Int], common: [Int])
    case second
  }

  /// - Parameters:
  ///   - expression: the right-hand side of a formula.
  ///   - columns: the names that have a value per row; other names are parameters.
  ///   - ties: parameters that are expressions of others.
  /// - Throws: `FormulaError` where a tie goes round in a circle.
  public init(_ expression: Expression, columns: [String], ties: [Expression.Tie] = []) throws(FormulaError) {
    var names: [String] = []
    var seen: [String] = []
    func visit(_ expression: Expression) {
      for name in expression.names where !seen.contains(name) {
        seen.append(name)
        if let tie = ties.first(where: { $0.name == name }) { visit(tie.expression) } else { names.append(name) }
      }
    }
    visit(expression)
    let read = columns.filter { names.contains($0) }
    let free = names.filter { !read.contains($0) }
    program = try expression.program(columns: read, parameters: free, ties: ties)
    text = "\(expression)"
    self.columns = read
    parameters = free
  }

  /// The columns as a store, the last one again when they are the same.
  func store(_ columns: [[Double]], rows: Int) -> ColumnStore {
    lastStore.withLock { last in
      if let last, last.holds(columns, rows: rows) {
        last.isReused.store(true, ordering: .relaxed)
        return last
      }
      let store = ColumnStore(columns, rows: rows)
      last = store
      return store
    }
  }

  /// The executable for a demand, made at its first use.
  func variant(_ demand: Demand) -> Variant {
    made.withLock { made in
      if let known = made.first(where: { $0.demand == demand }) { return known }
      let variant = Variant(demand, program(demand))
      made.append(variant)
      return variant
    }
  }

  private func program(_ demand: Demand) -> Program {
    let derived: Program?
    switch demand {
    case .values(let derivatives, _):
      derived = derivatives.isEmpty ? program : try? program.jacobian(withRespectTo: derivatives.map { parameters[$0] })
    case .second: derived = try? program.hessian(withRespectTo: parameters)
    }
    guard let derived else { preconditionFailure("CompiledFormula: its own parameters are not inputs of its program") }
    return derived
  }
}
