import Documents
import Fitting
import Laboratory
import Manifests
import Records

extension GeneFamilies {
  /// Fits a rate for each clade, and one for each class of families, beside the shared one: what sharing bought, whether
  /// the groups agree, and which does not. Goes to `sharing.json` and `tables/alone.csv`.
  func contrast(_ result: Fitted, _ search: Search, _ progress: Progress, _ outcome: inout Outcome) throws {
    var document: JSON = [:]
    var rows: [Row] = []
    var verdicts: [String] = []
    for sharing in unshared {
      try progress.report("a rate for each \(sharing.rawValue)", fraction: 0.7)
      let subject = try Subject(parameters.model, data, addedSharing: [sharing])
      let twin = try search.best(of: subject, progress, "by \(sharing.rawValue)")
      let own = compared(twin, with: result, sharing)
      rows += own
      let test = NestedTest(result.fit, within: twin.fit)
      var entry: JSON = [
        "logL": .number(twin.fit.logLikelihood),
        "free_parameters": [
          "shared": .integer(Int64(result.fit.statistics.freeCount)),
          "unshared": .integer(Int64(twin.fit.statistics.freeCount)),
        ],
        "converged": .bool(twin.fit.status.hasConverged),
      ]
      if let test {
        let agrees = test.pValue >= 0.01
        let plural = sharing == .clade ? "clades" : "classes of families"
        entry["test"] = [
          "kind": "likelihood ratio", "statistic": .number(test.statistic), "degrees": .integer(Int64(test.degrees)),
          "p": .number(test.pValue),
          "verdict": .string(
            agrees ? "the \(plural) agree on one rate" : "the \(plural) do not agree on one rate (p below 1 %)"),
        ]
        if !agrees { verdicts += tensions(own, sharing) }
      }
      entry["parameters"] = .object(
        twin.fit.estimates.map { estimate in
          JSON.Member(key: estimate.coordinate.label, value: estimate.document(scope: "group"))
        })
      document["by_\(sharing.rawValue)"] = entry
    }
    guard !rows.isEmpty else { return }
    var sharing = outcome.sharing ?? [:]
    sharing["contrast"] = document
    outcome.sharing = sharing
    outcome.tables.append(("alone", table(of: rows)))
    let warnings = (outcome.metrics["warnings"]?.asArray ?? []).compactMap(\.asString)
    outcome.metrics["warnings"] = JSON(warnings + verdicts)
  }

  /// What the model shares and the data could part.
  private var unshared: [Rate.Sharing] {
    let rates = [parameters.model.lambda] + [parameters.model.mu].compactMap { $0 }
    return Rate.Sharing.allCases.filter { sharing in
      let isThere = sharing == .clade ? !parameters.model.clades.isEmpty : data.classes.count > 1
      return isThere && !rates.contains { $0.isBy(sharing) }
    }
  }

  /// One rate of one group beside the shared one.
  private struct Row {
    let parameter: String
    let group: String
    let own: Fitting.Estimate
    let joint: Fitting.Estimate
    /// (rate − mean of the other groups') / combined error; 0 where there is nothing to compare. The shared rate is no
    /// measure: it stands where the group that differs has pulled it.
    var pull = 0.0
  }

  private func compared(_ twin: Fitted, with result: Fitted, _ sharing: Rate.Sharing) -> [Row] {
    var rows = twin.fit.estimates.compactMap { estimate -> Row? in
      let name = estimate.coordinate.parameter
      let parts = name.split(separator: "[", maxSplits: 1).map(String.init)
      guard let base = parts.first else { return nil }
      let group = sharing == .clade ? parts.last.map { String($0.dropLast()) } : estimate.coordinate.instance
      guard let group, parts.count == 2 || sharing == .class else { return nil }
      let joint = result.fit.estimates.first { $0.coordinate.parameter == base || $0.coordinate.parameter == name }
      return joint.map { Row(parameter: base, group: group, own: estimate, joint: $0) }
    }
    for k in rows.indices {
      guard let error = rows[k].own.standardError, error > 0 else { continue }
      var (weight, sum) = (0.0, 0.0)
      for (other, row) in rows.enumerated() where other != k && row.parameter == rows[k].parameter {
        guard let error = row.own.standardError, error > 0 else { continue }
        weight += 1 / (error * error)
        sum += row.own.value / (error * error)
      }
      guard weight > 0 else { continue }
      rows[k].pull = (rows[k].own.value - sum / weight) / (error * error + 1 / weight).squareRoot()
    }
    return rows
  }

  /// The group that pulls hardest at each shared rate.
  private func tensions(_ rows: [Row], _ sharing: Rate.Sharing) -> [String] {
    var names: [String] = []
    for row in rows where !names.contains(row.parameter) { names.append(row.parameter) }
    return names.compactMap { name in
      let own = rows.filter { $0.parameter == name }
      guard let worst = own.max(by: { $0.pull.magnitude < $1.pull.magnitude }), worst.pull.magnitude > 2 else {
        return nil
      }
      let said = worst.pull > 0 ? "more" : "less"
      return
        "\(name): \(worst.group) wants \(said) (\(EstimateText.pull(worst.pull))): let it differ by \(sharing.rawValue)"
    }
  }

  private func table(of rows: [Row]) -> Table {
    Table([
      Table.Column("parameter", texts: rows.map(\.parameter)), Table.Column("group", texts: rows.map(\.group)),
      Table.Column("value", numbers: rows.map(\.own.value)),
      Table.Column("stderr", numbers: rows.map { $0.own.standardError ?? .nan }),
      Table.Column("joint", numbers: rows.map(\.joint.value)),
      Table.Column("joint_stderr", numbers: rows.map { $0.joint.standardError ?? .nan }),
      Table.Column(
        "gain",
        numbers: rows.map { row in
          guard let own = row.own.standardError, let joint = row.joint.standardError, joint > 0 else { return .nan }
          return own / joint
        }), Table.Column("pull", numbers: rows.map(\.pull)),
    ])
  }
}
