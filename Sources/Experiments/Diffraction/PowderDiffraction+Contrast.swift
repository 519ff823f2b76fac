import Determinism
import Diffraction
import Documents
import Fitting
import Records

extension PowderDiffraction {
  /// Each pattern alone beside all together, and who tears what apart: `sharing.json` and `tables/alone.csv`.
  func record(_ contrast: SharingContrast, _ refined: RefinedStructure, _ outcome: inout Outcome) {
    let entries = refined.refinement.entries
    var document: JSON = [
      "threshold": .number(contrast.threshold),
      "Rwp": .object(
        entries.indices.map { k in
          JSON.Member(
            key: entries[k].name,
            value: [
              "together": .number(100 * refined.agreements[k].rwp),
              "alone": .number(100 * contrast.alone[k].agreements[0].rwp),
            ])
        }),
    ]
    document["parameters"] = .object(
      contrast.tensions.map { tension in
        var shared: JSON = [
          "worst_pull": .number(tension.worst),
          "pulls": .object(
            tension.voices.map { JSON.Member(key: $0.pattern, value: .number($0.pull ?? .nan)) }),
        ]
        if let unshared = tension.unshared {
          shared["with_its_own"] = [
            "GoF": .number(unshared.goodness), "together_GoF": .number(refined.goodnessOfFit),
            "Rwp": .object(
              zip(entries, unshared.rwp).map { JSON.Member(key: $0.name, value: .number(100 * $1)) }),
          ]
        }
        if let verdict = tension.verdict { shared["verdict"] = .string(verdict) }
        return JSON.Member(key: tension.name, value: shared)
      })
    var sharing = outcome.sharing ?? [:]
    sharing["contrast"] = document
    outcome.sharing = sharing
    outcome.tables.append(("alone", aloneTable(contrast, refined)))
    let warnings = (outcome.metrics["warnings"]?.asArray ?? []).compactMap(\.asString)
    // What is torn apart comes first: it decides whether the rest means anything.
    outcome.metrics["warnings"] = JSON(contrast.verdicts + warnings)
  }

  /// Every shared parameter from each pattern alone, beside the joint value.
  private func aloneTable(_ contrast: SharingContrast, _ refined: RefinedStructure) -> Table {
    let rows = contrast.tensions.flatMap { tension in tension.voices.map { (tension, $0) } }
    return Table([
      Table.Column("parameter", texts: rows.map(\.0.name)), Table.Column("pattern", texts: rows.map(\.1.pattern)),
      Table.Column("value", numbers: rows.map(\.1.value)),
      Table.Column("stderr", numbers: rows.map { $0.1.error ?? .nan }),
      Table.Column("joint", numbers: rows.map { refined.fit.estimates[$0.0.coordinate].value }),
      Table.Column("joint_stderr", numbers: rows.map { refined.cautiousError($0.0.coordinate) ?? .nan }),
      Table.Column("pull", numbers: rows.map { $0.1.pull ?? .nan }),
    ])
  }

  /// The shared parameters under other profile models: `tables/spread.csv`, and their spread beside their errors.
  func record(_ spread: ProfileSpread, _ refined: RefinedStructure, _ outcome: inout Outcome) {
    let fit = refined.fit
    let shared = fit.estimates.indices.filter { c in
      refined.standardError(c) != nil
        && refined.refinement.structure.parameters.contains { sameUTF8($0.name, fit.estimates[c].coordinate.parameter) }
    }
    let models: [(name: String, refined: RefinedStructure)] =
      [("as given", refined)] + spread.variants.map { ($0.name, $0.refined) }
    var columns = [
      Table.Column("model", texts: models.map(\.name)),
      Table.Column("Rwp", numbers: models.map { 100 * $0.refined.totalRwp }),
    ]
    for c in shared {
      let coordinate = fit.estimates[c].coordinate
      let values = models.map { $0.refined.fit[coordinate.parameter, coordinate.instance]?.value ?? .nan }
      columns.append(Table.Column(coordinate.label, numbers: values))
      let known = values.filter(\.isFinite)
      let range = (known.max() ?? .nan) - (known.min() ?? .nan)
      let error = refined.cautiousError(c) ?? 0
      guard var parameters = outcome.metrics["parameters"], var own = parameters[coordinate.label] else { continue }
      own["profile_spread"] = .number(range)
      // Half the range stands for one standard deviation of the choice of model.
      own["stderr_honest"] = .number((error * error + range * range / 4).squareRoot())
      parameters[coordinate.label] = own
      outcome.metrics["parameters"] = parameters
    }
    outcome.tables.append(("spread", Table(columns)))
  }
}
