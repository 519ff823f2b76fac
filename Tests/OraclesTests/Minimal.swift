import Determinism
import Documents
import Oracles
import Testing

/// The simplest value of a generator that has a property, as a failing law would show it.
func minimal<Value>(
  _ generator: Generator<Value>, seed: UInt64 = 1, where holds: @escaping @Sendable (Value) -> Bool
) throws -> Value {
  let law = Law<Int>(
    "property", "the property never holds",
    cases: generator.map { Arrays(["holds": NumericArray([holds($0) ? 1 : 0])]) }
  ) { _, values in
    let defect = values["holds"]?.doubles[0] ?? 0
    return Measurement(defect: defect, allowed: 0, visible: 0, sentence: "it holds")
  }
  let suite = Suite(of: 0, laws: [law], faults: [], isConcurrent: false)
  let report = try #require(
    suite.examine(Suite.Settings(subject: "test", seed: seed, budget: CaseBudget(cases: 2000))))
  let counterexample = try #require(report.laws[0].counterexample, "no case has the property")
  var choices = Choices(replaying: counterexample.choices)
  return try choices.draw(generator)
}
