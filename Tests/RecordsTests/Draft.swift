import Documents
import Records

/// A small outcome; every number of it can be chosen.
func outcome(tau: Double = 5, curve: [Double] = [1, 2, 3], weights: [Double] = [0.5, -0.25]) -> Outcome {
  Outcome(
    metrics: ["parameters": ["tau": ["value": .number(tau), "unit": "s"]], "converged": true],
    tables: [("fit", Table([.init("x", integers: [0, 1, 2]), .init("curve", numbers: curve)]))],
    arrays: [("weights", NumericArray(shape: [1, weights.count], weights))])
}

func draft(
  _ experiment: String = "decay", _ product: RecordDraft.Product = .outcome(outcome()), status: RunStatus = .completed,
  started: Int64 = 1_795_450_200_250
) -> RecordDraft {
  RecordDraft(
    experiment: experiment, product: product, manifest: Array("experiment: \(experiment)\n".utf8),
    circumstances: Circumstances(
      status: status, started: started, seconds: 0.25, host: "here", threads: 2, instructionSet: "avx2",
      engine: .init(version: "1.0", executable: String(repeating: "0", count: 40)),
      versions: [.init(key: "libgit2", value: "1.5.1")], notes: [.init(key: "budget", value: "smoke")]))
}
