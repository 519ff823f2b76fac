/// How a search ended; part of every result.
public enum SolverStatus: Sendable, Equatable, CustomStringConvertible {
  /// No step lowers the objective further in double precision, and every active bound's multiplier has its sign.
  case converged(steps: Int)
  /// The objective falls up to the edge of where it is defined (an expected count of zero, where none was seen).
  case atEdge(dataset: String, row: Int, reason: String)
  /// The objective still fell when the evaluations ran out.
  case stepLimit(Int)
  /// No finite value could be reached from this point.
  case notFinite(step: Int, dataset: String, row: Int, operation: String)
  /// The likelihood is not defined at the start.
  case infeasibleStart(dataset: String, row: Int, reason: String)
  /// The user asked to stop; the result is of no use.
  case cancelled(Int)
  /// Nothing is free to move.
  case nothingFree

  public var hasConverged: Bool {
    switch self {
    case .converged, .atEdge, .nothingFree: true
    default: false
    }
  }

  public var description: String {
    switch self {
    case .converged: "converged"
    case .atEdge(let dataset, let row, let reason):
      "converged at the edge of the possible: beyond it, in row \(row) of \(dataset), \(reason)"
    case .cancelled(let steps): "cancelled after \(steps) steps"
    case .stepLimit(let steps): "stopped at the limit of \(steps) steps before it converged"
    case .notFinite(let step, let dataset, let row, let operation):
      "not finite at step \(step): \(operation) in row \(row) of \(dataset)"
    case .infeasibleStart(let dataset, let row, let reason): "cannot start: row \(row) of \(dataset): \(reason)"
    case .nothingFree: "evaluated only: no parameter is free"
    }
  }
}
