import Documents
import Layers
import Manifests

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
      .record("group-conv", "one filter at every position, and turned copies of it in every orientation") { fields in
        let group = group(&fields)
        let (filters, size, stride, padding) = filterFields(&fields)
        return .groupConvolution(group, filters: filters, size: size, stride: stride, padding: padding)
      },
      .record("oriented-conv", "a filter of its own for every orientation") { fields in
        let group = group(&fields)
        let (filters, size, stride, padding) = filterFields(&fields)
        return .orientedConvolution(group, filters: filters, size: size, stride: stride, padding: padding)
      },
      .value("dense", Schema<Int>.integer(atLeast: 1).map { .dense($0) }, "every output from every input"),
      .word("relu", .relu, "0 where negative"), .word("silu", .silu, "x sigmoid(x)"), .word("tanh", .tanh, "tanh x"),
      .value("average-pool", Schema<Int>.integer(atLeast: 2).map { .averagePool($0) }, "the mean of square windows"),
      .value("max-pool", Schema<Int>.integer(atLeast: 2).map { .maximumPool($0) }, "the largest of square windows"),
      .word("global-average-pool", .globalAveragePool, "the mean over all positions, exact for every order of them"),
      .word("global-max-pool", .globalMaximumPool, "the largest over all positions"),
      .word("group-pool", .groupPool(.max), "the largest over all orientations"),
      .value(
        "group-pool", Schema<OrientationPool>.choice(of: OrientationPool.self).map { .groupPool($0) },
        "the largest, or the exact mean, over all orientations"),
      .word("flatten", .flatten, "positions and channels as one vector"),
      .value(
        "dropout", Schema<Double>.number(above: 0, below: 1).map { .dropout($0) },
        "features dropped with this probability in training"),
      .value(
        "channel-dropout", Schema<Double>.number(above: 0, below: 1).map { .channelDropout($0) },
        "whole channels dropped with this probability in training, at all positions and in all orientations"),
      .value(
        "group-norm", Schema<Int>.integer(atLeast: 1).map { .groupNorm($0) },
        "so many groups of channels, each over its channels, positions and orientations to mean 0 and deviation 1"),
      .word("layer-norm", .layerNorm, "features of each position to mean 0 and deviation 1"),
    ])
  }

  private static func group(_ fields: inout Fields) -> PlanarGroup {
    fields.optional(
      "group", .choice(of: PlanarGroup.self), default: "p4", "p4: four turns by 90°; p4m: and their reflections")
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
