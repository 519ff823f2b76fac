import Documents
import Fitting
import Formulas
import Laboratory
import Manifests
import Records

extension GlobalFit {
  /// What the main model is called among the alternatives.
  static let mainName = "this model"

  /// Fits the alternatives under `compare:` and ranks them with the main model by AIC, the best first.
  func compare(_ fit: Fit, _ search: Search, _ progress: Progress, _ outcome: inout Outcome) throws {
    var fits = [(name: Self.mainName, fit: fit)]
    for (place, alternative) in alternatives.enumerated() {
      try progress.report(
        "compare: \(alternative.name)", fraction: 0.6 + 0.4 * Double(place) / Double(alternatives.count))
      fits.append((alternative.name, try search.best(of: alternative.subject, progress, alternative.name).0))
    }
    let ranking: ModelComparison
    do throws(FittingError) { ranking = try ModelComparison(fits) } catch {
      throw RunFailure("compare: \(error)")
    }
    outcome.tables.append(("comparison", table(of: ranking)))
    let models = ranking.rows.map { row -> JSON.Member in
      var document: JSON = [
        "dAIC": .number(row.deltaAIC), "dBIC": .number(row.deltaBIC), "weight": .number(row.weight),
        "free_parameters": .integer(Int64(row.statistics.freeCount)),
      ]
      if let fit = fits.first(where: { $0.name == row.name })?.fit {
        document["parameters"] = .object(
          fit.estimates.map { JSON.Member(key: $0.coordinate.label, value: self.document(of: $0, in: fit)) })
      }
      if !row.verdicts.isEmpty { document["verdicts"] = JSON(row.verdicts) }
      return JSON.Member(key: row.name, value: document)
    }
    outcome.metrics["comparison"] = ["best": .string(ranking.rows[0].name), "models": .object(models)]
  }

  private func table(of ranking: ModelComparison) -> Table {
    let rows = ranking.rows
    func column(_ name: String, _ value: (FitStatistics) -> Double?) -> Table.Column {
      Table.Column(name, numbers: rows.map { value($0.statistics) ?? .nan })
    }
    let formulas = rows.map { row in
      let subject = alternatives.first { $0.name == row.name }?.subject ?? self.subject
      return "\(subject.model.formula.value)"
    }
    return Table([
      Table.Column("model", texts: rows.map(\.name)), Table.Column("formula", texts: formulas),
      Table.Column("free", integers: rows.map { Int64($0.statistics.freeCount) }),
      column("objective", { $0.objective }), column("logL", { $0.logLikelihood }), column("AIC", { $0.aic }),
      column("AICc", { $0.aicc }), column("BIC", { $0.bic }),
      Table.Column("dAIC", numbers: rows.map(\.deltaAIC)), Table.Column("dBIC", numbers: rows.map(\.deltaBIC)),
      Table.Column("weight", numbers: rows.map(\.weight)),
      Table.Column("ended", texts: rows.map(\.status.description)),
    ])
  }
}
