import Autodiff
import Determinism
import Documents
import Layers
import Testing

/// Training gives the same bits on every number of threads, and after every interruption.
@Suite(.serialized) struct TrainerTests {
  static let samples = 48
  static let chunk = 8

  static func network() throws -> (program: Program, initializers: [(name: String, initializer: Initializer)]) {
    var initializers: [(name: String, initializer: Initializer)] = []
    let program = try Program.model { trace in
      let scope = Scope(trace)
      let network = Network([
        .convolution(filters: 4, size: 3, stride: 1, padding: .circular), .silu,
        .locallyConnected(filters: 3, size: 3, stride: 2, padding: .zero), .layerNorm, .relu, .globalAveragePool,
        .dense(3),
      ])
      let logits = network(trace.data("x", shape: [chunk, 6, 6, 1]), in: scope)
      initializers = scope.initializers
      return [("loss", crossEntropy(logits, oneHot: trace.data("y", shape: [chunk, 3])).sum())]
    }
    return (program, initializers)
  }

  static func trainer(_ optimizer: Optimizer) throws -> Trainer {
    let (program, initializers) = try network()
    let layout = ParameterLayout([program])
    let values = layout.initialValues(initializers, stream: RandomStream(seed: 5, name: "weights"))
    return try Trainer([LossTerm(program)], optimizer: optimizer, values: values, layout: layout)
  }

  static let x = PortableNumbers.uniform(1, samples * 36, -1, 1)
  static let y = PortableNumbers.integers(2, samples, 3).flatMap { k in (0..<3).map { $0 == k ? Float(1) : 0 } }

  static func train(_ trainer: Trainer, _ steps: Int) -> Double {
    var loss = 0.0
    for _ in 0..<steps {
      loss = trainer.step(chunks: [samples / chunk], rate: 0.01) { _, i, session in
        session.load("x", x[i * chunk * 36..<(i + 1) * chunk * 36])
        session.load("y", y[i * chunk * 3..<(i + 1) * chunk * 3])
      }
    }
    return loss
  }

  @Test(arguments: [
    Optimizer.adam, .sgd(momentum: 0.9, decay: 1e-3), .adam(beta1: 0.8, beta2: 0.99, epsilon: 1e-6, decay: 0.1),
  ])
  func threadsReachNoBit(_ optimizer: Optimizer) throws {
    defer { try? WorkerPool.setThreadCount() }
    var results: [[Float]] = []
    for threads in [1, 2, 3] {
      try WorkerPool.setThreadCount(threads)
      let trainer = try Self.trainer(optimizer)
      let first = Self.train(trainer, 1), last = Self.train(trainer, 30)
      #expect(last < first)
      results.append(trainer.values)
    }
    #expect(results[0] == results[1] && results[0] == results[2])
  }

  @Test(arguments: [1, 7, 19])
  func anInterruptedTrainingEndsInTheSameBits(after steps: Int) throws {
    let whole = try Self.trainer(.adam)
    _ = Self.train(whole, 20)
    let first = try Self.trainer(.adam)
    _ = Self.train(first, steps)
    let file = first.checkpoint.bytes()
    let second = try Self.trainer(.adam)
    try second.resume(try Safetensors(parsing: file, file: "checkpoint.safetensors"))
    #expect(second.step == steps)
    _ = Self.train(second, 20 - steps)
    #expect(second.values == whole.values)
    #expect(second.checkpoint == whole.checkpoint)
  }

  @Test func aCheckpointOfAnotherOptimizerIsRefused() throws {
    let adam = try Self.trainer(.adam), sgd = try Self.trainer(.sgd(momentum: 0.9, decay: 0))
    #expect(throws: LayersError.self) { try adam.resume(sgd.checkpoint) }
  }

  @Test func longGradientsAreShortened() throws {
    let free = try Self.trainer(.sgd(momentum: 0, decay: 0)), clipped = try Self.trainer(.sgd(momentum: 0, decay: 0))
    clipped.clipNorm = 1e-3
    let start = free.values
    _ = Self.train(free, 1)
    _ = Self.train(clipped, 1)
    func length(_ a: [Float]) -> Double {
      zip(a, start).reduce(0) { $0 + Double(($1.0 - $1.1) * ($1.0 - $1.1)) }.squareRoot()
    }
    #expect(length(free.values) > 2e-5)
    #expect(abs(length(clipped.values) - 1e-5) < 1e-7)
  }

  @Test func adamIsItsDefinition() throws {
    let program = try Program.model { trace in
      [("loss", square(trace.parameter("p", shape: [2]) - trace.data("c", shape: [2])).sum())]
    }
    let trainer = try Trainer(
      [LossTerm(program)], optimizer: .adam, values: [1, -2], layout: ParameterLayout([program]))
    var (p, m, v) = ([1.0, -2.0], [0.0, 0.0], [0.0, 0.0])
    for step in 1...25 {
      _ = trainer.step(chunks: [1], rate: 0.1) { _, _, session in session.load("c", [3, 0.5]) }
      for i in 0..<2 {
        let g = 2 * (p[i] - [3, 0.5][i])
        m[i] = 0.9 * m[i] + 0.1 * g
        v[i] = 0.999 * v[i] + 0.001 * g * g
        let (mean, squares) = (
          m[i] / (1 - Elementary.pow(0.9, Double(step))), v[i] / (1 - Elementary.pow(0.999, Double(step)))
        )
        p[i] -= 0.1 * mean / (squares.squareRoot() + 1e-8)
      }
      for i in 0..<2 { #expect(abs(Double(trainer.values[i]) - p[i]) < 1e-5) }
    }
  }
}
