import Documents
import Fitting
import Laboratory
import Records

extension GlobalFit {
  /// Fits each dataset alone, and reports what sharing bought, who pulls on what is shared, and whether the datasets
  /// agree. Goes to `sharing.json` and `tables/alone.csv`.
  func contrast(_ fit: Fit, _ progress: Progress, _ outcome: inout Outcome) throws {
    guard datasets.count > 1 else { return }
    try progress.report("each dataset alone", fraction: 0.5)
    let diagnosis = fit.diagnoseSharing()
    var sharing = outcome.sharing ?? [:]
    sharing["contrast"] = contrast(fit, diagnosis)
    outcome.sharing = sharing
    outcome.tables.append(("alone", table(of: diagnosis)))
    outcome.tables.append(("pulls", pullTable(diagnosis)))
    let warnings = (outcome.metrics["warnings"]?.asArray ?? []).compactMap(\.asString)
    outcome.metrics["warnings"] = JSON(warnings + diagnosis.verdicts)
  }

  private func contrast(_ fit: Fit, _ diagnosis: SharingDiagnosis) -> JSON {
    let free = diagnosis.alone.reduce(0) { $0 + $1.statistics.freeCount }
    var document: JSON = [
      "free_parameters": ["shared": .integer(Int64(fit.statistics.freeCount)), "alone": .integer(Int64(free))],
      "degrees_of_freedom": [
        "shared": .integer(Int64(fit.statistics.degreesOfFreedom)),
        "alone": .integer(Int64(diagnosis.alone.reduce(0) { $0 + $1.statistics.degreesOfFreedom })),
      ],
    ]
    if let test = diagnosis.test {
      document["test"] = [
        "kind": .string(test.kind == .fTest ? "F" : "likelihood ratio"), "statistic": .number(test.statistic),
        "degrees": .integer(Int64(test.degrees)), "denominator": .integer(Int64(test.denominator)),
        "p": .number(test.pValue),
        "verdict": .string(
          test.pValue < 0.01
            ? "the datasets do not agree on what they share (p below 1 %)" : "the datasets agree on what they share"),
      ]
    }
    document["parameters"] = .object(
      diagnosis.tensions.map { tension in
        var shared: JSON = ["worst_pull": .number(tension.worst), "threshold": .number(diagnosis.threshold)]
        if let relief = tension.relief {
          shared["unshared_alone"] = [
            "statistic": .number(relief.statistic), "degrees": .integer(Int64(relief.degrees)),
            "p": .number(relief.pValue),
          ]
        }
        if let verdict = tension.verdict { shared["verdict"] = .string(verdict) }
        return JSON.Member(key: tension.label, value: shared)
      })
    return document
  }

  /// Every parameter from every dataset alone, beside the joint fit: what sharing bought is the ratio of the errors.
  private func table(of diagnosis: SharingDiagnosis) -> Table {
    let rows = diagnosis.alone.flatMap { alone in
      zip(zip(alone.estimates, alone.joint), alone.gains).map { (alone, $0.0, $0.1, $1) }
    }
    return Table([
      Table.Column("parameter", texts: rows.map { $0.1.coordinate.parameter }),
      Table.Column("dataset", texts: rows.map { $0.0.dataset }),
      Table.Column("value", numbers: rows.map { $0.1.value }),
      Table.Column("stderr", numbers: rows.map { $0.1.standardError ?? .nan }),
      Table.Column("joint", numbers: rows.map { $0.2.value }),
      Table.Column("joint_stderr", numbers: rows.map { $0.2.standardError ?? .nan }),
      Table.Column("gain", numbers: rows.map { $0.3 ?? .nan }),
      Table.Column("ended", texts: rows.map { $0.0.status.description }),
      Table.Column("said", texts: rows.map { $0.1.verdict ?? "" }),
    ])
  }

  /// How hard each dataset pulls at each shared parameter, in standard errors.
  private func pullTable(_ diagnosis: SharingDiagnosis) -> Table {
    let rows = diagnosis.tensions.flatMap { tension in tension.pulls.map { (tension.label, $0) } }
    return Table([
      Table.Column("parameter", texts: rows.map(\.0)), Table.Column("dataset", texts: rows.map(\.1.dataset)),
      Table.Column("pull", numbers: rows.map(\.1.pull)),
      Table.Column("method", texts: rows.map(\.1.method.rawValue)),
    ])
  }
}
