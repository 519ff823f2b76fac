extension Minimizer {
  func startStatus(_ fault: Fault) -> SolverStatus {
    switch fault {
    case .outside(let node, let row, let reason): .infeasibleStart(dataset: name(node), row: row + 1, reason: reason)
    case .notFinite: status(fault)
    }
  }

  /// The status of a search that cannot go on. Rows are counted from 1.
  func status(_ fault: Fault) -> SolverStatus {
    switch fault {
    case .outside(let node, let row, let reason):
      .notFinite(step: evaluations - 1, dataset: name(node), row: row + 1, operation: reason)
    case .notFinite(let node, let row, let operation):
      .notFinite(step: evaluations - 1, dataset: name(node), row: row + 1, operation: operation)
    }
  }

  func name(_ node: Int) -> String { evaluator.problem.blocks[evaluator.shape.nodes[node].block].name }
}
