import Autodiff
import Determinism
import Documents
import Layers
import Manifests
import Oracles

extension Multitask {
  /// The slips that programs with a shared trunk might have; each names the laws that are asked to notice it.
  func faults(_ anchor: Anchor) throws -> [Fault<Programs>] {
    let several = tasks.count > 1 ? try trunkFaults(anchor) : []
    let survival = tasks.contains(where: \.value.isSurvival) ? try likelihoodFaults : []
    return several + (try labelFaults(anchor)) + survival
  }

  /// A system with one subject in another's place.
  private func planting(
    _ name: String, _ statement: String, laws: [String],
    _ part: WritableKeyPath<Programs, any Oracles.Subject> & Sendable,
    _ subject: any Oracles.Subject
  ) -> Fault<Programs> {
    Fault(name, statement, laws: laws) { programs in
      var programs = programs
      programs[keyPath: part] = subject
      return programs
    }
  }

  private func trunkFaults(_ anchor: Anchor) throws -> [Fault<Programs>] {
    func changing(_ change: @escaping @Sendable (inout [Tensor]) -> Void) -> Model.Junction {
      { features, count in
        var views = Model.copies(features, count)
        change(&views)
        return views
      }
    }
    var faults = [
      planting(
        "missed-task", "the trunk's gradient misses one task", laws: ["trunk-gradient"], \.shares,
        try shares(anchor, junction: changing { $0[0] = detached($0[0]) })),
      planting(
        "double-task", "the trunk's gradient counts one task twice", laws: ["trunk-gradient"], \.shares,
        try shares(anchor, junction: changing { $0[0] = $0[0] + $0[0] - detached($0[0]) })),
      planting(
        "stale-trunk", "one head sees features of a thousandth less", laws: ["trunk-gradient"], \.shares,
        try shares(anchor, junction: changing { $0[0] = $0[0] * (1 - 0x1p-10) })),
      Fault<any Oracles.Subject>.inOutputs("sign-slip", "one task climbs in the parts") { _, outputs in
        let width = outputs["gradient"]?.doubles.count ?? 0
        outputs.change("parts") { for k in 0..<width { $0[k].negate() } }
      }.of(\.shares, laws: ["trunk-gradient"]),
      planting(
        "weights-by-place", "heads are given each other's weights when tasks come in another order",
        laws: ["task-order"], \.training, try training(anchor, byPlace: true)),
      Fault<any Oracles.Subject>.inOutputs("first-counts-more", "the first task counts a millionth more") {
        inputs, outputs in
        let first = Double(inputs["order"]?.integers.first ?? 0)
        outputs.change("loss") { $0[0] *= 1 + 0x1p-20 * first }
      }.of(\.training, laws: ["task-order"]),
    ]
    // With two terms there is but one order of adding them.
    if tasks.count > 2 {
      faults.append(
        planting(
          "summed-in-order", "what heads give back to the trunk is added in the order of the tasks",
          laws: ["task-order"], \.training, try training(anchor, junction: { Array(repeating: $0, count: $1) })))
    }
    return faults
  }

  private func labelFaults(_ anchor: Anchor) throws -> [Fault<Programs>] {
    [
      planting(
        "mask-ignored", "a missing label counts like any other", laws: ["masked-labels"], \.training,
        try training(anchor, isMasked: false)),
      Fault<any Oracles.Subject>.inOutputs("noise-in-count", "the mean counts labels by what stands in them") {
        inputs, outputs in
        let noise = inputs["noise"]?.doubles ?? []
        outputs.change("loss") { $0[0] *= 1 + 0x1p-12 * Double(noise.count { $0 > 0 }) }
      }.of(\.training, laws: ["masked-labels"]),
      Fault<any Oracles.Subject>.inOutputs("batch-leak", "the first answer sees the last of the batch") {
        _, outputs in
        outputs.change("answers") { $0[0] += 0x1p-12 * $0[$0.count - 1] }
      }.of(\.answers, laws: ["batch-is-single"]),
      Fault<any Oracles.Subject>.inOutputs("row-slip", "answers belong to the next sample") {
        [width = anchor.model.width] _, outputs in
        outputs.change("answers") { $0 = Array($0.dropFirst(width) + $0.prefix(width)) }
      }.of(\.answers, laws: ["batch-is-single"]),
    ]
  }

  private var likelihoodFaults: [Fault<Programs>] {
    get throws {
      let ties = ties
      let reference = ["likelihood"]
      func sets(
        _ change: @escaping @Sendable (_ times: [Double], _ events: [Bool], _ weights: inout [Double]) -> Void
      ) -> LikelihoodProgram<Double>.Sets {
        { times, events in
          let sound = RiskSets(times: times, events: events, ties: ties)
          var weights = sound.weights
          change(times, events, &weights)
          return RiskSets(weights: weights, events: sound.events)
        }
      }
      return [
        planting(
          "risk-set-off-by-one", "who ends at the time of an event is not at risk", laws: reference, \.likelihood,
          try LikelihoodProgram<Double>(
            ties,
            sets: sets { times, _, weights in
              for i in times.indices {
                for j in times.indices where i != j && times[j] == times[i] { weights[i * times.count + j] = 0 }
              }
            }
          ).subject),
        planting(
          "risk-set-without-itself", "an event is counted among those at risk by half", laws: reference, \.likelihood,
          try LikelihoodProgram<Double>(
            ties, sets: sets { times, _, weights in for i in times.indices { weights[i * times.count + i] /= 2 } }
          ).subject),
        planting(
          "ties-as-none", "events at one time come one after the other", laws: reference, \.likelihood,
          try LikelihoodProgram<Double>(
            ties,
            sets: { times, events in
              RiskSets(times: times.indices.map { times[$0] + 0x1p-20 * Double($0) }, events: events, ties: ties)
            }
          ).subject),
        planting(
          "censored-as-events", "everybody has the event", laws: reference, \.likelihood,
          try LikelihoodProgram<Double>(
            ties, sets: { times, events in RiskSets(times: times, events: events.map { _ in true }, ties: ties) }
          ).subject),
        planting(
          "risk-sets-in-order", "hazards are added in the order of the patients", laws: ["patient-order"],
          \.trainedLikelihood,
          try LikelihoodProgram<Float>(
            ties,
            loss: { risks, weights, events in
              let hazards = weights * exp(risks).expanded(to: weights.shape.extents)
              return (events * (log(hazards.sum(over: [1])) - risks)).sum()
            }
          ).subject),
        planting(
          "time-as-weight", "hazards count by how long they lasted", laws: ["rising-time"], \.trainedLikelihood,
          try LikelihoodProgram<Float>(
            ties,
            sets: { times, events in
              let sound = RiskSets(times: times, events: events, ties: ties)
              return RiskSets(
                weights: sound.weights.indices.map { sound.weights[$0] * times[$0 % times.count] }, events: sound.events
              )
            }
          ).subject),
      ]
    }
  }
}
