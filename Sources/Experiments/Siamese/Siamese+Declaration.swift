import Documents
import Layers
public import Manifests

extension Siamese {
  /// What the manifest of a pair of twins says.
  public struct Parameters: Sendable {
    let data: Located<Source>
    let test: Located<TestChoice>
    let layers: Located<[Layers.Layer]>
    let distance: Distance
    let isNormalised: Bool
    let loss: Loss
    let mining: Located<Mining>
    let descent: Descent
    let steps: Int
    let interval: Int
    let batch: Located<Int>
    let chunk: Int
    let verification: Verification.Settings
  }

  /// Where images come from.
  enum Source: Sendable {
    /// Drawn from the experiment's stream; nobody real has written any.
    case signatures(SignatureMaker)
    case images(ImageSource)
  }

  /// Which classes are kept for the test.
  enum TestChoice: Sendable {
    case last(Int)
    case named([Located<String>])
  }

  /// What training makes small. The encoder's parameters appear in it once for each twin.
  enum Loss: Sendable {
    /// d² of a genuine pair, max(0, margin − d)² of another.
    /// Source: Hadsell, Chopra and LeCun, 2006, doi:10.1109/CVPR.2006.100.
    case contrastive(margin: Double)
    /// max(0, d(anchor, genuine) − d(anchor, other) + margin).
    /// Source: Schroff, Kalenichenko and Philbin, 2015, arXiv:1503.03832.
    case triplet(margin: Double)
  }

  /// How the images of a step are chosen.
  enum Mining: Sendable {
    /// The first among the genuine images, the second among all others.
    case random
    /// As many genuine pairs as others, and of these as many forgeries as other classes.
    case balanced
    /// Of so many candidates for each triplet, the one nearest to the anchor that is farther than the genuine one.
    case semiHard(candidates: Int)
  }

  public static func declare(_ fields: inout Fields) -> Parameters {
    Parameters(
      data: fields.required(
        "data", Source.schema.located, "the images, each of a class; NAME.forged are forgeries of NAME"),
      test: fields.required(
        "test", TestChoice.schema.located, "the classes that training never sees: so many of the last, or their names"),
      layers: fields.required(
        "layers", Schema<[Layers.Layer]>.list(of: Layers.Layer.schema, atLeast: 1).located,
        "the encoder, layer by layer, from images to one vector each"),
      distance: fields.optional(
        "distance", .choice(of: Distance.self), default: "euclidean", "how far two vectors are from each other"),
      isNormalised: fields.optional("normalised", .boolean, default: false, "whether vectors are scaled to length 1"),
      loss: fields.optional(
        "loss", Loss.schema, default: ["contrastive": ["margin": 1]], "what training makes small"),
      mining: fields.optional(
        "mining", Mining.schema.located, default: "balanced", "how the pairs or triplets of a step are chosen"),
      descent: Descent(&fields), steps: fields.required("steps", .integer(atLeast: 1), "how many steps training takes"),
      interval: fields.optional(
        "interval", .integer(atLeast: 1), default: 50, "after so many steps the curve has its next point"),
      batch: fields.optional(
        "batch", Schema<Int>.integer(atLeast: 1).located, default: 32, "the pairs or triplets of one step"),
      chunk: fields.optional(
        "chunk", .integer(atLeast: 1, atMost: 4096), default: 4,
        "pairs that one thread takes at once; part of the result's last bits, whatever the threads"),
      verification: Verification.Settings(&fields))
  }
}

extension Siamese.Source {
  static var schema: Schema<Self> {
    .either(
      Schema<Self>.record { fields in
        .signatures(fields.required("signatures", SignatureMaker.schema, "simulated signatures"))
      }.recognized(byKey: "signatures"),
      ImageSource.schema.map { .images($0) })
  }
}

extension Siamese.TestChoice {
  static var schema: Schema<Self> {
    .either(
      Schema<Int>.integer(atLeast: 2).map { .last($0) },
      Schema<[Located<String>]>.list(of: Schema<String>.text("a class").located, atLeast: 2).map { .named($0) })
  }
}

extension Siamese.Loss {
  static var schema: Schema<Self> {
    @Sendable func margin(_ fields: inout Fields) -> Double {
      fields.required("margin", .number(above: 0), "the distance that other pairs are pushed to")
    }
    return .variants([
      .record("contrastive", "genuine pairs near, others beyond the margin") { .contrastive(margin: margin(&$0)) },
      .record("triplet", "others farther than the genuine one, by the margin") { .triplet(margin: margin(&$0)) },
    ])
  }

  /// How many images one sample has.
  var images: Int {
    switch self {
    case .contrastive: 2
    case .triplet: 3
    }
  }
}

extension Siamese.Mining {
  static var schema: Schema<Self> {
    .variants([
      .word("balanced", .balanced, "genuine, forged and other pairs in fixed parts"),
      .word("random", .random, "pairs as they come"),
      .word("semi-hard", .semiHard(candidates: 8), "the nearest of 8 candidates that are farther than the genuine one"),
      .record("semi-hard", "of more or fewer candidates") { fields in
        .semiHard(
          candidates: fields.required("candidates", .integer(atLeast: 2, atMost: 1024), "for each triplet"))
      },
    ])
  }
}
