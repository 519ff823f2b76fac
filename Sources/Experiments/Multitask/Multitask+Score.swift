import Determinism
import Documents

extension Multitask {
  /// A figure of merit.
  struct Score: Sendable {
    let name: String
    let value: Double
    /// Whether less of it is better.
    var isLoss = false
    /// An interval at 95 %, where there is one.
    var interval: (lower: Double, upper: Double)?

    var document: JSON {
      guard let interval else { return ["value": .number(value)] }
      return ["value": .number(value), "lower": .number(interval.lower), "upper": .number(interval.upper)]
    }
  }

  /// How many times a test set is drawn from itself for an interval.
  static let resamplings = 400
}

extension Multitask.Task {
  /// The scores of answers to some samples with labels, the one that curves show first.
  func scores(_ answers: [[Double]], _ labels: Multitask.Labels, _ rows: [Int]) -> [Multitask.Score] {
    measures(answers, labels).map { Multitask.Score(name: $0.name, value: $0.value(rows), isLoss: $0.isLoss) }
  }

  /// The same, each with the interval in which 95 % of its values lie when the samples are drawn again with repetition.
  /// Source: Efron and Tibshirani, *An Introduction to the Bootstrap*, 1993, §13.3.
  func scores(
    _ answers: [[Double]], _ labels: Multitask.Labels, _ rows: [Int], resampled stream: RandomStream
  ) -> [Multitask.Score] {
    let measures = measures(answers, labels)
    let draws = (0..<Multitask.resamplings).map { k in
      var draw = stream.child("resampling \(k)")
      return rows.map { _ in rows[Int(draw.nextInteger(below: UInt64(rows.count)))] }
    }
    return measures.map { measure in
      let values = Parallel.numbers(draws.count) { measure.value(draws[$0]) }.filter(\.isFinite).sorted()
      var score = Multitask.Score(name: measure.name, value: measure.value(rows), isLoss: measure.isLoss)
      if let first = values.first, let last = values.last {
        let margin = values.count / 40
        score.interval = margin > 0 ? (values[margin], values[values.count - 1 - margin]) : (first, last)
      }
      return score
    }
  }

  private typealias Measure = (name: String, isLoss: Bool, value: @Sendable (_ rows: [Int]) -> Double)

  private func measures(_ answers: [[Double]], _ labels: Multitask.Labels) -> [Measure] {
    let values = labels.values
    @Sendable func mean(_ rows: [Int], _ term: (Int) -> Double) -> Double {
      ExactSum.sum(count: rows.count) { term(rows[$0]) } / Double(rows.count)
    }
    switch question {
    case .binary, .landmark:
      return [
        ("auc", false, { rows in rankingArea(rows.map { answers[$0][0] }, rows.map { values[$0] == 1 }) }),
        ("accuracy", false, { rows in mean(rows) { (answers[$0][0] > 0) == (values[$0] == 1) ? 1 : 0 } }),
        (
          "log_loss", true,
          { rows in mean(rows) { Elementary.softplus(values[$0] == 1 ? -answers[$0][0] : answers[$0][0]) } }
        ),
      ]
    case .classes:
      return [
        ("accuracy", false, { rows in mean(rows) { answers[$0].placeOfLargest == Int(values[$0]) ? 1 : 0 } }),
        ("log_loss", true, { rows in mean(rows) { -answers[$0].logSoftmax[Int(values[$0])] } }),
      ]
    case .regression:
      return [
        (
          "r2", false,
          { rows in
            let centre = mean(rows) { values[$0] }
            let total = mean(rows) { (values[$0] - centre) * (values[$0] - centre) }
            return 1 - mean(rows) { (values[$0] - answers[$0][0]) * (values[$0] - answers[$0][0]) } / total
          }
        ),
        (
          "rmse", true,
          { rows in mean(rows) { (values[$0] - answers[$0][0]) * (values[$0] - answers[$0][0]) }.squareRoot() }
        ),
      ]
    case .survival(_, _, let ties, _):
      return [
        (
          "concordance", false,
          { rows in
            concordance(
              times: rows.map { values[$0] }, events: rows.map { labels.events[$0] }, risks: rows.map { answers[$0][0] }
            )
          }
        ),
        (
          "partial_loss", true,
          { rows in
            let events = rows.map { labels.events[$0] }
            return PartialLikelihood(times: rows.map { values[$0] }, events: events, ties: ties)
              .negativeLogarithm(rows.map { answers[$0][0] }) / Double(events.count { $0 })
          }
        ),
      ]
    }
  }
}

extension [Double] {
  /// The place of the largest; of equals the first.
  var placeOfLargest: Int { indices.reduce(0) { self[$1] > self[$0] ? $1 : $0 } }

  /// xᵢ − log Σ exp xⱼ.
  var logSoftmax: [Double] {
    let largest = self[placeOfLargest]
    let sum = largest + Elementary.log(ExactSum.sum(map { Elementary.exp($0 - largest) }))
    return map { $0 - sum }
  }
}
