import Determinism
import Fitting
import Formulas
import Manifests

extension GlobalFit {
  /// Information criteria compare models of the same observations under one kind of noise, and nothing else.
  static func comparability(_ other: Named<Model>, with model: Model) -> [Problem] {
    var problems: [Problem] = []
    if sameUTF8(other.name, mainName) {
      problems.append(other.namePlace.problem("the main model goes by the name \(mainName); choose another"))
    }
    let (own, main) = (other.value.formula, model.formula)
    if !own.place.isExample, !main.place.isExample, own.value.response != main.value.response {
      problems.append(
        own.place.problem(
          "the response is not that of the main model, \(main.value.response): AIC and BIC can't compare them"))
    }
    if !other.value.noise.hasLikelihoodLike(model.noise) {
      problems.append(
        other.place.problem("the noise is of another kind than the main model's: AIC and BIC can't compare them"))
    }
    return problems
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
