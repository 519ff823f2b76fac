import Documents
import Fitting

extension Fitting.Estimate {
  /// How `metrics.json` tells an estimate.
  /// - Parameter scope: who shares it: `shared`, `group` or `own`.
  func document(scope: String) -> JSON {
    var document: JSON = ["value": .number(value)]
    if let standardError { document["stderr"] = .number(standardError) }
    if let unit = coordinate.unit { document["unit"] = .string(unit) }
    document["scope"] = .string(scope)
    switch state {
    case .determined: break
    case .fixed: document["state"] = "fixed"
    case .atLowerBound: document["state"] = "at its lower bound"
    case .atUpperBound: document["state"] = "at its upper bound"
    case .unidentified(let what):
      document["state"] = "not determined"
      switch what {
      case .greater(let bound, let level):
        document["greater_than"] = .number(bound)
        document["level"] = .number(level)
      case .less(let bound, let level):
        document["less_than"] = .number(bound)
        document["level"] = .number(level)
      case .flat(let lower, let upper, let level):
        document["greater_than"] = .number(lower)
        document["less_than"] = .number(upper)
        document["level"] = .number(level)
      case .unbounded: break
      case .direction(let labels): document["only_together"] = JSON(labels)
      }
    }
    if let verdict { document["verdict"] = .string(verdict) }
    if let interval {
      document["interval"] = [
        "level": .number(interval.level), "lower": interval.lower.document, "upper": interval.upper.document,
      ]
    }
    return document
  }
}

extension FitStatistics {
  /// How `metrics.json` tells what judges a fit as a whole.
  var document: JSON {
    var document: JSON = [
      "objective": .number(objective), "degrees_of_freedom": .integer(Int64(degreesOfFreedom)),
      "free_parameters": .integer(Int64(freeCount)),
    ]
    let optional: [(String, Double?)] = [
      ("objective_per_degree", reduced), ("p", pValue), ("sigma", scale), ("logL", logLikelihood), ("AIC", aic),
      ("AICc", aicc), ("BIC", bic),
    ]
    for case (let name, let value?) in optional { document[name] = .number(value) }
    return document
  }
}

extension ProfileInterval.End {
  fileprivate var document: JSON {
    switch self {
    case .at(let value): .number(value)
    case .bound(let value): ["bound": .number(value)]
    case .open(let value): ["open": .number(value)]
    }
  }
}
