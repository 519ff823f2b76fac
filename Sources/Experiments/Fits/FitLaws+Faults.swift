import Documents
import Oracles

/// The programs of a fit that laws of gradients look at, each from outside.
protocol FitPrograms: Sendable {
  /// `point` → `objective` and `gradient`.
  var objective: any Subject { get set }
  /// `point` → `gradient`, and `parts`, the gradients of the uses of what is shared.
  var shares: any Subject { get set }
}

extension FitLaws {
  /// The slips that a gradient might have, where a program takes all coordinates.
  func faults<Programs: FitPrograms>() -> [Fault<Programs>] {
    let widths = widths
    return faults { _ in widths }
  }

  /// - Parameter stepping: the width of each number of the `point` among a program's inputs; 0 where it is fixed.
  func faults<Programs: FitPrograms>(
    stepping: @escaping @Sendable (_ inputs: Arrays) -> [Double]
  ) -> [Fault<Programs>] {
    /// The component that the objective feels most.
    @Sendable func steepest(_ gradient: [Double], _ inputs: Arrays) -> Int {
      let widths = stepping(inputs)
      return gradient.indices.max { (gradient[$0] * widths[$0]).magnitude < (gradient[$1] * widths[$1]).magnitude } ?? 0
    }
    func slip(
      _ name: String, _ statement: String,
      _ change: @escaping @Sendable (_ gradient: inout [Double], _ inputs: Arrays) -> Void
    ) -> Fault<Programs> {
      let fault = Fault<any Subject>.inOutputs(name, statement) { inputs, outputs in
        outputs.change("gradient") { change(&$0, inputs) }
      }
      return Fault(name, statement, laws: ["gradient", "shared-gradient"]) { programs in
        var programs = programs
        programs.objective = fault.planted(in: programs.objective)
        programs.shares = fault.planted(in: programs.shares)
        return programs
      }
    }
    /// The first use is missed, or counted twice.
    func use(_ name: String, _ statement: String, _ sign: Double) -> Fault<Programs> {
      Fault<any Subject>.inOutputs(name, statement) { _, outputs in
        let parts = outputs["parts"]?.doubles ?? []
        outputs.change("gradient") { for k in $0.indices { $0[k] += sign * parts[k] } }
      }.of(\.shares, laws: ["shared-gradient"])
    }
    var faults = [
      slip("sign-slip", "one component has the other sign") { $0[steepest($0, $1)].negate() },
      slip("index-slip", "components belong to the next parameter") { gradient, _ in
        gradient = Array(gradient.dropFirst() + gradient.prefix(1))
      },
      slip("half", "a factor of two is forgotten") { gradient, _ in gradient = gradient.map { $0 / 2 } },
      slip("scaled-component", "one component is 1 + 1e-5 times too large") {
        $0[steepest($0, $1)] *= 1 + 1e-5
      },
      use("missed-use", "the gradient misses one dataset's use of the parameters", -1),
      use("double-use", "the gradient counts one dataset twice", 1),
      Fault<any Subject>.inOutputs("dropped-term", "the objective has a term that its gradient lacks") {
        inputs, outputs in
        let point = inputs["point"]?.doubles ?? []
        let widths = stepping(inputs)
        let place = widths.indices.max { widths[$0] < widths[$1] } ?? 0
        guard place < point.count, widths[place] > 0 else { return }
        outputs.change("objective") { $0[0] *= 1 + 1e-4 * point[place] / widths[place] }
      }.of(\.objective, laws: ["gradient"]),
    ]
    // With one free number there is nothing to slip to.
    if widths.filter({ $0 > 0 }).count < 2 { faults.removeAll { $0.name == "index-slip" } }
    return faults
  }
}
