import Determinism

/// Alternative models of the same data, ranked: formulas, or who shares what.
public struct ModelComparison: Sendable {
  /// One model's line of the table.
  public struct Row: Sendable {
    public let name: String
    public let statistics: FitStatistics
    public let status: SolverStatus
    /// AIC less the least AIC.
    public let deltaAIC: Double
    /// BIC less the least BIC.
    public let deltaBIC: Double
    /// Akaike weight: exp(−ΔAIC/2), summing to 1 over the models.
    public let weight: Double
    /// What the data leave undetermined in this model.
    public let verdicts: [String]
  }

  /// The criterion that ranks.
  public enum Criterion: String, Sendable { case aic, aicc, bic }

  /// Best first; models of equal criterion in the order given.
  public let rows: [Row]
  public let criterion: Criterion

  /// - Throws: fewer than two models, models of different data, models whose noise has no likelihood.
  public init(_ models: [(name: String, fit: Fit)], by criterion: Criterion = .aic) throws(FittingError) {
    guard let first = models.first, models.count > 1 else {
      throw FittingError("compare", "needs at least two models; \(models.count) given")
    }
    for model in models {
      guard model.fit.statistics.observations == first.fit.statistics.observations,
        model.fit.problem.estimatesScale == first.fit.problem.estimatesScale
      else {
        throw FittingError(
          model.name, "is fitted to other data or noise than \(first.name); information criteria cannot compare them")
      }
      guard model.fit.statistics.logLikelihood != nil else {
        throw FittingError(
          model.name, "has no likelihood (a robust loss, a perfect fit, or a failed one); use gaussian or poisson noise"
        )
      }
    }
    func value(_ s: FitStatistics) -> Double {
      switch criterion {
      case .aic: s.aic ?? .infinity
      case .aicc: s.aicc ?? .infinity
      case .bic: s.bic ?? .infinity
      }
    }
    let bestAIC = models.reduce(Double.infinity) { min($0, $1.fit.statistics.aic ?? .infinity) }
    let bestBIC = models.reduce(Double.infinity) { min($0, $1.fit.statistics.bic ?? .infinity) }
    let weights = models.map { Elementary.exp((bestAIC - ($0.fit.statistics.aic ?? .infinity)) / 2) }
    var total = 0.0
    for w in weights { total += w }
    let order = models.indices.sorted { a, b in
      let (x, y) = (value(models[a].fit.statistics), value(models[b].fit.statistics))
      return x == y ? a < b : x < y
    }
    self.criterion = criterion
    rows = order.map { k in
      let fit = models[k].fit
      return Row(
        name: models[k].name, statistics: fit.statistics, status: fit.status,
        deltaAIC: (fit.statistics.aic ?? .infinity) - bestAIC, deltaBIC: (fit.statistics.bic ?? .infinity) - bestBIC,
        weight: weights[k] / total, verdicts: fit.estimates.compactMap(\.verdict))
    }
  }
}
