public import Determinism
import Diffraction
public import Documents
import Fitting
public import Laboratory
public import Manifests
public import Records

/// Refines one crystal structure against any number of powder patterns at once (Rietveld's method).
///
/// Question: what do several instruments together say of one sample, and do they agree? The structure is shared, each
/// instrument has its own scale, background, peak positions and widths. The answer holds values with their errors,
/// each stage, the agreement of each pattern, and, with `contrast: sharing`, each pattern alone and who tears what apart.
public struct PowderDiffraction: Experiment {
  public static let name = "diffraction"
  public static let summary =
    "Rietveld refinement: one crystal structure shared by powder patterns of several instruments"

  let parameters: Parameters
  let manifest: Manifest
  let refinement: Refinement
  let guesses: [PatternGuess]

  public init(_ parameters: Parameters, of manifest: Manifest) throws(ManifestErrors) {
    self.parameters = parameters
    self.manifest = manifest
    let structure = try parameters.structure.model()
    var entries: [PatternEntry] = []
    for pattern in parameters.patterns { entries.append(try pattern.entry(structure)) }
    refinement = try parameters.refinement(structure, entries, isShared: manifest.isShared)
    guesses = parameters.patterns.map { parameters.guess(for: $0.name) }
  }

  public func run(_ stream: RandomStream, _ progress: Progress) throws -> Outcome {
    let isContrasted = manifest.contrast == .sharing && refinement.entries.count > 1
    let share = isContrasted || parameters.spread ? 0.4 : 1.0
    var start = refinement
    start.stepLimit = parameters.steps
    do {
      let refined = try start.run(guessing: guesses) { stage, rwp in
        let metric = rwp.map { "Rwp \(Numeral.brief(100 * $0, digits: 3)) %" }
        try progress.report(
          "stage \(stage + 1) of \(start.stages.count)",
          fraction: share * Double(stage) / Double(start.stages.count), metric: metric)
      }
      var outcome = Outcome(
        metrics: metrics(of: refined), sharing: sharing(of: refined),
        tables: [
          ("parameters", parameterTable(refined)), ("stages", stageTable(refined)), ("points", pointTable(refined)),
          ("reflections", reflectionTable(refined)),
        ])
      if isContrasted {
        let contrast = try SharingContrast(refined, from: start, guessing: guesses) { what in
          try progress.report(what, fraction: 0.6)
        }
        record(contrast, refined, &outcome)
      }
      if parameters.spread {
        let spread = try ProfileSpread(start, guessing: guesses) { what in try progress.report(what, fraction: 0.8) }
        record(spread, refined, &outcome)
      }
      return outcome
    } catch let error as DiffractionError {
      throw RunFailure("\(error)")
    } catch let error as FittingError {
      throw RunFailure("\(error)")
    }
  }

  public static func headline(of metrics: JSON) -> String? {
    let patterns = metrics["patterns"]?.asObject ?? []
    let rwp = patterns.compactMap { $0.value["Rwp"]?.asNumber.map { Numeral.brief($0, digits: 3) } }
    let cell = (metrics["parameters"]?.asObject ?? []).first {
      !($0.value["scope"]?.asString == "own" && patterns.count > 1)
    }
    let text = cell.map { EstimateText(label: $0.key, estimate: $0.value).text + ", " } ?? ""
    return text + "Rwp " + rwp.joined(separator: ", ") + " %"
  }
}
