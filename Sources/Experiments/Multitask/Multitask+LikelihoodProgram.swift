import Autodiff
import Determinism
import Documents
import Layers
import Oracles

/// The partial likelihood as a program of few subjects, for its laws.
struct LikelihoodProgram<Element: TensorElement & BinaryFloatingPoint>: Sendable {
  /// How many subjects there may be.
  static var counts: ClosedRange<Int> { 2...7 }

  /// The loss of risks, weights and events.
  typealias Loss = @Sendable (_ risks: Tensor, _ weights: Tensor, _ events: Tensor) -> Tensor
  /// The weights of times and events.
  typealias Sets = @Sendable (_ times: [Double], _ events: [Bool]) -> RiskSets

  private let executables: [ArrayExecutable<Element>]
  private let ties: RiskSets.Ties
  private let sets: Sets

  init(
    _ ties: RiskSets.Ties, sets: Sets? = nil,
    loss: Loss = { negativeLogPartialLikelihood($0, weights: $1, events: $2) }
  ) throws {
    self.ties = ties
    self.sets = sets ?? { RiskSets(times: $0, events: $1, ties: ties) }
    executables = try Self.counts.map { count in
      try Program.model { trace in
        let weights = trace.data("weights", shape: [count, count])
        return [
          ("loss", loss(trace.parameter("risks", shape: [count]), weights, trace.data("events", shape: [count])))
        ]
      }.gradient(of: "loss").compiled(as: Element.self)
    }
  }

  /// `risks`, `times`, `events` → `loss`, `gradient`; in double precision also `reference`, `reference-gradient`.
  var subject: any Oracles.Subject {
    FunctionSubject { inputs throws(SubjectFailure) in
      let (risks, times) = (try inputs.numbers("risks"), try inputs.numbers("times"))
      let events = try inputs.array("events").integers.map { $0 == 1 }
      guard Self.counts.contains(risks.count) else {
        throw SubjectFailure(.refused, "as many subjects are not foreseen")
      }
      let sets = sets(times, events)
      let session = executables[risks.count - Self.counts.lowerBound].makeSession()
      session.load("risks", risks.map { Element($0) })
      session.load("weights", sets.weights.map { Element($0) })
      session.load("events", sets.events.map { Element($0) })
      session.run()
      let gradient = session.output("∂loss/∂risks").map { Double($0) }
      var outputs = Arrays([
        "loss": NumericArray(shape: [1], [Double(session.output("loss")[0])]),
        "gradient": NumericArray(shape: [gradient.count], gradient),
      ])
      if Element.self == Double.self {
        let (value, slow) = PartialLikelihood(times: times, events: events, ties: ties)(risks)
        outputs["reference"] = NumericArray(shape: [1], [value])
        outputs["reference-gradient"] = NumericArray(shape: [slow.count], slow)
      }
      return outputs
    }
  }
}
