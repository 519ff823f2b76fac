import CKernels
import Determinism

/// The quadratic model of a whole problem at one point: one small triangle [R z] per dataset, never the Jacobians.
///
/// For each node RᵀR = JᵀJ and Rᵀz = Jᵀr. Kept: p × (p + 1) numbers per dataset.
struct Linearization: Sendable {
  /// Where it was made.
  var point: [Double]
  /// F of each node, own priors included.
  var objectives: [Double]
  /// Row-major p × (p + 1) for each node, zero below the diagonal.
  var triangles: [Double]
  /// F, priors included.
  var objective = 0.0

  init(_ problem: FitProblem, _ shape: Arrowhead) {
    point = problem.start
    objectives = Array(repeating: 0, count: shape.nodes.count)
    triangles = Array(repeating: 0, count: shape.triangleSize)
  }
}

/// Why a point cannot be used.
enum Fault: Sendable, Equatable {
  case outside(node: Int, row: Int, reason: String)
  case notFinite(node: Int, row: Int, operation: String)
}

/// Memory that the chunks of one pass write, each its own part.
struct Target: @unchecked Sendable {
  let point: UnsafePointer<Double>
  let objectives: UnsafeMutablePointer<Double>
  let triangles: UnsafeMutablePointer<Double>
}
