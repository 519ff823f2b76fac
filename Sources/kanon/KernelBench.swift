import ArgumentParser
import Determinism
import Documents

struct KernelBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "kernels", abstract: "Products of matrices, convolutions, elementary functions and sums.",
    discussion: """
      sgemm 64 … 2048 and dgemm 512, 1024: products of square matrices. conv: 64 images of 28 × 28 pixels and 32
      channels, 64 filters of 3 × 3, zero padding; backward gives the gradients to the images and to the filters. exp,
      tanh and sum over 10⁶ floats, which stay in cache, and over 10⁸, which do not. Data as made for the peers'
      scripts; Benchmarks/kernels/compare.py measures them in turn with PyTorch, JAX and NumPy.

      Examples:
        kanon bench kernels --threads 2
        kanon bench kernels --threads 1 --json --only sgemm_512 --only exp_1e6
      """)

  @Option(help: "Measure only what has this name; may be repeated.")
  var only: [String] = []

  @Option(help: "Seconds for each measurement.")
  var seconds = 1.0

  @Flag(help: "Print JSON, for programs: one line for each measurement.")
  var json = false

  @OptionGroup var compute: ComputeOptions

  func validate() throws {
    let names = KernelBenchmark.all.map(\.name)
    for name in only where !names.contains(name) {
      throw ValidationError("there is no kernel \"\(name)\"; there are \(names.joined(separator: ", "))")
    }
  }

  func run() throws {
    try compute.apply()
    for workload in KernelBenchmark.all where only.isEmpty || only.contains(workload.name) {
      let body = workload.prepare()
      var metric = 0.0
      let timing = Timing(repetitions: 100_000, seconds: seconds) { metric = body() }
      report(workload, timing, metric)
    }
  }

  private func report(_ workload: KernelBenchmark, _ timing: Timing, _ metric: Double) {
    let (median, least) = (timing.median * 1e-3, timing.minimum * 1e-3)
    guard json else {
      let rate = workload.isBoundByMemory ? "GB/s" : "Gflop/s"
      let name = workload.name + String(repeating: " ", count: max(0, 16 - workload.name.count))
      let numbers = [timing.median, timing.minimum, workload.amount / least * 1e-9].map { Numeral.brief($0, digits: 4) }
      return Terminal.say("\(name) median \(numbers[0]) ms, least \(numbers[1]) ms, at best \(numbers[2]) \(rate)")
    }
    let line: JSON = [
      "workload": "W8_kernels", "kernel": .string(workload.name), "threads": .integer(Int64(WorkerPool.threadCount)),
      "median_ms_per_step": .number(timing.median), "min_ms": .number(timing.minimum),
      "steps": .integer(Int64(timing.milliseconds.count)),
      workload.isBoundByMemory ? "GBps" : "gflops": .number(workload.amount / median * 1e-9),
      "final_metric": .number(metric), "instruction_set": .string(InstructionSet.current.rawValue),
    ]
    Terminal.say(line.render(pretty: false))
  }
}
