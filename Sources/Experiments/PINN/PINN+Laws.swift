import Determinism
import Documents
import Formulas
public import Oracles
public import Records

extension PINN {
  /// The laws of the networks and of their equations, at the weights of an outcome or at the first ones.
  public func suite(on outcome: Outcome?) throws -> Suite? {
    let systems = try Systems(self, weights: outcome)
    var laws: [Law<Systems>] = [firstDerivatives, forwardReverse, lossGradient, alone]
    if setting.derivativesOfSecondOrder { laws.append(secondDerivatives) }
    if scheme != .penalty { laws.append(edges) }
    if scheme == .sharedBoundary { laws.append(sharedGradient) }
    if !setting.lifts.isEmpty { laws.append(builtIn) }
    if setting.exact != nil { laws += [residual, exactConditions] }
    let names = laws.map(\.name)
    let faults = faults(systems).filter { fault in fault.laws?.contains { names.contains($0) } ?? true }
    return Suite(of: systems, laws: laws, faults: faults, shrinkLimit: 200)
  }

  /// Points in units of the coordinates' lengths, away from the ends so that a step stays inside.
  private func points(_ range: ClosedRange<Double> = 0.125...0.875, count: Int? = nil) -> Generator<NumericArray> {
    let count = count ?? setting.coordinates.count
    return Generator<Double>.dyadic(in: range, bits: 10).list(count: count).map {
      NumericArray(shape: [count], $0)
    }
  }

  private func cases(_ range: ClosedRange<Double> = 0.125...0.875) -> Generator<Arrays> {
    points(range).map { Arrays(["point": $0]) }
  }

  // MARK: Exact

  private var edges: Law<Systems> {
    let meeting = setting.matching.map(setting.names.name).joined(separator: ", ")
    let name = setting.coordinates[setting.periodic].name
    return Law<any Oracles.Subject>.agreement(
      "edge-equality", "\(meeting) are the same bits at both ends of \(name)", of: "upper", and: "lower",
      inputs: ["place"], cases: points(0...1, count: setting.across.count).map { Arrays(["place": $0]) }
    ).about("periodic").of { $0.ends }
  }

  private var builtIn: Law<Systems> {
    Law<any Oracles.Subject>.agreement(
      "built-in-conditions", "a condition that is built in holds in every bit", of: "found", and: "due",
      inputs: ["point"], cases: cases(0...1)
    ).about("conditions").of { $0.conditions }
  }

  private var alone: Law<Systems> {
    Law<any Oracles.Subject>.agreement(
      "batch-is-single", "a point alone has the bits that it has among others", of: "together", and: "alone",
      inputs: ["points"],
      cases: points(0...1, count: 4 * setting.coordinates.count).map { Arrays(["points": $0]) }
    ).about("network").of { $0.batch }
  }

  // MARK: Derivatives

  private var firstDerivatives: Law<Systems> {
    Law<any Oracles.Subject>.gradient(
      "first-derivatives", "u_x, u_y … are the derivatives of u", of: "field", along: "point", claimed: "first",
      inputs: ["point"], steps: ScanSteps(largest: 0x1p-4, count: 20), isCancelling: true, cases: cases()
    ).about("fields").of { $0.derivatives }
  }

  private var secondDerivatives: Law<Systems> {
    Law<any Oracles.Subject>.gradient(
      "second-derivatives", "u_xx, u_xy … are the derivatives of u_x + u_y + …", of: "slope", along: "point",
      claimed: "second", inputs: ["point"], steps: ScanSteps(largest: 0x1p-4, count: 20), isCancelling: true,
      cases: cases()
    ).about("fields").of { $0.derivatives }
  }

  private var forwardReverse: Law<Systems> {
    Law<any Oracles.Subject>.agreement(
      "forward-reverse", "∂u/∂x by forward mode = by reverse mode", of: "forward", and: "reverse", inputs: ["point"],
      allowance: .reRounding, cases: cases()
    ).about("fields").of { $0.modes }
  }

  /// Along eight random directions of all weights.
  private var lossGradient: Law<Systems> {
    let moves = Generator<Double>.dyadic(in: -0.25...0.25, bits: 8).list(count: 8)
    return Law<any Oracles.Subject>.gradient(
      "loss-gradient", "∇L is the derivative of the loss by the weights", of: "loss", along: "move",
      claimed: "gradient", inputs: ["move", "points"], steps: ScanSteps(largest: 0x1p-5), isCancelling: true,
      cases: zip(moves, points(0...1, count: 4 * setting.coordinates.count)).map { move, points in
        Arrays(["move": NumericArray(shape: [8], move), "points": points])
      }
    ).about("equations").of { $0.loss }
  }

  private var sharedGradient: Law<Systems> {
    Law<any Oracles.Subject>.sharedGradient(
      "shared-gradient", "∂L/∂θ of the boundary network = the sum over its two ends", inputs: ["points"],
      cases: points(0...1, count: 4 * setting.coordinates.count).map { Arrays(["points": $0]) }
    ).about("periodic").of { $0.shares }
  }

  // MARK: The exact solution

  /// Allowed is half a unit of the last place of the terms' sizes for every operation of the formulas.
  private var residual: Law<Systems> {
    exactly("residual", "the exact solution fulfils every equation", field: "equations", ["residual", "allowed"]) {
      $0.exact
    }
  }

  private var exactConditions: Law<Systems> {
    exactly("conditions", "the exact solution fulfils every condition", field: "conditions", ["gap", "slack"]) {
      $0.exact
    }
  }

  private func exactly(
    _ name: String, _ statement: String, field: String, _ outputs: [String],
    _ part: @escaping @Sendable (Systems) -> any Oracles.Subject
  ) -> Law<Systems> {
    Law<any Oracles.Subject>(name, statement, field: field, cases: cases(0...1)) {
      subject, values throws(SubjectFailure) in
      let found = try subject(values)
      let (gaps, limits) = (try found.numbers(outputs[0]), try found.numbers(outputs[1]))
      var worst = Measurement(defect: 0, allowed: 0, visible: 0, sentence: "nothing differs")
      for (k, (gap, allowed)) in Swift.zip(gaps, limits).enumerated() {
        worst.visible = max(worst.visible, allowed)
        let isWorse = !(gap.magnitude * worst.allowed <= worst.defect * allowed) || worst.allowed == 0
        guard isWorse else { continue }
        (worst.defect, worst.allowed) = (gap.magnitude, allowed)
        worst.sentence =
          "\(name) \(k + 1) is off by \(Numeral.brief(gap, digits: 3)), rounding explains \(Numeral.brief(allowed, digits: 2))"
      }
      return worst
    }.of(part)
  }
}

extension PINN.Setting {
  /// Whether a formula sees a second derivative.
  var derivativesOfSecondOrder: Bool {
    equations.contains { equation in
      (equation.response.names + equation.names).contains { (names.derivative($0)?.order ?? 0) > 1 }
    }
  }
}
