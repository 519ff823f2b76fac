import Determinism
import Documents
public import Figures
import Fitting
import Formulas
public import Manifests
public import Records

extension GlobalFit {
  public static func figures(
    of outcome: Outcome, _ parameters: Parameters, _ manifest: Manifest
  ) throws -> [Figure] {
    let drawing = FitDrawing(outcome: outcome, parameters: parameters, manifest: manifest)
    return [drawing.fit].compactMap { $0 } + drawing.forests + [drawing.correlations].compactMap { $0 }
  }
}

/// The figures of a recorded fit: made from its tables and the manifest's names for things.
struct FitDrawing {
  let outcome: Outcome
  let parameters: GlobalFit.Parameters
  let manifest: Manifest

  private var title: String { manifest.title ?? "" }
  private var axes: GlobalFit.Axes { parameters.axes }

  /// Data, curves and residuals.
  var fit: Figure? {
    guard let points = outcome.table("points"), let column = axes.x?.value ?? predictor(of: points) else { return nil }
    let response = "\(parameters.model.formula.value.response)"
    let curves = outcome.table("curves")
    let datasets = points.texts("dataset").distinct.map { name -> FittedDataset in
      let rows = points.rows(where: "dataset", is: name)
      let inner = curves?.rows(where: "dataset", is: name) ?? []
      let sigma = points.numbers("sigma", rows)
      return FittedDataset(
        name: title(of: name), x: points.numbers(column, rows), y: points.numbers("observed", rows),
        yError: hasKnownErrors ? sigma : nil,
        curve: FittedDataset.Curve(x: curves?.numbers("x", inner) ?? [], y: curves?.numbers("model", inner) ?? []),
        residuals: points.numbers("pull", rows))
    }
    return Figure.fit(
      name: "fit", title: title, caption: caption, x: axis(column), y: axis(response),
      residual: Axis("pull", unit: "σ"), datasets: datasets)
  }

  /// What sharing bought: the shared value beside each dataset's own, one figure for each shared parameter.
  var forests: [Figure] {
    guard let alone = outcome.table("alone") else { return [] }
    return alone.texts("parameter").distinct.compactMap { name -> Figure? in
      guard let shared = outcome.metrics.path(["parameters", name]), let value = shared["value"]?.asNumber else {
        return nil
      }
      let rows = alone.rows(where: "parameter", is: name)
      let datasets = alone.texts("dataset")
      let (values, errors) = (alone.numbers("value", rows), alone.numbers("stderr", rows))
      let own = rows.enumerated().map { (place, row) -> Figures.Estimate in
        guard errors[place].isFinite else {
          // A dataset that does not determine it has no value to show.
          return Figures.Estimate(name: "\(datasets[row]): not determined", value: .nan, standardError: .nan)
        }
        return Figures.Estimate(name: datasets[row], value: values[place], standardError: errors[place])
      }
      let all = Figures.Estimate(
        name: "all", value: value, standardError: shared["stderr"]?.asNumber ?? .nan, isShared: true)
      let declared = parameters.model.parameters.first { $0.name == name }?.value
      let label = declared?.label.map { "\($0) \(name)" } ?? name
      return Figure.forest(
        name: "sharing-\(name.fileName)", title: title,
        caption:
          "The \(label) from each dataset alone, and from all of them together (shaded). Bars are standard errors.",
        parameter: Axis(label, unit: declared?.unit ?? ""), estimates: own + [all],
        truth: manifest.truth.first { $0.name == name }?.value.value)
    }
  }

  /// How what is shared is correlated.
  var correlations: Figure? {
    guard let table = outcome.table("correlations"), table.columns.count > 3 else { return nil }
    let labels = table.texts("parameter")
    let rows = Array(labels.indices)
    return Figure.correlation(
      name: "correlations", title: title, caption: "Correlations of the shared parameters.", names: labels,
      correlations: labels.flatMap { table.numbers($0, rows) })
  }

  /// `inhibitor = 10` where datasets are the values of a column of numbers, else the dataset's name.
  private func title(of dataset: String) -> String {
    guard case .column(_, let by) = parameters.datasets, Numeral.parse(dataset) != nil else { return dataset }
    let unit = axes.unit(by.value)
    return "\(axes.label(by.value)) = \(dataset)" + (unit.isEmpty ? "" : " " + unit)
  }

  private var caption: String {
    let statistics = outcome.metrics["statistics"]
    var lines = [
      "Fit of \(parameters.model.formula.value) to \(outcome.metrics["datasets"]?.asNumber.map { Numeral.brief($0) } ?? "?") datasets."
    ]
    let shared = (outcome.metrics["parameters"]?.asObject ?? []).filter { $0.value["scope"]?.asString != "own" }
    let told = shared.prefix(8).map { EstimateText(label: $0.key, estimate: $0.value).text }
    if !told.isEmpty { lines.append("Shared: " + told.joined(separator: ", ") + ".") }
    if let objective = statistics?["objective"]?.asNumber, let freedom = statistics?["degrees_of_freedom"]?.asNumber {
      lines.append("Objective \(Numeral.brief(objective)) for \(Numeral.brief(freedom)) degrees of freedom.")
    }
    lines.append("Below: residuals in units of their standard error.")
    return lines.joined(separator: " ")
  }

  /// Errors of single points are drawn where they do not come from the residuals themselves.
  private var hasKnownErrors: Bool { outcome.metrics.path("statistics.sigma") == nil }

  private func predictor(of points: Table) -> String? {
    points.columns.dropFirst().first { $0.values.numbers != nil && $0.name != "observed" }?.name
  }

  private func axis(_ column: String) -> Axis {
    Axis(axes.label(column), unit: axes.unit(column), scale: axes.isLogarithmic(column) ? .logarithmic : .linear)
  }
}
