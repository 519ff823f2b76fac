import Determinism
import Documents

/// The estimates of a record as the table that a paper prints.
struct ResultsSection {
  struct Row {
    let name: String
    let value: String
    let error: String?
    let unit: String?
    let interval: String?
    let scope: String?
    let known: String?
    /// Where there is no value: what is said instead.
    let verdict: String?
  }

  let rows: [Row]
  let more: String?
  let hasErrors: Bool
  let hasUnits: Bool
  let hasIntervals: Bool
  let intervalTitle: String
  let hasScopes: Bool
  let hasKnown: Bool
  let columnCount: Int

  private static let mostRows = 40

  /// Nil where the metrics hold no `parameters` with values.
  init?(_ metrics: JSON) {
    let estimates = (metrics["parameters"]?.asObject ?? []).filter {
      $0.value["value"]?.asNumber != nil || $0.value["verdict"]?.asString != nil
    }
    guard !estimates.isEmpty else { return nil }
    rows = estimates.prefix(Self.mostRows).map { Row($0, truth: metrics["truth"]?[$0.key]) }
    more = estimates.count > rows.count ? "and \(Typeset.grouped(Int64(estimates.count - rows.count))) more" : nil
    hasErrors = rows.contains { $0.error != nil }
    hasUnits = rows.contains { $0.unit != nil }
    hasIntervals = rows.contains { $0.interval != nil }
    hasScopes = rows.contains { $0.scope != nil }
    hasKnown = rows.contains { $0.known != nil }
    let level = estimates.lazy.compactMap { $0.value["interval"]?["level"]?.asNumber }.first
    intervalTitle = level.map { "\(Typeset.number($0 * 100, digits: 3)) % interval" } ?? "interval"
    columnCount = 2 + [hasErrors, hasUnits, hasIntervals, hasScopes, hasKnown].filter(\.self).count
  }
}

extension ResultsSection.Row {
  init(_ member: JSON.Member, truth: JSON?) {
    let estimate = member.value
    name = member.key
    unit = estimate["unit"]?.asString.flatMap { $0.isEmpty ? nil : $0 }
    scope = estimate["scope"]?.asString
    verdict = estimate["verdict"]?.asString
    let found = estimate["value"]?.asNumber
    if let found, let uncertainty = estimate["stderr"]?.asNumber, uncertainty > 0, uncertainty.isFinite {
      // One rounding for both, so that the last digits of value and error agree.
      let parts = Numeral.measured(found, error: uncertainty).split(separator: " ± ").map(String.init)
      value = Typeset.numeral(parts.first ?? "")
      error = parts.count == 2 ? Typeset.numeral(parts[1]) : nil
    } else {
      value = found.map { Typeset.number($0) } ?? ""
      error = nil
    }
    if let interval = estimate["interval"] {
      let ends = ["lower", "upper"].map { interval[$0]?.asNumber.map { Typeset.number($0, digits: 4) } ?? "open" }
      self.interval = "\(ends[0]) … \(ends[1])"
    } else {
      interval = nil
    }
    known = truth?["known"]?.asNumber.map { known in
      let off = truth?["standard_errors"]?.asNumber.map { " (\(Typeset.signed($0, digits: 2)) σ)" } ?? ""
      return Typeset.number(known) + off
    }
  }
}
