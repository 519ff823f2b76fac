import Documents
import Layers
public import Manifests

extension Classifier {
  /// What the manifest of a classifier says.
  public struct Parameters: Sendable {
    let data: ImageSource
    let test: Located<HeldOut>
    let networks: [DeclaredNetwork]
    let rotations: Located<Int>?
    let descent: Descent
    let epochs: Int
    let batch: Located<Int>
    let chunk: Int
  }

  /// A network as the manifest lists it; without a name where it is the only one.
  struct DeclaredNetwork: Sendable {
    let name: String?
    let layers: [Layers.Layer]
    let place: Place
  }

  public static func declare(_ fields: inout Fields) -> Parameters {
    let layers = Schema<[Layers.Layer]>.list(of: Layers.Layer.schema, atLeast: 1)
    return Parameters(
      data: fields.required("data", ImageSource.schema, "the images and their labels"),
      test: fields.required(
        "test", HeldOut.schema.located, "the images that are kept from training, for testing: so many of the last"),
      networks: fields.required(
        "layers",
        .either(
          layers.located.map { [DeclaredNetwork(name: nil, layers: $0.value, place: $0.place)] },
          Schema<[Named<[Layers.Layer]>]>.map(.experiment, to: layers, atLeast: 1).map { named in
            named.map { DeclaredNetwork(name: $0.name, layers: $0.value, place: $0.place) }
          }),
        "the network, layer by layer, from images to one number per class; or several by name, to be compared"),
      rotations: fields.optional(
        "rotations", Schema<Int>.integer(atLeast: 1, atMost: 90).located,
        "also test on images turned by every multiple of so many degrees, a divisor of 90"),
      descent: Descent(&fields),
      epochs: fields.optional("epochs", .integer(atLeast: 1), default: 20, "how often training sees every image"),
      batch: fields.optional(
        "batch", Schema<Int>.integer(atLeast: 1).located, default: 64, "the images of one step"),
      chunk: fields.optional(
        "chunk", .integer(atLeast: 1, atMost: 4096), default: 8,
        "images that one thread takes at once; part of the result's last bits, whatever the threads"))
  }
}
