import Determinism
import Documents
import Fitting
import Formulas
import Manifests

extension GlobalFit {
  /// `metrics.json`: how the fit ended, its estimates, its statistics, and what the reader must know.
  func metrics(of fit: Fit) -> JSON {
    var metrics: JSON = [
      "converged": .bool(fit.status.hasConverged),
      "ended": .string(fit.status.description),
      "evaluations": .integer(Int64(fit.minimum.evaluations)),
      "model": .string("\(parameters.model.formula.value)"),
      "datasets": .integer(Int64(datasets.count)),
      "observations": .integer(Int64(fit.statistics.observations)),
      "errors_from": .string(fit.errors == .hessian ? "Hessian" : "JᵀJ"),
    ]
    metrics["parameters"] = .object(
      fit.estimates.map { JSON.Member(key: $0.coordinate.label, value: document(of: $0, in: fit)) } + tied(in: fit))
    metrics["statistics"] = fit.statistics.document
    metrics["warnings"] = JSON(warnings(of: fit))
    return metrics
  }

  /// Parameters that are expressions of others, with their errors by the chain rule.
  private func tied(in fit: Fit) -> [JSON.Member] {
    let declared = parameters.model.parameters
    let ties = declared.compactMap { parameter in parameter.value.tie.map { Expression.Tie(parameter.name, $0.value) } }
    return ties.flatMap { tie -> [JSON.Member] in
      let unit = declared.first { $0.name == tie.name }?.value.unit
      // A tie that names no parameter was refused with the manifest.
      return ((try? fit.derived(tie, ties: ties)) ?? []).map { estimate in
        var document: JSON = ["value": .number(estimate.value)]
        if let error = estimate.standardError { document["stderr"] = .number(error) }
        if let unit { document["unit"] = .string(unit) }
        document["scope"] = .string(
          estimate.datasets.isEmpty ? "shared" : estimate.datasets.count > 1 ? "group" : "own")
        document["state"] = "tied"
        let label = estimate.datasets.isEmpty ? tie.name : "\(tie.name)[\(estimate.datasets.joined(separator: ", "))]"
        return JSON.Member(key: label, value: document)
      }
    }
  }

  func document(of estimate: Estimate, in fit: Fit) -> JSON {
    estimate.document(scope: estimate.coordinate.scope(of: datasets.count))
  }

  private func warnings(of fit: Fit) -> [String] {
    var warnings = fit.warnings
    warnings += fit.estimates.compactMap(\.verdict)
    if case .automatic = parameters.model.noise, !parameters.model.isCounted, subject.observed.allSatisfy(\.isCounts) {
      warnings.append(
        "All observed values are whole numbers: if they are counts, say noise: poisson, else noise: gaussian.")
    }
    return warnings
  }

  /// `sharing.json`: who shares what.
  func sharing(of fit: Fit) -> JSON {
    var parameters: [JSON.Member] = []
    for parameter in fit.problem.parameters {
      let own = fit.problem.coordinates.filter { $0.parameter == parameter.name }
      let uses = own.map { coordinate -> JSON.Member in
        JSON.Member(
          key: coordinate.label, value: JSON(coordinate.blocks.map { fit.problem.blocks[$0].name }))
      }
      parameters.append(JSON.Member(key: parameter.name, value: .object(uses)))
    }
    let uses = fit.problem.coordinates.reduce(0) { $0 + $1.blocks.count }
    return [
      "numbers": .integer(Int64(fit.problem.coordinates.count)), "uses": .integer(Int64(uses)),
      "parameters": .object(parameters),
    ]
  }
}

extension Coordinate {
  /// `shared`, `group` or `own`.
  func scope(of datasets: Int) -> String {
    if instance == nil { return datasets == 1 ? "own" : "shared" }
    return blocks.count > 1 ? "group" : "own"
  }
}

extension [Double] {
  /// Whether all could be counts.
  fileprivate var isCounts: Bool { allSatisfy { $0 >= 0 && $0 == $0.rounded() } }
}
