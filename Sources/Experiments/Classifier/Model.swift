import Autodiff
import Layers

/// The programs of a classifier: its loss over a chunk, and its logits.
struct Model: Sendable {
  let loss: Program
  let logits: Program
  let initializers: [(name: String, initializer: Initializer)]
  let layers: [Layers.Layer]
  /// The masks of dropout: their names, sizes, and the probability of being dropped.
  let masks: [Mask]

  struct Mask: Sendable {
    let name: String
    let count: Int
    let probability: Double
  }

  /// - Parameter chunk: how many images each run takes.
  /// - Throws: `AutodiffError` when layers do not fit each other, `LayersError` when their end does not fit the classes.
  init(_ layers: [Layers.Layer], _ images: Images, chunk: Int) throws {
    self.layers = layers
    let classes = images.classes.count
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
            + (logits.shape.rank == 3 ? " after group-pool" : ""))
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
    masks = Self.masks(of: layers, in: loss)
  }

  /// The masks that a program in training mode asks for.
  static func masks(of layers: [Layers.Layer], in program: Program) -> [Mask] {
    layers.enumerated().compactMap { i, layer in
      let probability: Double
      switch layer {
      case .dropout(let own), .channelDropout(let own): probability = own
      default: return nil
      }
      let name = "\(i + 1)-\(layer.name).mask"
      return program.inputs.first { $0.name == name }.map {
        Mask(name: name, count: $0.shape.count, probability: probability)
      }
    }
  }
}
