import Autodiff
import Determinism
import Layers

extension TrainingWorkload {
  /// W3: pairs of images of 64 × 64 through one encoder, contrastive loss with margin 1; Adam.
  ///
  /// Both twins of a chunk are one batch: the same arithmetic as two calls, in half as many kernels.
  static func siamese() throws -> TrainingWorkload {
    let (pairs, chunk, size) = (32, 1, 64)
    let pixels = size * size
    let first = PortableNumbers.uniform(700, pairs * pixels), second = PortableNumbers.uniform(701, pairs * pixels)
    let same = PortableNumbers.integers(702, pairs, 2).map { Float($0) }
    let program = try Program.model { trace in
      var h = trace.data("x", shape: [2 * chunk, size, size, 1])
      for (k, (channels, filters)) in [(1, 16), (16, 32)].enumerated() {
        h = relu(
          convolution(
            h, trace.parameter("w\(k)", shape: [3, 3, channels, filters]),
            bias: trace.parameter("b\(k)", shape: [filters]), padding: .zero(1, 1)))
      }
      let embedded = affine(
        h.mean(over: [1, 2]), trace.parameter("w2", shape: [32, 64]), bias: trace.parameter("b2", shape: [64]))
      let squares = square(embedded.sliced(0, 0..<chunk) - embedded.sliced(0, chunk..<2 * chunk)).sum(over: [1])
      let distances = sqrt(squares + 1e-12)
      let same = trace.data("same", shape: [chunk])
      let losses = same * square(distances) + (1 - same) * square(relu(1 - distances))
      return [("loss", losses.sum() * Tensor(1 / Double(pairs)))]
    }
    let values = filters(31, 16, 1, 3) + zeros(16) + filters(32, 32, 16, 3) + zeros(32) + dense(33, 64, 32) + zeros(64)
    return TrainingWorkload(
      name: "W3_siamese",
      trainer: try Trainer(
        [LossTerm(program)], optimizer: .adam, values: values, layout: ParameterLayout([program])),
      chunks: [pairs / chunk], rate: 1e-3,
      load: { _, i, session in
        let own = i * chunk * pixels..<(i + 1) * chunk * pixels
        session.load("x", Array(first[own]) + Array(second[own]))
        session.load("same", same[i * chunk..<(i + 1) * chunk])
      })
  }
}
