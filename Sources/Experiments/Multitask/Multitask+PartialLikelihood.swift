import Determinism
package import Layers

/// Cox's partial likelihood as its definition has it, event time by event time, in double precision: for scores, and as
/// the slow and independent twin of `negativeLogPartialLikelihood`.
package struct PartialLikelihood {
  let times: [Double]
  let events: [Bool]
  let ties: RiskSets.Ties

  package init(times: [Double], events: [Bool], ties: RiskSets.Ties) {
    (self.times, self.events, self.ties) = (times, events, ties)
  }

  /// −log L and its gradient with respect to the risks.  Cost: O(n · event times).
  package func callAsFunction(_ risks: [Double]) -> (value: Double, gradient: [Double]) {
    var value = 0.0
    var gradient = [Double](repeating: 0, count: risks.count)
    let moments = Set(times.indices.filter { events[$0] }.map { times[$0] }).sorted()
    for moment in moments {
      let dying = times.indices.filter { events[$0] && times[$0] == moment }
      let atRisk = times.indices.filter { times[$0] >= moment }
      let largest = atRisk.map { risks[$0] }.max() ?? 0
      let hazards = risks.map { Elementary.exp($0 - largest) }
      let whole = atRisk.reduce(0.0) { $0 + hazards[$1] }
      let tied = dying.reduce(0.0) { $0 + hazards[$1] }
      for i in dying {
        value -= risks[i]
        gradient[i] -= 1
      }
      for l in dying.indices {
        let part = ties == .efron ? Double(l) / Double(dying.count) : 0
        let sum = whole - part * tied
        value += largest + Elementary.log(sum)
        for j in atRisk { gradient[j] += hazards[j] / sum }
        for j in dying { gradient[j] -= part * hazards[j] / sum }
      }
    }
    return (value, gradient)
  }

  func negativeLogarithm(_ risks: [Double]) -> Double { self(risks).value }
}
