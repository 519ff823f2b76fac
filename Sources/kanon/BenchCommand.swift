import ArgumentParser
import Documents
import Glibc

struct BenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench", abstract: "Measure figures of merit; never part of the tests.",
    discussion: """
      One JSON line for each measurement: workload, variant, threads, median_ms_per_step, min_ms, final_metric.

      Examples:
        kanon bench fits                        global fits of 2 to 10,000 datasets
        kanon bench W1 W2 --threads 2           training steps of networks
        kanon bench nist --data DIR             NIST's certified problems: digits of agreement
        kanon bench families --data DIR         gene families of twelve mammals against CAFE5
        kanon bench records -C /tmp/scratch     recording and listing, in a repository made for the purpose
        kanon bench kernels --threads 2         products, convolutions, functions and sums
        kanon bench engine                      what replay and the worker pool cost beside the arithmetic
        kanon bench diffraction                 a Rietveld refinement of two patterns
      """,
    subcommands: [
      FitBench.self, KernelBench.self, EngineBench.self, TrainingBench.self, DiffractionBench.self, ReferenceBench.self,
      FamilyBench.self,
      RecordingBench.self,
    ], defaultSubcommand: TrainingBench.self)
}

/// Repeated timings of one thing.
struct Timing {
  let milliseconds: [Double]

  /// Runs until so many repetitions or seconds are spent, at least three times; the first one is not counted.
  init(repetitions: Int, seconds: Double, _ body: () throws -> Void) rethrows {
    try body()
    var times: [Double] = []
    var spent = 0.0
    while times.count < 3 || (times.count < repetitions && spent < seconds) {
      let start = Self.now()
      try body()
      let taken = Self.now() - start
      times.append(taken * 1e3)
      spent += taken
    }
    milliseconds = times.sorted()
  }

  var median: Double { milliseconds[milliseconds.count / 2] }
  var minimum: Double { milliseconds[0] }

  static func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }

  /// The most memory that this process has held, in megabytes.
  static var peakMegabytes: Double {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return Double(usage.ru_maxrss) / 1024
  }
}

extension JSON {
  /// One line of measurement.
  static func measurement(_ workload: String, _ variant: String, threads: Int, _ timing: Timing, _ more: JSON) -> JSON {
    var line: JSON = [
      "workload": .string(workload), "variant": .string(variant), "threads": .integer(Int64(threads)),
      "median_ms_per_step": .number(timing.median), "min_ms": .number(timing.minimum),
      "steps": .integer(Int64(timing.milliseconds.count)),
    ]
    for member in more.asObject ?? [] { line[member.key] = member.value }
    return line
  }
}
