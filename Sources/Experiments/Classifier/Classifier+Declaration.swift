import Documents
import Layers
public import Manifests

extension Classifier {
  /// What the manifest of a classifier says.
  public struct Parameters: Sendable {
    let data: ImageSource
    let test: Located<Int>
    let layers: Located<[Layers.Layer]>
    let optimizer: Optimizer
    let rate: Double
    let schedule: RateSchedule.Shape
    let warmup: Int
    let clip: Double?
    let epochs: Int
    let batch: Located<Int>
    let chunk: Int
  }

  /// A table of images: a row each, a column of labels, a column for every pixel, row by row.
  struct ImageSource: Sendable {
    let file: InputFile
    let label: Located<String>
    let height: Located<Int>
    let width: Int
    let scale: Double
  }

  public static func declare(_ fields: inout Fields) -> Parameters {
    Parameters(
      data: fields.required("data", ImageSource.schema, "the images and their labels"),
      test: fields.required(
        "test", Schema<Int>.integer(atLeast: 1).located,
        "so many of the last images are kept from training, for testing"),
      layers: fields.required(
        "layers", Schema<[Layers.Layer]>.list(of: Layers.Layer.schema, atLeast: 1).located,
        "the network, layer by layer, from images to one number per class"),
      optimizer: fields.optional("optimizer", Optimizer.schema, default: "adam", "how weights follow the gradient"),
      rate: fields.optional("rate", .number(above: 0), default: 1e-3, "the optimizer's rate"),
      schedule: fields.optional(
        "schedule", .choice(of: RateSchedule.Shape.self), default: "constant", "how the rate changes with the steps"),
      warmup: fields.optional(
        "warmup", .integer(atLeast: 0), default: 0, "so many steps over which the rate rises to its full value"),
      clip: fields.optional("clip", .number(above: 0), "the norm to which longer gradients are shortened"),
      epochs: fields.optional("epochs", .integer(atLeast: 1), default: 20, "how often training sees every image"),
      batch: fields.optional(
        "batch", Schema<Int>.integer(atLeast: 1).located, default: 64, "the images of one step"),
      chunk: fields.optional(
        "chunk", .integer(atLeast: 1, atMost: 4096), default: 8,
        "images that one thread takes at once; part of the result's last bits, whatever the threads"))
  }
}

extension Classifier.ImageSource {
  static var schema: Schema<Self> {
    .record { fields in
      Self(
        file: fields.required("file", .inputFile, "a CSV table: a row per image, a column per pixel, row by row"),
        label: fields.optional(
          "label", Schema<String>.text("a column").located, default: "label", "the column of the classes"),
        height: fields.required("height", Schema<Int>.integer(atLeast: 1).located, "rows of pixels"),
        width: fields.required("width", .integer(atLeast: 1), "columns of pixels"),
        scale: fields.optional("scale", .number(above: 0), default: 1, "the value of a pixel that counts as 1"))
    }
  }
}

extension Layers.Layer {
  /// `relu`, `{conv: {filters: 32, size: 3, padding: circular}}`, `{dense: 10}` …
  static var schema: Schema<Self> {
    .variants([
      .record("conv", "one filter at every position") { fields in
        let (filters, size, stride, padding) = filterFields(&fields)
        return .convolution(filters: filters, size: size, stride: stride, padding: padding)
      },
      .record("locally-connected", "a filter of its own at every position") { fields in
        let (filters, size, stride, padding) = filterFields(&fields)
        return .locallyConnected(filters: filters, size: size, stride: stride, padding: padding)
      },
      .value("dense", Schema<Int>.integer(atLeast: 1).map { .dense($0) }, "every output from every input"),
      .word("relu", .relu, "0 where negative"), .word("silu", .silu, "x sigmoid(x)"), .word("tanh", .tanh, "tanh x"),
      .value("average-pool", Schema<Int>.integer(atLeast: 2).map { .averagePool($0) }, "the mean of square windows"),
      .value("max-pool", Schema<Int>.integer(atLeast: 2).map { .maximumPool($0) }, "the largest of square windows"),
      .word("global-average-pool", .globalAveragePool, "the mean over all positions, exact for every order of them"),
      .word("global-max-pool", .globalMaximumPool, "the largest over all positions"),
      .word("flatten", .flatten, "positions and channels as one vector"),
      .value(
        "dropout", Schema<Double>.number(above: 0, below: 1).map { .dropout($0) },
        "features dropped with this probability in training"),
      .word("layer-norm", .layerNorm, "features of each position to mean 0 and deviation 1"),
    ])
  }

  private static func filterFields(
    _ fields: inout Fields
  ) -> (filters: Int, size: Int, stride: Int, padding: PaddingChoice) {
    (
      fields.required("filters", .integer(atLeast: 1, atMost: 65_536), "how many filters"),
      fields.optional("size", .integer(atLeast: 1, atMost: 1024), default: 3, "rows and columns of a filter"),
      fields.optional("stride", .integer(atLeast: 1, atMost: 1024), default: 1, "pixels from one output to the next"),
      fields.optional(
        "padding", .choice(of: PaddingChoice.self), default: "circular", "what lies beyond the image's edges")
    )
  }
}

extension Optimizer {
  static var schema: Schema<Self> {
    .variants([
      .word("adam", .adam, "Adam with the constants of its paper"),
      .record("adam", "Adam; with a decay, AdamW") { fields in
        .adam(
          beta1: fields.optional("beta1", .number(atLeast: 0, below: 1), default: 0.9, "memory of the mean"),
          beta2: fields.optional("beta2", .number(atLeast: 0, below: 1), default: 0.999, "memory of the square"),
          epsilon: fields.optional("epsilon", .number(above: 0), default: 1e-8, "added to the root"),
          decay: fields.optional("decay", .number(atLeast: 0), default: 0, "weights shrink by rate × decay a step"))
      },
      .word("sgd", .sgd(momentum: 0, decay: 0), "gradient descent"),
      .record("sgd", "gradient descent with momentum") { fields in
        .sgd(
          momentum: fields.optional("momentum", .number(atLeast: 0, below: 1), default: 0.9, "memory of the steps"),
          decay: fields.optional("decay", .number(atLeast: 0), default: 0, "added to the gradient, × the weights"))
      },
    ])
  }
}
