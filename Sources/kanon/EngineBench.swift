import ArgumentParser
import Autodiff
import Determinism
import Documents

struct EngineBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "engine", abstract: "What replay and the worker pool cost beside the arithmetic.",
    discussion: """
      replay: a chain of operations on short arrays and on longer ones; what a node costs when arrays have no elements
      is extrapolated. kernels: a chain of products of 8 × 8 matrices, each a call of its own, and what such a call
      costs when the matrices are 1 × 1. pool: two chunks of nothing, one call right after another, in microseconds.

      Example:
        kanon bench engine --threads 2
      """)

  @Option(help: "Seconds for each measurement.")
  var seconds = 0.5

  @OptionGroup var compute: ComputeOptions

  func run() throws {
    try compute.apply()
    let (short, long) = (16, 256)
    let (few, many) = (try chain(short), try chain(long))
    let slope = (many.minimum - few.minimum) / Double(long - short)
    report("replay", few, ["nanoseconds_a_node": .number((few.minimum - slope * Double(short)) * 1e6 / Self.nodes)])
    for side in [8, 1] {
      let products = try kernels(side)
      report(
        "kernels of \(side) × \(side)", products, ["nanoseconds_a_node": .number(products.minimum * 1e6 / Self.nodes)])
    }
    let calls = 1000
    let pool = Timing(repetitions: 100_000, seconds: seconds) {
      for _ in 0..<calls { WorkerPool.shared.forEach(chunks: 2) { _ in } }
    }
    report("pool", pool, ["microseconds_a_call": .number(pool.minimum * 1e3 / Double(calls))])
  }

  private func report(_ variant: String, _ timing: Timing, _ more: JSON) {
    Terminal.say(
      JSON.measurement("engine", variant, threads: WorkerPool.threadCount, timing, more).render(pretty: false))
  }

  private static let nodes = 256.0

  /// One run of a chain of multiply-adds, which is fused into one unit.
  private func chain(_ count: Int) throws -> Timing {
    let program = try Program.model { trace in
      let x = trace.data("x", shape: [count]), y = trace.data("y", shape: [count])
      var h = x
      for _ in 0..<Int(Self.nodes) { h = fma(h, y, x) }
      return [("h", h)]
    }
    let session = try program.compiled(as: Float.self).makeSession()
    session.load("x", (0..<count).map { Float($0) / Float(count) })
    session.load("y", (0..<count).map { 0.5 - Float($0) / Float(count) })
    return Timing(repetitions: 1_000_000, seconds: seconds) { session.run() }
  }

  /// One run of a chain of small products, each a kernel.
  private func kernels(_ side: Int) throws -> Timing {
    let program = try Program.model { trace in
      let w = trace.data("w", shape: [side, side])
      var h = w
      for _ in 0..<Int(Self.nodes) { h = product(h, w) }
      return [("h", h)]
    }
    let session = try program.compiled(as: Float.self).makeSession()
    session.load("w", (0..<side * side).map { Float($0 % 7) * 0.03 })
    return Timing(repetitions: 1_000_000, seconds: seconds) { session.run() }
  }
}
