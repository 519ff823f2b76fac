import Documents
import Fitting
import Formulas
import Laboratory
import Manifests
import Records

extension GlobalFit {
  /// Fits the alternatives under `compare:` and ranks them with the main model by AIC, the best first.
  ///
  /// Only fits to the same data with a likelihood can be ranked; others stand at the end.
  func compare(_ fit: Fit, _ search: Search, _ progress: Progress, _ outcome: inout Outcome) throws {
    var fits = [(name: "this model", subject: subject, fit: fit)]
    for (name, subject) in alternatives {
      fits.append((name, subject, try search.best(of: subject, progress, "compare: \(name)").0))
    }
    let ranked = fits.enumerated().sorted { a, b in
      let (x, y) = (a.element.fit.statistics.aic ?? .infinity, b.element.fit.statistics.aic ?? .infinity)
      return x == y ? a.offset < b.offset : x < y
    }.map(\.element)
    let best = ranked[0].fit.statistics
    func column(_ name: String, _ value: (FitStatistics) -> Double?) -> Table.Column {
      Table.Column(name, numbers: ranked.map { value($0.fit.statistics) ?? .nan })
    }
    outcome.tables.append(
      (
        "comparison",
        Table([
          Table.Column("model", texts: ranked.map(\.name)),
          Table.Column("formula", texts: ranked.map { "\($0.subject.model.formula.value)" }),
          column("free", { Double($0.freeCount) }), column("objective", { $0.objective }),
          column("logL", { $0.logLikelihood }), column("AIC", { $0.aic }), column("AICc", { $0.aicc }),
          column("BIC", { $0.bic }),
          column("dAIC", { statistics in statistics.aic.flatMap { aic in best.aic.map { aic - $0 } } }),
          Table.Column("ended", texts: ranked.map(\.fit.status.description)),
        ])
      ))
    let models = ranked.map { name, _, fit -> JSON.Member in
      var document: JSON = [
        "AIC": fit.statistics.aic.map(JSON.number) ?? .null, "BIC": fit.statistics.bic.map(JSON.number) ?? .null,
        "free_parameters": .integer(Int64(fit.statistics.freeCount)),
        "objective": .number(fit.statistics.objective),
      ]
      document["parameters"] = .object(
        fit.estimates.map { JSON.Member(key: $0.coordinate.label, value: self.document(of: $0, in: fit)) })
      let verdicts = fit.estimates.compactMap(\.verdict)
      if !verdicts.isEmpty { document["verdicts"] = JSON(verdicts) }
      return JSON.Member(key: name, value: document)
    }
    outcome.metrics["comparison"] = ["best": .string(ranked[0].name), "models": .object(models)]
  }
}
