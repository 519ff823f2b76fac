import Documents
import Fitting
import Laboratory
import Manifests
import Phylogeny
import Records

extension GeneFamilies {
  /// Fits the alternatives under `compare:`, ranks them with the main model by AIC, and tests each pair of which one
  /// contains the other by the ratio of likelihoods.
  func compare(_ result: Fitted, _ search: Search, _ progress: Progress, _ outcome: inout Outcome) throws {
    var fits = [(name: Self.mainName, fitted: result)]
    for (place, alternative) in alternatives.enumerated() {
      let part = 0.8 + 0.2 * Double(place) / Double(alternatives.count)
      try progress.report("compare: \(alternative.name)", fraction: part)
      fits.append((alternative.name, try search.best(of: alternative.subject, progress, alternative.name)))
    }
    let ranking: ModelComparison
    do throws(FittingError) { ranking = try ModelComparison(fits.map { ($0.name, $0.fitted.fit) }) } catch {
      throw RunFailure("compare: \(error)")
    }
    outcome.tables.append(("comparison", table(of: ranking, fits)))
    let tests = tests(of: fits)
    if !tests.isEmpty { outcome.tables.append(("tests", table(of: tests))) }
    let models = ranking.rows.compactMap { row -> JSON.Member? in
      guard let fitted = fits.first(where: { $0.name == row.name })?.fitted else { return nil }
      let parameters = fitted.fit.estimates.map {
        JSON.Member(key: $0.coordinate.label, value: $0.document(scope: Self.scope(of: $0.coordinate)))
      }
      return JSON.Member(
        key: row.name,
        value: [
          "model": .string(fitted.subject.description), "logL": .number(fitted.fit.logLikelihood),
          "dAIC": .number(row.deltaAIC), "dBIC": .number(row.deltaBIC), "weight": .number(row.weight),
          "free_parameters": .integer(Int64(row.statistics.freeCount)), "parameters": .object(parameters),
        ])
    }
    outcome.metrics["comparison"] = [
      "best": .string(ranking.rows[0].name), "models": .object(models),
      "tests": .array(tests.map(\.document)),
    ]
  }

  /// The test of one model against one that contains it.
  private struct PairTest {
    let smaller: String
    let larger: String
    let test: NestedTest
    let isAtBound: Bool

    /// At a bound, half of the chance is that the ratio is 0 (Self and Liang, doi:10.1080/01621459.1987.10478472).
    var pValue: Double { isAtBound && test.degrees == 1 ? test.pValue / 2 : test.pValue }

    var document: JSON {
      var document: JSON = [
        "smaller": .string(smaller), "larger": .string(larger), "statistic": .number(test.statistic),
        "degrees": .integer(Int64(test.degrees)), "p": .number(pValue),
      ]
      if isAtBound {
        document["note"] = .string(
          test.degrees == 1
            ? "the smaller model is at a bound of the larger: p is halved"
            : "the smaller model is at a bound of the larger: the true p is smaller")
      }
      return document
    }
  }

  private func tests(of fits: [(name: String, fitted: Fitted)]) -> [PairTest] {
    fits.flatMap { smaller in
      fits.compactMap { larger -> PairTest? in
        guard let nesting = smaller.fitted.nesting(in: larger.fitted),
          let test = NestedTest(smaller.fitted.fit, within: larger.fitted.fit)
        else { return nil }
        return PairTest(smaller: smaller.name, larger: larger.name, test: test, isAtBound: nesting == .atBound)
      }
    }
  }

  private func table(of tests: [PairTest]) -> Table {
    Table([
      Table.Column("smaller", texts: tests.map(\.smaller)), Table.Column("larger", texts: tests.map(\.larger)),
      Table.Column("statistic", numbers: tests.map(\.test.statistic)),
      Table.Column("degrees", integers: tests.map { Int64($0.test.degrees) }),
      Table.Column("p", numbers: tests.map(\.pValue)),
    ])
  }

  private func table(of ranking: ModelComparison, _ fits: [(name: String, fitted: Fitted)]) -> Table {
    let rows = ranking.rows
    func column(_ name: String, _ value: (FitStatistics) -> Double?) -> Table.Column {
      Table.Column(name, numbers: rows.map { value($0.statistics) ?? .nan })
    }
    return Table([
      Table.Column("name", texts: rows.map(\.name)),
      Table.Column(
        "model", texts: rows.map { row in fits.first { $0.name == row.name }?.fitted.subject.description ?? "" }),
      Table.Column("free", integers: rows.map { Int64($0.statistics.freeCount) }),
      column("logL", { $0.logLikelihood }), column("AIC", { $0.aic }), column("BIC", { $0.bic }),
      Table.Column("dAIC", numbers: rows.map(\.deltaAIC)), Table.Column("dBIC", numbers: rows.map(\.deltaBIC)),
      Table.Column("weight", numbers: rows.map(\.weight)),
      Table.Column("ended", texts: rows.map(\.status.description)),
    ])
  }
}

extension GeneFamilies.Fitted {
  /// How a model is contained in another.
  enum Nesting { case inside, atBound }

  /// Whether this model is a special case of another: wherever the other has one rate, so has this one.
  func nesting(in larger: GeneFamilies.Fitted) -> Nesting? {
    guard fit.statistics.freeCount < larger.fit.statistics.freeCount, fit.status.hasConverged,
      larger.fit.status.hasConverged, subject.model.convention == larger.subject.model.convention,
      subject.pruning.root == larger.subject.pruning.root, subject.rootLimit == larger.subject.rootLimit
    else { return nil }
    guard !larger.fit.estimates.contains(where: { $0.state == .fixed }) else { return nil }
    let (own, theirs) = (cells, larger.cells)
    var image: [Int: Int] = [:]
    for (cell, mine) in zip(theirs, own) {
      if let known = image[cell], known != mine { return nil }
      image[cell] = mine
    }
    var nesting = Nesting.inside
    switch (subject.pruning.categories, larger.subject.pruning.categories) {
    case let (a, b) where a == b: break
    // No variation of rates is α → ∞.
    case (1, _): nesting = .atBound
    default: return nil
    }
    if subject.pruning.error != larger.subject.pruning.error {
      guard subject.pruning.error == .none, larger.subject.pruning.error == .oneOff else { return nil }
      nesting = .atBound
    }
    return nesting
  }

  /// For each branch and class, the coordinates of λ and μ.
  private var cells: [Int] {
    let pruning = subject.pruning
    return fit.problem.map.flatMap { map in
      subject.data.tree.branches.flatMap { [map[pruning.birth[$0]], map[pruning.death[$0]]] }
    }
  }
}
