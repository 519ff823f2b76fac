import Determinism
import Documents
import Fitting
import Manifests
import Phylogeny

extension GeneFamilies {
  /// What the main model is called among the alternatives.
  static let mainName = "this model"

  /// `metrics.json`: how the fit ended, its estimates, its statistics, and what the reader must know.
  func metrics(of result: Fitted) -> JSON {
    let fit = result.fit
    var metrics: JSON = [
      "converged": .bool(fit.status.hasConverged),
      "ended": .string(fit.status.description),
      "evaluations": .integer(Int64(fit.minimum.evaluations)),
      "model": .string(result.subject.description),
      "likelihood": .string(result.subject.model.convention.said),
      "families": .integer(Int64(data.table.families.count)),
      "patterns": .integer(Int64(result.blocks.reduce(0) { $0 + $1.pruning.patterns.patterns.count })),
      "species": .integer(Int64(data.tree.leaves.count)),
      "errors_from": "Hessian",
    ]
    metrics["parameters"] = .object(
      fit.estimates.map { estimate in
        var document = estimate.document(scope: Self.scope(of: estimate.coordinate))
        if let unit = rateUnit, !["alpha", "epsilon", "root_mean"].contains(estimate.coordinate.parameter) {
          document["unit"] = .string(unit)
        }
        return JSON.Member(key: estimate.coordinate.label, value: document)
      })
    metrics["statistics"] = statistics(of: result)
    metrics["sizes"] = [
      "largest_count": .integer(Int64(data.largest)), "root_limit": .integer(Int64(result.subject.rootLimit)),
      "truncation": .number(result.truncation),
    ]
    metrics["left_out"] = [
      "read": .integer(Int64(data.read)), "not_at_root": .integer(Int64(data.unrooted)),
      "too_large": JSON(data.tooLarge),
    ]
    metrics["warnings"] = JSON(warnings(of: result))
    return metrics
  }

  /// `1/My`.
  var rateUnit: String? { parameters.unit.map { "1/\($0)" } }

  /// `shared` by all families and branches, or a group's `own`.
  static func scope(of coordinate: Coordinate) -> String {
    coordinate.instance == nil && !coordinate.parameter.contains("[") ? "shared" : "group"
  }

  /// lnL by both conventions: only the sum is a probability.
  private func statistics(of result: Fitted) -> JSON {
    let statistics = result.fit.statistics
    var document: JSON = [
      "logL": .number(result.fit.logLikelihood), "free_parameters": .integer(Int64(statistics.freeCount)),
      "families": .integer(Int64(statistics.observations)),
    ]
    for case (let name, let value?) in [("AIC", statistics.aic), ("AICc", statistics.aicc), ("BIC", statistics.bic)] {
      document[name] = .number(value)
    }
    let other: PruningModel.RootConvention = result.subject.model.convention == .sum ? .maximum : .sum
    var total = 0.0
    for (number, block) in result.blocks.enumerated() {
      total += block.pruning.with(other).evaluate(at: result.point(of: number)).logLikelihood
    }
    document[other == .maximum ? "logL_maximum_over_root_sizes" : "logL_sum_over_root_sizes"] = .number(total)
    return document
  }

  private func warnings(of result: Fitted) -> [String] {
    var warnings = result.fit.warnings + result.fit.estimates.compactMap(\.verdict)
    if let made = data.simulated { warnings.append("The \(made.families.count) families are simulated.") }
    if result.truncation.magnitude > 1e-6 {
      warnings.append(
        "Sizes beyond those followed hold \(Numeral.brief(result.truncation)) of lnL: the rates are very large for "
          + "this tree.")
    }
    if result.fit["alpha"]?.state == .atUpperBound {
      warnings.append("alpha is at its bound of 100: the families' rates are as good as even.")
    }
    if Double(data.unrooted) > 0.2 * Double(data.read) {
      warnings.append(
        "\(data.unrooted) of \(data.read) families are left out because they need not have been at the root; the "
          + "likelihood does not know of that choice, which favours large families.")
    }
    if !data.tooLarge.isEmpty {
      let names = data.tooLarge.prefix(5).joined(separator: ", ") + (data.tooLarge.count > 5 ? " …" : "")
      warnings.append("\(data.tooLarge.count) families larger than \(parameters.largest ?? 0) are left out: \(names).")
    }
    if result.subject.model.convention == .maximum {
      warnings.append(
        "The maximum over root sizes is no likelihood: its rates are biased, and tests and criteria only approximate.")
    }
    return warnings
  }

  /// `sharing.json`: who shares what.
  func sharing(of result: Fitted) -> JSON {
    let (tree, pruning) = (data.tree, result.subject.pruning)
    func branches(_ place: Int) -> Int {
      tree.branches.count { pruning.birth[$0] == place || pruning.death[$0] == place }
    }
    let rates = result.fit.problem.coordinates.compactMap { coordinate -> JSON.Member? in
      guard let place = result.subject.names.firstIndex(of: coordinate.parameter), place < pruning.rateCount else {
        return nil
      }
      let families = coordinate.blocks.reduce(0) { sum, block in
        sum + (result.blocks[block].pruning.patterns.patternOfFamily.count)
      }
      return JSON.Member(
        key: coordinate.label,
        value: ["branches": .integer(Int64(branches(place))), "families": .integer(Int64(families))])
    }
    let uses = data.table.families.count * tree.branches.count
    return ["numbers": .integer(Int64(rates.count)), "uses": .integer(Int64(uses)), "rates": .object(rates)]
  }

  /// Every estimate: one row for each.
  func parameterTable(_ fit: Fit) -> Table {
    let estimates = fit.estimates
    return Table([
      Table.Column("parameter", texts: estimates.map(\.coordinate.label)),
      Table.Column("value", numbers: estimates.map(\.value)),
      Table.Column("stderr", numbers: estimates.map { $0.standardError ?? .nan }),
    ])
  }
}

extension PruningModel.RootConvention {
  var said: String {
    switch self {
    case .sum: "sum over root sizes"
    case .maximum: "maximum over root sizes, as CAFE has it"
    }
  }
}

extension GeneFamilies.Subject: CustomStringConvertible {
  /// `lambda = mu by clade, gamma(4), root poisson`.
  var description: String {
    func by(_ rate: GeneFamilies.Rate) -> String {
      rate.by.isEmpty ? "" : " by " + rate.by.map(\.value.rawValue).joined(separator: " and ")
    }
    var parts = [model.mu.map { "lambda\(by(model.lambda)), mu\(by($0))" } ?? "lambda = mu\(by(model.lambda))"]
    if let gamma = model.gamma { parts.append("gamma(\(gamma.categories))") }
    switch model.error {
    case .none: break
    case .fitted: parts.append("errors of counts")
    case .table: parts.append("errors of counts by table")
    }
    switch model.root {
    case .uniform: parts.append("root uniform")
    case .poisson: parts.append("root Poisson")
    case .empirical, .table: parts.append("root empirical")
    }
    return parts.joined(separator: ", ")
  }
}
