import ArgumentParser
import Determinism
import Documents
import Layers

struct TrainingBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "training", abstract: "Training steps: W1 (CNN), W4 (PINN), W5 (multi-task), perceptron.",
    discussion: """
      Shapes, data and initial weights are those of the peers' scripts; final_metric is the loss after 50 steps.

      Example:
        kanon bench training W1 W4 --threads 2
      """)

  @Argument(help: "Which ones; all when none is named.")
  var workloads: [String] = []

  @Option(help: "Seconds for each measurement.")
  var seconds = 4.0

  @OptionGroup var compute: ComputeOptions

  func run() throws {
    try compute.apply()
    for name in workloads.isEmpty ? TrainingWorkload.names : workloads {
      guard let workload = try TrainingWorkload.named(name) else {
        throw ValidationError("no workload \(name); there are \(TrainingWorkload.names.joined(separator: ", "))")
      }
      var loss = 0.0
      for _ in 0..<50 { loss = workload.step() }
      let timing = Timing(repetitions: 100_000, seconds: seconds) { _ = workload.step() }
      let line = JSON.measurement(
        workload.name, "kanon", threads: WorkerPool.threadCount, timing,
        [
          "params": .integer(Int64(workload.trainer.layout.count)), "final_metric": .number(loss),
          "peak_MB": .number(Timing.peakMegabytes),
        ])
      Terminal.say(line.render(pretty: false))
    }
  }
}
