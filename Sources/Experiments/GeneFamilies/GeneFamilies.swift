public import Determinism
public import Documents
import Fitting
public import Laboratory
public import Manifests
import Phylogeny
public import Records

/// Fits a birth–death model of gene family sizes to the counts of species on a tree.
///
/// Question: how often are genes duplicated and lost, is the rate one for all branches and families, and which
/// families and branches stand out? The answer holds rates with their errors, ancestral sizes with posteriors,
/// expansions and contractions by branch, families that evolve fast, and, with `contrast: sharing`, what a rate for
/// each clade or class of families would say instead.
public struct GeneFamilies: Experiment {
  public static let name = "gene-families"
  public static let summary = "birth and death rates of gene families on a species tree, shared by clades and families"

  let parameters: Parameters
  let manifest: Manifest
  /// The tree and the counts that are fitted.
  let data: Data
  /// The sharing pattern of the manifest.
  let subject: Subject
  /// Other patterns, to be compared with it.
  let alternatives: [(name: String, subject: Subject)]

  public init(_ parameters: Parameters, of manifest: Manifest) throws(ManifestErrors) {
    self.parameters = parameters
    self.manifest = manifest
    data = try Data(parameters, seed: manifest.seed)
    subject = try Subject(parameters.model, data, isShared: manifest.isShared)
    var alternatives: [(name: String, subject: Subject)] = []
    for other in parameters.compare {
      if sameUTF8(other.name, Self.mainName) {
        throw ManifestErrors([other.place.problem("the main model goes by the name \(Self.mainName); choose another")])
      }
      alternatives.append((other.name, try Subject(other.value, data, isShared: manifest.isShared)))
    }
    self.alternatives = alternatives
  }

  public func run(_ stream: RandomStream, _ progress: Progress) throws -> Outcome {
    let search = Search(multistart: parameters.multistart, steps: parameters.steps, stream: stream)
    let fitted = try search.best(of: subject, progress, "fit")
    try progress.report("errors", fraction: 0.2)
    var fit = fitted.fit
    if let intervals = parameters.intervals {
      try progress.report("profiles", fraction: 0.3)
      fit = fit.profiled(intervals.chosen(in: fit), level: intervals.level)
    }
    let result = Fitted(subject: fitted.subject, fit: fit, truncation: fitted.truncation)
    var outcome = Outcome(
      metrics: metrics(of: result), sharing: sharing(of: result), tables: [("parameters", parameterTable(fit))])
    if let made = data.simulated { outcome.blobs.append(StoredFile("families.tsv", text: made.tabbed)) }
    if parameters.intervals != nil { outcome.tables += try profiles(of: result, progress) }
    try progress.report("ancestors", fraction: 0.5)
    let posterior = Posterior(result, data)
    outcome.tables += posterior.tables
    outcome.arrays += posterior.arrays
    outcome.metrics["ancestors"] = posterior.ancestorNames
    outcome.metrics["branches"] = posterior.branchSummary
    outcome.metrics["residuals"] = posterior.residualSummary
    if let significance = parameters.significance {
      try progress.report("simulations", fraction: 0.6)
      let fast = Fast(result, data, significance, stream.child("significance"))
      outcome.metrics["fast_families"] = fast.summary
      let warnings = (outcome.metrics["warnings"]?.asArray ?? []).compactMap(\.asString)
      outcome.metrics["warnings"] = JSON(warnings + [fast.warning].compactMap { $0 })
      outcome.tables.append(("families", posterior.familyTable(with: fast)))
    } else {
      outcome.tables.append(("families", posterior.familyTable(with: nil)))
    }
    if manifest.contrast == .sharing { try contrast(result, search, progress, &outcome) }
    if !alternatives.isEmpty { try compare(result, search, progress, &outcome) }
    return outcome
  }

  public static func headline(of metrics: JSON) -> String? {
    guard metrics["converged"]?.asBool == true else { return metrics["ended"]?.asString }
    let first = metrics["parameters"]?.asObject?.first
    return first.map { EstimateText(label: $0.key, estimate: $0.value).text }
  }
}
