import Autodiff
public import Determinism
public import Documents
public import Laboratory
import Layers
public import Manifests
public import Records

/// A network that tells classes of images apart.
///
/// Question: what does one filter at every position buy? The answer holds the accuracy on images that training has
/// not seen, what the network makes of translated images, and, with `contrast: sharing`, the same of a network with a
/// filter of its own at every position.
public struct Classifier: Experiment {
  public static let name = "classifier"
  public static let summary = "a network that classifies images: one filter at every position, or one of its own"

  let parameters: Parameters
  let manifest: Manifest
  let images: Images
  /// The numbers of the images that training sees, and of those that are kept from it.
  let training, test: [Int]

  public init(_ parameters: Parameters, of manifest: Manifest) throws(ManifestErrors) {
    self.parameters = parameters
    self.manifest = manifest
    images = try Images(parameters.data)
    guard parameters.batch.value % parameters.chunk == 0 else {
      throw ManifestErrors([
        parameters.batch.place.problem(
          expected: "a multiple of the chunk, \(parameters.chunk)", found: "\(parameters.batch.value)")
      ])
    }
    (training, test) = try parameters.test.value.split(
      images.labels, classes: images.classes, seed: manifest.seed, at: parameters.test.place)
    do { _ = try Model(parameters, images, layers: parameters.layers.value) } catch {
      throw ManifestErrors([parameters.layers.place.problem("\(error)")])
    }
  }

  public func run(_ stream: RandomStream, _ progress: Progress) throws -> Outcome {
    let layers = parameters.layers.value
    let twin = layers.map(\.unshared)
    let own = try train(manifest.isShared ? layers : twin, stream, progress, "training")
    var outcome = try self.outcome(of: own)
    if manifest.contrast == .sharing, manifest.isShared {
      let other = try train(twin, stream, progress, "unshared twin")
      try contrast(own, other, &outcome)
    }
    return outcome
  }

  public static func headline(of metrics: JSON) -> String? {
    guard let accuracy = metrics.path(["test", "accuracy"])?.asNumber else { return nil }
    return "test accuracy \(Numeral.render((accuracy * 10_000).rounded() / 100)) %"
  }
}

extension Layers.Layer {
  /// The layer with parameters of its own at every position.
  var unshared: Layers.Layer {
    guard case .convolution(let filters, let size, let stride, let padding) = self else { return self }
    return .locallyConnected(filters: filters, size: size, stride: stride, padding: padding)
  }
}
