import Autodiff
import Determinism
import Layers
import Manifests

/// The programs of two twins: the loss over a chunk, the distances of a chunk of pairs, and the vectors of images.
///
/// Both twins are recorded in one trace. Shared, they find their parameters in one scope, so that each parameter has a
/// use by either twin, and its gradient is the sum of both. Untied, each has a scope of its own.
struct Twins: Sendable {
  let isShared: Bool
  let layers: [Layers.Layer]
  /// Inputs `first`, `second` and `same`, or `anchor`, `positive` and `negative`; output `loss`.
  let loss: Program
  /// Inputs `first` and `second`, output `distance`.
  let comparison: Program
  /// Input `images`, output `embedding`: of the first and of the second twin, which are one when shared.
  let embeddings: [Program]
  /// Vectors `first` and `second` of some rows, output `distance`.
  let distance: Program
  let initializers: [(name: String, initializer: Initializer)]
  let features: Int
  /// Images of one chunk of `embeddings`, and rows of `distance`.
  static let rows = 16

  /// - Throws: `AutodiffError` when layers do not fit each other, `LayersError` when they do not end in vectors.
  init(
    _ parameters: Siamese.Parameters, _ shape: Siamese.ImageShape, isShared: Bool, chunk: Int? = nil
  ) throws {
    (self.isShared, layers) = (isShared, parameters.layers.value)
    let (chunk, batch) = (chunk ?? parameters.chunk, parameters.batch.value)
    let recorder = Recorder(parameters, shape, isShared: isShared)
    var initializers: [(name: String, initializer: Initializer)] = []
    loss = try Program.model { trace in
      let twins = recorder.twins(in: trace, isTraining: true)
      defer { initializers = twins.first.initializers }
      let losses: Tensor
      switch parameters.loss {
      case .contrastive(let margin):
        let d = try recorder.distances(twins, trace, chunk)
        let same = trace.data("same", shape: [chunk])
        losses = same * square(d) + (1 - same) * square(relu(Tensor(margin) - d))
      case .triplet(let margin):
        let anchor = try recorder.encoded("anchor", by: twins.first, trace, chunk)
        let positive = try recorder.encoded("positive", by: twins.second, trace, chunk)
        let negative = try recorder.encoded("negative", by: twins.second, trace, chunk)
        let (near, far) = (recorder.distance(anchor, positive), recorder.distance(anchor, negative))
        losses = relu(near - far + Tensor(margin))
      }
      return [("loss", losses.sum() * Tensor(1 / Double(batch)))]
    }
    self.initializers = initializers
    comparison = try Program.model { trace in
      [("distance", try recorder.distances(recorder.twins(in: trace, isTraining: false), trace, chunk))]
    }
    embeddings = try (isShared ? [0] : [0, 1]).map { twin in
      try Program.model { trace in
        let twins = recorder.twins(in: trace, isTraining: false)
        let scope = twin == 0 ? twins.first : twins.second
        return [("embedding", try recorder.encoded("images", by: scope, trace, Self.rows))]
      }
    }
    let features = embeddings[0].outputs[0].shape.extents[1]
    self.features = features
    distance = try Program.model { trace in
      let shape = [Self.rows, features]
      return [
        ("distance", recorder.distance(trace.data("first", shape: shape), trace.data("second", shape: shape)))
      ]
    }
  }

  /// The name that a parameter has, or would have if it were shared: without the twin's own.
  func plainName(of parameter: String) -> String {
    isShared ? parameter : String(parameter.drop { $0 != "." }.dropFirst())
  }

  /// The masks of dropout in the loss: their names, sizes, and the probability of being dropped.
  var masks: [(name: String, count: Int, probability: Double)] {
    layers.enumerated().flatMap { i, layer -> [(name: String, count: Int, probability: Double)] in
      guard case .dropout(let probability) = layer else { return [] }
      return ["", "first.", "second."].compactMap { twin in
        let name = "\(twin)\(i + 1)-\(layer.name).mask"
        return loss.inputs.first { sameUTF8($0.name, name) }.map { (name, $0.shape.count, probability) }
      }
    }
  }

  /// The products and sums that one comparison of two images takes, in convolutions and dense layers.
  func multiplications(chunk: Int) -> Int {
    comparison.uses().reduce(0) { sum, use in
      guard use.operation == "convolution" || use.operation.hasPrefix("product"),
        let input = comparison.inputs.first(where: { sameUTF8($0.name, use.parameter) }), input.shape.rank > 1
      else { return sum }
      return sum + use.positions / chunk * input.shape.count
    }
  }

  /// What records twins and distances in any of the programs.
  private struct Recorder {
    let network: Network
    let metric: Distance
    let isNormalised, isShared: Bool
    let shape: Siamese.ImageShape

    init(_ parameters: Siamese.Parameters, _ shape: Siamese.ImageShape, isShared: Bool) {
      network = Network(parameters.layers.value)
      metric = parameters.distance
      isNormalised = parameters.isNormalised || metric == .cosine
      (self.isShared, self.shape) = (isShared, shape)
    }

    /// Where each twin finds its parameters.
    func twins(in trace: Trace, isTraining: Bool) -> (first: Scope, second: Scope) {
      let scope = Scope(trace, isTraining: isTraining)
      return isShared ? (scope, scope) : (scope.part("first"), scope.part("second"))
    }

    func encoded(_ input: String, by scope: Scope, _ trace: Trace, _ count: Int) throws -> Tensor {
      let vectors = network(trace.data(input, shape: [count, shape.height, shape.width, shape.channels]), in: scope)
      if trace.hasFault { return vectors }
      guard vectors.shape.rank == 2 else {
        throw LayersError(
          "layers",
          "found \(vectors.shape.extents.dropFirst().map(String.init).joined(separator: " x ")) numbers for each image, expected a vector; end with flatten or a global pool"
        )
      }
      return isNormalised ? normalised(vectors) : vectors
    }

    func distance(_ a: Tensor, _ b: Tensor) -> Tensor { a.shape.rank == 2 ? metric(a, b) : a }

    func distances(_ twins: (first: Scope, second: Scope), _ trace: Trace, _ count: Int) throws -> Tensor {
      distance(
        try encoded("first", by: twins.first, trace, count), try encoded("second", by: twins.second, trace, count))
    }
  }
}
