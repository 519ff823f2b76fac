import Autodiff
import Layers

/// The programs of a classifier: its loss over a chunk, and its logits.
struct Model: Sendable {
  let loss: Program
  let logits: Program
  let initializers: [(name: String, initializer: Initializer)]
  let layers: [Layers.Layer]
  /// The masks of dropout: their names, sizes, and the probability of being dropped.
  let masks: [(name: String, count: Int, probability: Double)]

  /// - Throws: `AutodiffError` when layers do not fit each other.
  init(_ parameters: Classifier.Parameters, _ images: Images, layers: [Layers.Layer]) throws {
    self.layers = layers
    let (chunk, classes) = (parameters.chunk, images.classes.count)
    var initializers: [(name: String, initializer: Initializer)] = []
    func network(_ trace: Trace, isTraining: Bool) throws -> Tensor {
      let scope = Scope(trace, isTraining: isTraining)
      let images = trace.data("images", shape: [chunk, images.height, images.width, images.channels])
      let logits = Network(layers)(images, in: scope)
      initializers = scope.initializers
      if trace.hasFault { return logits }
      guard logits.shape.extents == [chunk, classes] else {
        throw LayersError(
          "layers",
          "found \(logits.shape.extents.dropFirst()) numbers for each image, expected \(classes), one for each class; end with {dense: \(classes)}"
        )
      }
      return logits
    }
    loss = try Program.model { trace in
      let logits = try network(trace, isTraining: true)
      let losses = crossEntropy(logits, oneHot: trace.data("classes", shape: [chunk, classes]))
      return [("loss", (losses * trace.data("weights", shape: [chunk])).sum())]
    }
    logits = try Program.model { trace in [("logits", try network(trace, isTraining: false))] }
    self.initializers = initializers
    masks = layers.enumerated().compactMap { [loss] i, layer in
      guard case .dropout(let probability) = layer else { return nil }
      let name = "\(i + 1)-\(layer.name).mask"
      return loss.inputs.first { $0.name == name }.map { (name, $0.shape.count, probability) }
    }
  }
}
