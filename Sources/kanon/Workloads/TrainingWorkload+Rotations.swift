import Autodiff
import Determinism
import Layers

extension TrainingWorkload {
  /// W2: a lifting and a p4 convolution of 16 filters in four orientations, the largest of the orientations, a mean
  /// over positions, a dense layer; stochastic gradient descent with momentum. Exactly equivariant.
  static func rotations() throws -> TrainingWorkload {
    let (batch, chunk, group) = (64, 1, PlanarGroup.p4)
    let x = PortableNumbers.uniform(100, batch * 28 * 28)
    let y = oneHot(PortableNumbers.integers(101, batch, 10), 10)
    let program = try Program.model { trace in
      let images = trace.data("x", shape: [chunk, 28, 28, 1])
      var h = group.lifting(
        images, trace.parameter("w1", shape: [3, 3, 1, 16]), bias: trace.parameter("b1", shape: [16]),
        padding: .zero(1, 1))
      h = group.convolution(
        relu(h), trace.parameter("w2", shape: [3, 3, 64, 16]), bias: trace.parameter("b2", shape: [16]),
        padding: .zero(1, 1))
      let logits = affine(
        group.aligned(relu(h)).maximum(over: [1]).exactMean(over: [1, 2]), trace.parameter("w3", shape: [16, 10]),
        bias: trace.parameter("b3", shape: [10]))
      return [
        ("loss", crossEntropy(logits, oneHot: trace.data("y", shape: [chunk, 10])).sum() * Tensor(1 / Double(batch)))
      ]
    }
    let layout = ParameterLayout([program])
    // The peers' orientations run within a channel, ours the other way round.
    let values =
      filters(21, 16, 1, 3) + zeros(16) + filters(22, 16, 64, 3) { $0 % 16 * 4 + $0 / 16 } + zeros(16)
      + dense(23, 10, 16) + zeros(10)
    return TrainingWorkload(
      name: "W2_p4",
      trainer: try Trainer(
        [LossTerm(program)], optimizer: .sgd(momentum: 0.9, decay: 0), values: values, layout: layout),
      chunks: [batch / chunk], rate: 0.05,
      load: { _, i, session in
        session.load("x", x[i * chunk * 784..<(i + 1) * chunk * 784])
        session.load("y", y[i * chunk * 10..<(i + 1) * chunk * 10])
      })
  }
}
