/// Who is at risk when somebody has an event, as the weights of Cox's partial likelihood.
///
/// At an event of subject i at time tᵢ all those are at risk whose time is not before tᵢ, i among them. Of d events at
/// one time, Breslow's method lets each see all of them; Efron's takes the l-th of them (l = 0 … d − 1) to see only the
/// part 1 − l/d of each. Only the order of times matters: any rising map of them gives the same weights.
/// Sources: Cox, 1972, doi:10.1111/j.2517-6161.1972.tb00899.x; Breslow, 1974, doi:10.2307/2529620; Efron, 1977,
/// doi:10.1080/01621459.1977.10480613.
public struct RiskSets: Sendable, Hashable {
  /// What is done with events at one time.
  public enum Ties: String, Sendable, Hashable, CaseIterable { case breslow, efron }

  /// `[n, n]`, row by row: how much subject j counts among those at risk at the event of i. Of a subject without an
  /// event only itself is there, so that every row has somebody.
  public let weights: [Double]
  /// `[n]`: 1 for an event, else 0.
  public let events: [Double]

  public var eventCount: Int { events.count { $0 == 1 } }

  /// Given weights, those of a sound likelihood or not.
  public init(weights: [Double], events: [Double]) {
    precondition(
      weights.count == events.count * events.count, "RiskSets: \(weights.count) weights, \(events.count) events")
    (self.weights, self.events) = (weights, events)
  }

  /// Cost: O(n²).
  /// - Parameters:
  ///   - times: the time of the event or of the last observation; what is not known is NaN, and its subject is at no
  ///     risk set and has no event.
  ///   - events: whether it ended in the event, else it is censored.
  public init(times: [Double], events: [Bool], ties: Ties) {
    precondition(times.count == events.count, "RiskSets: \(times.count) times, \(events.count) events")
    let count = times.count
    // A comparison with NaN is false: who is not known is in nobody's risk set.
    let happened = times.indices.map { events[$0] && !times[$0].isNaN }
    var weights = [Double](repeating: 0, count: count * count)
    for i in 0..<count {
      guard happened[i] else {
        weights[i * count + i] = 1
        continue
      }
      let tied = (0..<count).filter { happened[$0] && times[$0] == times[i] }
      let place = ties == .efron ? tied.prefix { $0 < i }.count : 0
      let part = 1 - Double(place) / Double(tied.count)
      for j in 0..<count where times[j] >= times[i] {
        weights[i * count + j] = happened[j] && times[j] == times[i] ? part : 1
      }
    }
    self.weights = weights
    self.events = happened.map { $0 ? 1 : 0 }
  }
}
