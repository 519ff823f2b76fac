import Determinism
import Documents
import Git
import Records

/// How each metric of an experiment went over its records, and so over the commits that they are pinned to.
struct HistoryPage {
  struct Step {
    let date: String
    let record: String
    let source: String
    let value: String
    let distance: String
    let runs: String
  }

  struct Metric {
    let name: String
    let chart: Markup
    let steps: [Step]
  }

  struct Constant {
    let name: String
    let value: String
  }

  let head: PageHead
  let title: String
  let summary: String
  let moved: [Metric]
  let hasMoved: Bool
  let constants: [Constant]
  let hasConstants: Bool
  let constantSummary: String

  private static let mostMetrics = 200

  /// - Parameters:
  ///   - records: newest first, those that left an outcome.
  ///   - metrics: by the tree ids of the outcomes.
  init(_ title: String, _ records: [Record], _ metrics: [ObjectID: JSON], head: PageHead) {
    self.head = head
    self.title = title
    let points = records.reversed().compactMap { record in
      record.outcome.flatMap { metrics[$0] }.map { (record: record, metrics: $0) }
    }
    var moved: [Metric] = []
    var constants: [Constant] = []
    for leaf in points.last.map({ Leaf.all(of: $0.metrics) }) ?? [] {
      guard leaf.value.asNumber != nil, leaf.path.first != "warnings" else { continue }
      let series = points.map { ($0.record, $0.metrics.path(leaf.path)) }
      let first = series.first?.1
      if series.allSatisfy({ $0.1.map { MetricsSection.isSame($0, first) } ?? (first == nil) }) {
        constants.append(Constant(name: leaf.name, value: Typeset.leaf(leaf.value)))
      } else if moved.count < Self.mostMetrics {
        moved.append(Metric(leaf.name, series))
      }
    }
    self.moved = moved
    self.constants = constants
    (hasMoved, hasConstants) = (!moved.isEmpty, !constants.isEmpty)
    let commits = Set(points.map(\.record.source)).count
    let span = points.first.flatMap { first in points.last.map { (first.record.seconds, $0.record.seconds) } }
    let days = span.map {
      Dates.day($0.0) == Dates.day($0.1) ? Dates.day($0.0) : "\(Dates.day($0.0)) – \(Dates.day($0.1))"
    }
    summary =
      "\(Typeset.count(points.count, "record")) with an outcome, from \(Typeset.count(commits, "source commit"))"
      + (days.map { ", \($0)." } ?? ".")
    constantSummary =
      points.count > 1
      ? "\(Typeset.count(constants.count, "value")) never moved."
      : "\(Typeset.count(constants.count, "value")), one record."
  }
}

extension HistoryPage.Metric {
  fileprivate init(_ name: String, _ series: [(Record, JSON?)]) {
    self.name = name
    var steps: [HistoryPage.Step] = []
    var last: JSON?
    var runs = 0
    for (place, (record, value)) in series.enumerated() {
      runs += 1
      if place > 0, let value, MetricsSection.isSame(value, last) || (last == nil && steps.isEmpty) { continue }
      if place > 0, value == nil, last == nil { continue }
      let distance = last.flatMap { old in value.flatMap { MetricsSection.Side.distance(from: old, to: $0) } }
      steps.append(
        HistoryPage.Step(
          date: Dates.minute(record.seconds), record: record.commit.short, source: record.source.short,
          value: value.map { Typeset.exactLeaf($0) } ?? "none", distance: distance ?? "", runs: ""))
      last = value
    }
    self.steps = steps.reversed()
    chart = SeriesChart(series.map { $0.1?.asNumber }, name: name).markup
  }
}
