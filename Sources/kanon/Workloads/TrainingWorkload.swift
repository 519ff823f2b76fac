import Autodiff
import Determinism
import Layers

/// One of the training steps by which engines are compared: a trainer and what each chunk is given.
struct TrainingWorkload {
  let name: String
  let trainer: Trainer
  let chunks: [Int]
  let rate: Double
  let load: @Sendable (_ term: Int, _ chunk: Int, Session<Float>) -> Void
  /// What else is measured, with the weights as they are: predictions.
  var inferences: () throws -> [(name: String, run: () -> Void)] = { [] }

  func step() -> Double { trainer.step(chunks: chunks, rate: rate, load: load) }
}

extension TrainingWorkload {
  /// The workload of a name, as the head of the peers' script of that name defines it.
  static func named(_ name: String) throws -> TrainingWorkload? {
    switch name {
    case "W1": try cnn()
    case "W2": try rotations()
    case "W3": try siamese()
    case "W4": try pinn()
    case "W4-apart": try pinn(isCollapsed: false)
    case "W5": try multitask()
    case "W6": try molecule()
    case "perceptron": try perceptron()
    default: nil
    }
  }

  static let names = ["W1", "W2", "W3", "W4", "W4-apart", "W5", "W6", "perceptron"]

  /// Filters as the peers draw them, `[f, c, ky, kx]`, in our order.
  /// - Parameter theirs: where the peers have one of our channels.
  static func filters(
    _ seed: UInt64, _ f: Int, _ c: Int, _ k: Int, theirs: (Int) -> Int = { $0 }
  ) -> [Double] {
    let drawn = PortableNumbers.weights(seed, f * c * k * k, fanIn: Double(c * k * k))
    return (0..<k * k * c * f).map { place in
      let (filter, channel, tap) = (place % f, theirs(place / f % c), place / f / c)
      return Double(drawn[(filter * c + channel) * k * k + tap])
    }
  }

  /// Weights of a dense layer as the peers draw them, `[out, in]`, in our order.
  static func dense(_ seed: UInt64, _ out: Int, _ inputs: Int, fanIn: Double? = nil) -> [Double] {
    let drawn = PortableNumbers.weights(seed, out * inputs, fanIn: fanIn ?? Double(inputs))
    return (0..<out * inputs).map { Double(drawn[$0 % out * inputs + $0 / out]) }
  }

  static func zeros(_ count: Int) -> [Double] { [Double](repeating: 0, count: count) }

  static func oneHot(_ labels: [Int], _ classes: Int) -> [Float] {
    labels.flatMap { label in (0..<classes).map { $0 == label ? 1 : 0 } }
  }

  /// W1: two convolutions, a global mean and a dense layer; stochastic gradient descent with momentum.
  static func cnn() throws -> TrainingWorkload {
    let (batch, chunk) = (64, 4)
    let x = PortableNumbers.uniform(100, batch * 28 * 28)
    let y = oneHot(PortableNumbers.integers(101, batch, 10), 10)
    let program = try Program.model { trace in
      let images = trace.data("x", shape: [chunk, 28, 28, 1])
      var h = convolution(
        images, trace.parameter("w1", shape: [3, 3, 1, 32]), bias: trace.parameter("b1", shape: [32]),
        padding: .circular(1, 1))
      h = convolution(
        relu(h), trace.parameter("w2", shape: [3, 3, 32, 64]), bias: trace.parameter("b2", shape: [64]),
        padding: .zero(1, 1))
      let logits = affine(
        relu(h).mean(over: [1, 2]), trace.parameter("w3", shape: [64, 10]), bias: trace.parameter("b3", shape: [10]))
      return [
        ("loss", crossEntropy(logits, oneHot: trace.data("y", shape: [chunk, 10])).sum() * Tensor(1 / Double(batch)))
      ]
    }
    let layout = ParameterLayout([program])
    let values = filters(1, 32, 1, 3) + zeros(32) + filters(2, 64, 32, 3) + zeros(64) + dense(3, 10, 64) + zeros(10)
    return TrainingWorkload(
      name: "W1_cnn",
      trainer: try Trainer(
        [LossTerm(program)], optimizer: .sgd(momentum: 0.9, decay: 0), values: values, layout: layout),
      chunks: [batch / chunk], rate: 0.05,
      load: { _, i, session in
        session.load("x", x[i * chunk * 784..<(i + 1) * chunk * 784])
        session.load("y", y[i * chunk * 10..<(i + 1) * chunk * 10])
      })
  }

  /// W5: a trunk of three convolutions and three heads; Adam.
  static func multitask() throws -> TrainingWorkload {
    let (batch, chunk, channels) = (64, 2, [1, 16, 32, 64])
    let x = PortableNumbers.uniform(800, batch * 1024)
    let binary = PortableNumbers.integers(801, batch, 2).map { Float($0) }
    let real = PortableNumbers.uniform(802, batch, -1, 1)
    let classes = oneHot(PortableNumbers.integers(803, batch, 4), 4)
    let program = try Program.model { trace in
      var h = trace.data("x", shape: [chunk, 32, 32, 1])
      for k in 0..<3 {
        h = relu(
          convolution(
            h, trace.parameter("w\(k)", shape: [3, 3, channels[k], channels[k + 1]]),
            bias: trace.parameter("b\(k)", shape: [channels[k + 1]]), padding: .zero(1, 1)))
      }
      let pooled = h.mean(over: [1, 2])
      let heads = [1, 1, 4].enumerated().map { k, width in
        affine(
          pooled, trace.parameter("v\(k)", shape: [64, width]), bias: trace.parameter("c\(k)", shape: [width]))
      }
      let losses =
        binaryCrossEntropy(heads[0], labels: trace.data("binary", shape: [chunk, 1]))
        + squaredError(heads[1], trace.data("real", shape: [chunk, 1]))
        + crossEntropy(heads[2], oneHot: trace.data("classes", shape: [chunk, 4])).sum()
      return [("loss", losses * Tensor(1 / Double(batch)))]
    }
    let layout = ParameterLayout([program])
    var values: [Double] = []
    for k in 0..<3 { values += filters(41 + UInt64(k), channels[k + 1], channels[k], 3) + zeros(channels[k + 1]) }
    for (k, width) in [1, 1, 4].enumerated() { values += dense(45 + UInt64(k), width, 64) + zeros(width) }
    return TrainingWorkload(
      name: "W5_multitask",
      trainer: try Trainer([LossTerm(program)], optimizer: .adam, values: values, layout: layout),
      chunks: [batch / chunk], rate: 1e-3,
      load: { _, i, session in
        session.load("x", x[i * chunk * 1024..<(i + 1) * chunk * 1024])
        session.load("binary", binary[i * chunk..<(i + 1) * chunk])
        session.load("real", real[i * chunk..<(i + 1) * chunk])
        session.load("classes", classes[i * chunk * 4..<(i + 1) * chunk * 4])
      })
  }

  /// A perceptron 64–64–10 on a batch of 32; Adam.
  static func perceptron() throws -> TrainingWorkload {
    let x = PortableNumbers.uniform(900, 32 * 64)
    let y = oneHot(PortableNumbers.integers(901, 32, 10), 10)
    let program = try Program.model { trace in
      let h = relu(
        affine(
          trace.data("x", shape: [32, 64]), trace.parameter("w1", shape: [64, 64]),
          bias: trace.parameter("b1", shape: [64])))
      let logits = affine(h, trace.parameter("w2", shape: [64, 10]), bias: trace.parameter("b2", shape: [10]))
      return [("loss", crossEntropy(logits, oneHot: trace.data("y", shape: [32, 10])).sum() * Tensor(1 / 32.0))]
    }
    return TrainingWorkload(
      name: "perceptron",
      trainer: try Trainer(
        [LossTerm(program)], optimizer: .adam,
        values: dense(11, 64, 64) + zeros(64) + dense(12, 10, 64) + zeros(10), layout: ParameterLayout([program])),
      chunks: [1], rate: 1e-3,
      load: { _, _, session in
        session.load("x", x)
        session.load("y", y)
      })
  }
}
