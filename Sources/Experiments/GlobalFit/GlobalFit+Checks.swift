import Determinism
import Fitting
import Formulas
import Manifests

extension GlobalFit {
  /// Starting points name free parameters, inside their bounds.
  static func checkStarts(_ parameters: Parameters) throws(ManifestErrors) {
    var problems: [Problem] = []
    for value in parameters.starts.flatMap({ $0 }) {
      guard let declared = parameters.model.parameters.first(where: { sameUTF8($0.name, value.name) })?.value else {
        let known = parameters.model.parameters.map(\.name)
        problems.append(
          value.place.problem(
            "there is no parameter \(value.name)", suggestion: nearestName(to: value.name, among: known)))
        continue
      }
      if declared.isFixed || declared.tie != nil {
        problems.append(value.place.problem("\(value.name) is fixed or tied, so it has no other start"))
      } else if value.value < declared.lower ?? value.value || value.value > declared.upper ?? value.value {
        problems.append(value.place.problem("the start is outside of min and max"))
      }
    }
    guard problems.isEmpty else { throw ManifestErrors(problems) }
  }

  /// Information criteria compare models of the same observations under one kind of noise, and nothing else.
  static func checkComparable(_ other: Named<Model>, with model: Model) throws(ManifestErrors) {
    if sameUTF8(other.name, mainName) {
      throw ManifestErrors([other.place.problem("the main model goes by the name \(mainName); choose another")])
    }
    let place = other.value.formula.place
    guard other.value.formula.value.response == model.formula.value.response else {
      throw ManifestErrors([
        place.problem(
          "the response is not that of the main model, \(model.formula.value.response): AIC and BIC can't compare them")
      ])
    }
    guard other.value.noise.hasLikelihoodLike(model.noise) else {
      throw ManifestErrors([
        other.place.problem("the noise is of another kind than the main model's: AIC and BIC can't compare them")
      ])
    }
  }
}

extension GlobalFit.NoiseChoice {
  /// Whether both have a likelihood, of one kind.
  fileprivate func hasLikelihoodLike(_ other: Self) -> Bool {
    switch (self, other) {
    case (.automatic, .automatic), (.poisson, .poisson), (.neyman, .neyman), (.gaussian(nil), .gaussian(nil)),
      (.gaussian(.some), .gaussian(.some)):
      true
    default: false
    }
  }
}
