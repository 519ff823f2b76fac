import Documents
import Layers
public import Manifests

extension Classifier {
  /// What the manifest of a classifier says.
  public struct Parameters: Sendable {
    let data: ImageSource
    let test: Located<HeldOut>
    let layers: Located<[Layers.Layer]>
    let descent: Descent
    let epochs: Int
    let batch: Located<Int>
    let chunk: Int
  }

  public static func declare(_ fields: inout Fields) -> Parameters {
    Parameters(
      data: fields.required("data", ImageSource.schema, "the images and their labels"),
      test: fields.required(
        "test", HeldOut.schema.located, "the images that are kept from training, for testing: so many of the last"),
      layers: fields.required(
        "layers", Schema<[Layers.Layer]>.list(of: Layers.Layer.schema, atLeast: 1).located,
        "the network, layer by layer, from images to one number per class"),
      descent: Descent(&fields),
      epochs: fields.optional("epochs", .integer(atLeast: 1), default: 20, "how often training sees every image"),
      batch: fields.optional(
        "batch", Schema<Int>.integer(atLeast: 1).located, default: 64, "the images of one step"),
      chunk: fields.optional(
        "chunk", .integer(atLeast: 1, atMost: 4096), default: 8,
        "images that one thread takes at once; part of the result's last bits, whatever the threads"))
  }
}
