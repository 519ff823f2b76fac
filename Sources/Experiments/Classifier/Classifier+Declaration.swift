import Documents
import Layers
public import Manifests

extension Classifier {
  /// What the manifest of a classifier says.
  public struct Parameters: Sendable {
    let data: ImageSource
    let test: Located<Int>
    let layers: Located<[Layers.Layer]>
    let descent: Descent
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
      descent: Descent(&fields),
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
