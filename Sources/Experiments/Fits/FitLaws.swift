import Determinism
import Documents
import Fitting
import Oracles

/// The laws that every fit obeys, whatever it models: its gradient is the derivative of its objective, and the sum over
/// the uses of what is shared.
struct FitLaws: Sendable {
  let problem: FitProblem
  let anchor: FitAnchor

  init(_ problem: FitProblem, _ anchor: FitAnchor) { (self.problem, self.anchor) = (problem, anchor) }

  /// A point near the anchor: each free value moved by at most one of its widths, within its bounds.
  var points: Generator<Arrays> {
    let (coordinates, anchor) = (problem.coordinates, anchor)
    return Generator<Double>.dyadic(in: -1...1, bits: 10).list(count: coordinates.count).map { moves in
      let point = coordinates.indices.map { place -> Double in
        let coordinate = coordinates[place]
        guard !coordinate.isFixed else { return anchor.values[place] }
        let moved = anchor.values[place] + moves[place] * anchor.widths[place]
        return min(max(moved, coordinate.lower), coordinate.upper)
      }
      return Arrays(["point": NumericArray(shape: [point.count], point)])
    }
  }

  /// How far each coordinate is stepped along: fixed ones have no gradient.
  var widths: [Double] { zip(problem.coordinates, anchor.widths).map { $0.isFixed ? 0 : $1 } }

  /// Every component, over a scan of steps.
  func gradient(steps: Int = 14) -> Law<any Subject> {
    let widths = widths
    return .gradient(
      "gradient", "∇F is the derivative of the objective F", of: "objective", along: "point", claimed: "gradient",
      inputs: ["point"], steps: ScanSteps(largest: 0.25, count: steps), scale: { _ in widths }, isCancelling: true,
      cases: points)
  }

  /// - Parameter uses: what the parameters are shared by.
  func sharedGradient(_ uses: String) -> Law<any Subject> {
    .sharedGradient(
      "shared-gradient", "∂F/∂θ = Σ over \(uses) of their own ∂F/∂θ", inputs: ["point"], allowance: .reRoundingEach,
      cases: points)
  }

  /// Why a point has no answer.
  static let undefined = SubjectFailure(.refused, "the objective is not defined at this point")

  /// `point` → `objective` and `gradient`, as the solver sees them.
  var objective: any Subject {
    let problem = problem
    return FunctionSubject { inputs throws(SubjectFailure) in
      guard let (objective, gradient) = problem.gradient(at: try inputs.numbers("point")) else { throw Self.undefined }
      return Arrays([
        "objective": NumericArray(objective), "gradient": NumericArray(shape: [gradient.count], gradient),
      ])
    }
  }

  /// `point` → `gradient`, and `parts`, the gradient of each block alone and of the priors; along the widths of the
  /// parameters, so that one allowance suits a lattice constant and a background.
  var shares: any Subject {
    let (problem, widths) = (problem, widths)
    return FunctionSubject { inputs throws(SubjectFailure) in
      let point = try inputs.numbers("point")
      guard let (_, gradient) = problem.gradient(at: point), let parts = problem.untiedGradients(at: point) else {
        throw Self.undefined
      }
      func along(_ gradient: [Double]) -> [Double] { zip(gradient, widths).map { $0 * $1 } }
      return Arrays([
        "gradient": NumericArray(shape: [gradient.count], along(gradient)),
        "parts": NumericArray(shape: [parts.count, gradient.count], parts.flatMap(along)),
      ])
    }
  }
}
