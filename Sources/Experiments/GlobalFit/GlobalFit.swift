public import Determinism
public import Documents
import Fitting
public import Laboratory
public import Manifests
public import Records

/// Fits one formula to any number of datasets at once; each parameter is shared by all of them, by a group, or by none.
///
/// Question: what do the datasets say together that none of them says alone, and do they agree?
/// The answer holds values with their errors, the statistics of the fit, and, with `contrast: sharing`, what sharing
/// bought and which dataset pulls on what is shared.
public struct GlobalFit: Experiment {
  public static let name = "global-fit"
  public static let summary = "one formula fitted to many datasets, parameters shared by all, by groups or by none"

  let parameters: Parameters
  let manifest: Manifest
  /// The datasets, in the order of the manifest.
  let datasets: [Dataset]
  /// The model of the manifest.
  let subject: Subject
  /// Other formulas and sharing patterns, to be ranked beside it.
  let alternatives: [(name: String, subject: Subject)]

  public init(_ parameters: Parameters, of manifest: Manifest) throws(ManifestErrors) {
    self.parameters = parameters
    self.manifest = manifest
    let preparation = Preparation(parameters, of: manifest)
    guard preparation.problems.isEmpty, let subject = preparation.subject else {
      throw ManifestErrors(gathered: preparation.problems)
    }
    self.subject = subject
    datasets = preparation.data.datasets
    alternatives = preparation.alternatives
  }

  public func run(_ stream: RandomStream, _ progress: Progress) throws -> Outcome {
    let search = Search(parameters, stream)
    let (fit, tries) = try search.best(of: subject, progress, "fit")
    if case .notFinite = fit.status { throw RunFailure(fit.status.description) }
    if case .infeasibleStart = fit.status { throw RunFailure(fit.status.description) }
    var result = fit
    if let intervals = parameters.intervals {
      try progress.report("profiles", fraction: 0.3)
      result = fit.profiled(intervals.chosen(in: fit), level: intervals.level)
    }
    var outcome = Outcome(
      metrics: metrics(of: result), sharing: sharing(of: result),
      tables: [("parameters", parameterTable(result)), ("points", pointTable(result))])
    if let curves = curveTable(result) { outcome.tables.append(("curves", curves)) }
    if tries.count > 1 { outcome.tables.append(("starts", startTable(tries))) }
    if result.sharedCoordinates.count > 1 { outcome.tables.append(("correlations", correlationTable(result))) }
    if manifest.contrast == .sharing { try contrast(result, progress, &outcome) }
    if !alternatives.isEmpty { try compare(result, search, progress, &outcome) }
    return outcome
  }

  public static func headline(of metrics: JSON) -> String? {
    guard metrics["converged"]?.asBool == true else { return metrics["ended"]?.asString }
    let estimates = metrics["parameters"]?.asObject ?? []
    // What all datasets share comes first in what a reader wants to know.
    let chosen = estimates.first { $0.value["scope"]?.asString == "shared" } ?? estimates.first
    return chosen.map { EstimateText(label: $0.key, estimate: $0.value).text }
  }
}
