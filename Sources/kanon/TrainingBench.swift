import ArgumentParser
import Determinism
import Documents
import Layers

struct TrainingBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "training",
    abstract: "Training steps: W1 (CNN), W2 (turned filters), W3 (twins), W4 (PINN), W5 (multi-task), W6 (molecule).",
    discussion: """
      Shapes, data and initial weights are those of the peers' scripts; final_metric is the loss after 50 steps.

      Example:
        kanon bench W1 W4 --threads 2
      """)

  @Argument(help: "Which ones; all when none is named.")
  var workloads: [String] = []

  @Option(help: "Seconds for each measurement.")
  var seconds = 4.0

  @Flag(help: "Accepted for scripts: measurements are always JSON lines.")
  var json = false

  @Flag(help: "Also tell where the time of a chunk goes, unit by unit.")
  var profile = false

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
      var more: JSON = [:]
      for inference in try workload.inferences() {
        let timing = Timing(repetitions: 100_000, seconds: seconds / 3) { inference.run() }
        more[inference.name + "_ms"] = .number(timing.median)
        more[inference.name + "_min_ms"] = .number(timing.minimum)
      }
      var line = JSON.measurement(
        workload.name, "kanon", threads: WorkerPool.threadCount, timing,
        [
          "params": .integer(Int64(workload.trainer.layout.count)), "final_metric": .number(loss),
          "peak_MB": .number(Timing.peakMegabytes),
        ])
      for member in more.asObject ?? [] { line[member.key] = member.value }
      Terminal.say(line.render(pretty: false))
      guard profile else { continue }
      for (unit, seconds) in workload.trainer.profile(
        term: 0, clock: Timing.now, load: { session in workload.load(0, 0, session) })
      {
        let unit: JSON = ["workload": .string(workload.name), "unit": .string(unit), "min_us": .number(seconds * 1e6)]
        Terminal.say(unit.render(pretty: false))
      }
    }
  }
}
