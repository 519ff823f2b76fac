import Determinism
import Documents
import Fitting

/// The cumulative hazard that all subjects have in common, by Breslow's estimator: a step at every event.
/// Source: Breslow, discussion of Cox, 1972, doi:10.1111/j.2517-6161.1972.tb00900.x.
package struct BaselineHazard {
  /// The times of events, rising, and the cumulative hazard from each of them on.
  let times: [Double]
  let values: [Double]

  package init(times: [Double], events: [Bool], risks: [Double]) {
    let moments = Set(times.indices.filter { events[$0] }.map { times[$0] }).sorted()
    var (sum, values) = (0.0, [Double]())
    for moment in moments {
      let hazards = times.indices.filter { times[$0] >= moment }.map { Elementary.exp(risks[$0]) }
      sum += Double(times.indices.count { events[$0] && times[$0] == moment }) / ExactSum.sum(hazards)
      values.append(sum)
    }
    (self.times, self.values) = (moments, values)
  }

  /// The cumulative hazard at a time; constant beyond the last event.
  package func value(at time: Double) -> Double {
    let place = times.partition(before: time)
    return place == 0 ? 0 : values[place - 1]
  }
}

/// The part of subjects without an event by a time, estimated from censored observations.
/// Sources: Kaplan and Meier, 1958, doi:10.1080/01621459.1958.10501452; Greenwood's variance on the scale of
/// log(−log S), Kalbfleisch and Prentice, *The Statistical Analysis of Failure Time Data*, 2002, §1.4.
package struct KaplanMeier {
  package let survival: Double
  /// At 95 %; the estimate itself where it is 0 or 1.
  package let lower, upper: Double

  package init(times: [Double], events: [Bool], at time: Double) {
    var (survival, variance) = (1.0, 0.0)
    for moment in Set(times.indices.filter { events[$0] && times[$0] <= time }.map { times[$0] }).sorted() {
      let atRisk = Double(times.count { $0 >= moment })
      let dead = Double(times.indices.count { events[$0] && times[$0] == moment })
      survival *= 1 - dead / atRisk
      if atRisk > dead { variance += dead / (atRisk * (atRisk - dead)) }
    }
    self.survival = survival
    guard survival > 0, survival < 1 else {
      (lower, upper) = (survival, survival)
      return
    }
    let logarithm = Elementary.log(survival)
    let width = Distribution.normalQuantile(tail: 0.025) * variance.squareRoot() / -logarithm
    lower = Elementary.exp(logarithm * Elementary.exp(width))
    upper = Elementary.exp(logarithm * Elementary.exp(-width))
  }
}

/// Predicted survival beside what was observed, in groups of rising risk.
struct Calibration {
  struct Group {
    let count: Int
    let predicted: Double
    let observed: KaplanMeier
  }

  let horizon: Double
  let groups: [Group]
  /// The events of the test set, and those that the model expects of its subjects in their times.
  let observedEvents: Int
  let expectedEvents: Double

  /// - Parameters:
  ///   - rows: of the training set, from which the baseline comes, and of the test set; all have a time.
  ///   - horizon: nil for the median time of the training events.
  init(
    times: [Double], events: [Bool], risks: [Double], training: [Int], test: [Int], horizon: Double?, groups: Int = 4
  ) {
    let baseline = BaselineHazard(
      times: training.map { times[$0] }, events: training.map { events[$0] }, risks: training.map { risks[$0] })
    let deaths = training.filter { events[$0] }.map { times[$0] }.sorted()
    let horizon = horizon ?? (deaths.isEmpty ? 1 : deaths[deaths.count / 2])
    let order = test.sorted { risks[$0] < risks[$1] || (risks[$0] == risks[$1] && $0 < $1) }
    let cumulative = baseline.value(at: horizon)
    self.horizon = horizon
    self.groups = (0..<groups).compactMap { k in
      let own = order[order.count * k / groups..<order.count * (k + 1) / groups]
      guard !own.isEmpty else { return nil }
      let predicted = own.map { Elementary.exp(-cumulative * Elementary.exp(risks[$0])) }
      return Group(
        count: own.count, predicted: ExactSum.sum(predicted) / Double(own.count),
        observed: KaplanMeier(times: own.map { times[$0] }, events: own.map { events[$0] }, at: horizon))
    }
    observedEvents = test.count { events[$0] }
    expectedEvents = ExactSum.sum(test.map { baseline.value(at: times[$0]) * Elementary.exp(risks[$0]) })
  }
}

extension [Double] {
  /// In a rising array, how many are not above a number.
  fileprivate func partition(before number: Double) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if self[middle] <= number { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
