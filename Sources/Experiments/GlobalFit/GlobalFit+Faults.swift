import Determinism
import Documents
import Fitting
import Oracles

extension GlobalFit {
  /// The slips that a fit's programs might have; each names the laws that are asked to notice it.
  func faults(_ anchor: FitAnchor) -> [Fault<Programs>] {
    let widths = zip(subject.problem.coordinates, anchor.widths).map { $0.isFixed ? 0 : $1 }
    return FitLaws(subject.problem, anchor).faults() + responseFaults + fitFaults(widths)
  }

  private var responseFaults: [Fault<Programs>] {
    [
      Fault<any Oracles.Subject>.inOutputs("chain-rule", "reverse mode drops a term in one row") { _, outputs in
        outputs.change("reverse") { numbers in
          let place = numbers.indices.max { numbers[$0].magnitude < numbers[$1].magnitude } ?? 0
          numbers[place] *= 1 - 1e-6
        }
      }.of(\.response, laws: ["forward-reverse"]),
      Fault<any Oracles.Subject>.inOutputs("row-slip", "forward mode gives each row the next one's derivative") {
        _, outputs in
        outputs.change("forward") { $0 = Array($0.dropFirst() + $0.prefix(1)) }
      }.of(\.response, laws: ["forward-reverse"]),
    ]
  }

  private func fitFaults(_ widths: [Double]) -> [Fault<Programs>] {
    let place = widths.firstIndex { $0 > 0 } ?? 0
    return [
      Fault<any Oracles.Subject>.inOutputs("summed-in-order", "sums run in the order of the manifest") {
        inputs, outputs in
        let first = inputs["order"]?.doubles.first ?? 0
        outputs.change("value") { $0[place] *= 1 + first * 0x1p-52 }
      }.of(\.fit, laws: ["dataset-order"]),
      Fault<any Oracles.Subject>.inOutputs("weight-by-place", "the first dataset counts more") { inputs, outputs in
        let first = inputs["order"]?.doubles.first ?? 0
        outputs.change("objective") { $0[0] *= 1 + 1e-9 * first }
      }.of(\.fit, laws: ["dataset-order"]),
      Fault<any Oracles.Subject>.inOutputs("unscaled-error", "an error keeps its number in another unit") {
        inputs, outputs in
        let units = inputs["units"]?.doubles ?? []
        guard let unit = units.first(where: { $0 != 1 }) else { return }
        outputs.change("error") { $0 = $0.map { $0 / unit } }
      }.of(\.fit, laws: ["units"]),
      Fault<any Oracles.Subject>.inOutputs("jacobian-of-scale", "the error of a logarithm is taken as it is") {
        inputs, outputs in
        guard inputs["curve"]?.integers == [1] else { return }
        let values = outputs["value"]?.doubles ?? []
        outputs.change("error") { errors in
          for k in errors.indices where values[k] != 1 { errors[k] /= values[k] }
        }
      }.of(\.fit, laws: ["reparametrisation"]),
      Fault<any Oracles.Subject>.inOutputs("early-stop", "a search ends a thousandth of an error short") {
        inputs, outputs in
        guard inputs["curve"]?.integers == [1] else { return }
        outputs.change("value") { $0[place] += 1e-3 * widths[place] }
      }.of(\.fit, laws: ["reparametrisation"]),
      Fault<any Oracles.Subject>.inOutputs("wrong-digits", "a value is off by twice what is allowed") {
        [certified] _, outputs in
        outputs.change("value") { values in
          for (place, _, allowed) in certified { values[place] += 2.5 * allowed }
        }
      }.of(\.declared, laws: ["certified-values"]),
    ]
  }
}
