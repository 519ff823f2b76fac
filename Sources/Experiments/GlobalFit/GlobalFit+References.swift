import Determinism
import Documents
import Fitting
import Formulas
import Manifests

extension GlobalFit {
  /// Whether other fields name parameters, columns and results that there are: starting points, intervals, axes, known
  /// values, tolerances.
  struct ReferenceCheck {
    private(set) var problems: [Problem] = []
    private let declared: [Named<Declared>]
    /// The labels of the estimates; nil where the model could not be set up.
    private let labels: [String]?
    private let isShared: Bool

    init(_ parameters: Parameters, _ manifest: Manifest, _ data: DatasetReading, _ subject: Subject?) {
      declared = parameters.model.parameters
      labels = subject?.problem.coordinates.map(\.label)
      isShared = manifest.isShared
      for start in parameters.starts.flatMap({ $0 }) { check(start: start) }
      for name in parameters.intervals?.chosen ?? [] where !isParameter(name.value) {
        problems.append(unknown("parameter", name.value, name.place, known: estimates))
      }
      if !data.datasets.isEmpty { check(parameters.axes, data, parameters.model) }
      for truth in manifest.truth where !isValue(truth.name) {
        problems.append(unknown("result", truth.name, truth.namePlace, known: results))
      }
      if let expectations = manifest.expectations { check(expectations) }
    }

    // MARK: Names

    /// Names of parameters, and labels of their instances.
    private var estimates: [String] { (declared.map(\.name) + (labels ?? [])).distinct }

    private func isParameter(_ name: String) -> Bool {
      if estimates.contains(where: { sameUTF8($0, name) }) { return true }
      // Instances are known once the model is set up; a tied parameter's are labelled by their datasets.
      guard let bracket = name.firstIndex(of: "["), name.hasSuffix("]") else { return false }
      return declared.contains { sameUTF8($0.name, String(name[..<bracket])) && (labels == nil || $0.value.tie != nil) }
    }

    /// What a known value may be compared with: the estimates that there are, and the statistics.
    private var results: [String] {
      let tied = declared.filter { $0.value.tie != nil }.map(\.name)
      let names = isShared ? (labels ?? declared.map(\.name)) + tied : estimates
      return names.distinct + Self.statistics.map { "statistics." + $0 } + ["observations", "datasets"]
    }

    private func isValue(_ name: String) -> Bool {
      let parts = name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
      if results.contains(where: { sameUTF8($0, name) }) || parts[0] == "comparison" { return true }
      if parts.count == 3, parts[0] == "parameters" { return isParameter(parts[1]) }
      return name.contains("[") && isParameter(name)
    }

    private static let statistics = [
      "objective", "degrees_of_freedom", "free_parameters", "objective_per_degree", "p", "sigma", "logL", "AIC", "AICc",
      "BIC",
    ]
    private static let metrics = [
      "converged", "ended", "evaluations", "model", "datasets", "observations", "errors_from", "parameters",
      "statistics", "warnings", "comparison", "truth",
    ]
    private static let tables = [
      "parameters", "points", "curves", "starts", "correlations", "alone", "pulls", "comparison",
    ]

    // MARK: Checks

    private mutating func check(start: Named<Double>) {
      guard let parameter = declared.first(where: { sameUTF8($0.name, start.name) }) else {
        problems.append(unknown("parameter", start.name, start.namePlace, known: declared.map(\.name)))
        return
      }
      guard parameter.isSound, start.isSound else { return }
      let value = parameter.value
      if value.isFixed || value.tie != nil {
        problems.append(start.namePlace.problem("\(start.name) is fixed or tied, so it has no other start"))
      } else if start.value < value.lower ?? start.value || start.value > value.upper ?? start.value {
        problems.append(start.place.problem("the start is outside of min and max"))
      }
    }

    private mutating func check(_ axes: Axes, _ data: DatasetReading, _ model: Model) {
      let columns = data.datasets.flatMap { $0.table.columns.map(\.name) }.distinct
      if let x = axes.x {
        if !columns.contains(where: { sameUTF8($0, x.value) }) {
          problems.append(unknown("column", x.value, x.place, known: columns))
        } else {
          for dataset in data.datasets {
            do throws(ManifestErrors) { _ = try dataset.numbers(x.value, at: x.place) } catch {
              problems += error.problems
            }
          }
        }
      }
      // The response goes by its text where it is an expression.
      let known = columns + (model.formula.place.isExample ? [] : ["\(model.formula.value.response)"])
      let named = (axes.units + axes.labels).map { ($0.name, $0.namePlace) }
      for (name, place) in named + axes.logarithmic.map({ ($0.value, $0.place) })
      where !known.contains(where: { sameUTF8($0, name) }) {
        problems.append(unknown("column", name, place, known: known.distinct))
      }
    }

    private mutating func check(_ expectations: Expectations) {
      for expected in expectations.metrics {
        let parts = expected.name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        if !Self.admits(parts[0], Self.metrics) {
          problems.append(unknown("metric", expected.name, expected.namePlace, known: Self.metrics))
        } else if parts.count == 2, parts[0] == "statistics", !Self.admits(parts[1], Self.statistics) {
          let known = Self.statistics.map { "statistics." + $0 }
          problems.append(unknown("metric", expected.name, expected.namePlace, known: known))
        } else if parts.count > 2, parts[0] == "parameters", !parts[1].contains("*"), !isParameter(parts[1]) {
          problems.append(unknown("parameter", parts[1], expected.namePlace, known: estimates))
        }
      }
      for expected in expectations.tables {
        let table = expected.name.prefix { $0 != "." }
        if !Self.admits(String(table), Self.tables) {
          problems.append(unknown("table", String(table), expected.namePlace, known: Self.tables))
        }
      }
      for expected in expectations.arrays {
        problems.append(expected.namePlace.problem("the outcome of a \(GlobalFit.name) has no arrays"))
      }
    }

    private static func admits(_ name: String, _ known: [String]) -> Bool {
      name.contains("*") || known.contains { sameUTF8($0, name) }
    }

    private func unknown(_ what: String, _ name: String, _ place: Place, known: [String]) -> Problem {
      let list = known.prefix(12).joined(separator: ", ") + (known.count > 12 ? ", …" : "")
      return place.problem(
        "there is no \(what) \(name); there are \(list)", suggestion: nearestName(to: name, among: known))
    }
  }
}
