import Autodiff
public import Determinism
public import Documents
public import Laboratory
import Layers
public import Manifests
public import Records

/// Networks that tell classes of images apart.
///
/// Question: what does one filter buy, used at every position, or in every orientation? The answer holds for each
/// network its parameters, multiply-adds and accuracy on images that training has not seen, what it makes of translated
/// and of turned images, and by how much such a move changes a logit: 0 where a law holds. With `contrast: sharing` the
/// same is told of twins with filters of their own at every position, and with every output from every input.
public struct Classifier: Experiment {
  public static let name = "classifier"
  public static let summary = "a network that classifies images: one filter at every position, or in every orientation"

  let parameters: Parameters
  let manifest: Manifest
  let images: Images
  /// The numbers of the images that training sees, and of those that are kept from it.
  let training, test: [Int]
  /// What a run trains, in this order; the first one is the experiment's own.
  let variants: [Variant]

  /// A network to be trained.
  struct Variant: Sendable {
    /// What metrics and tables call it.
    let name: String
    let layers: [Layers.Layer]
    /// What progress, failures and checkpoints call its training.
    let stage: String
  }

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
    if let rotations = parameters.rotations {
      guard 90 % rotations.value == 0 else {
        throw ManifestErrors([
          rotations.place.problem(expected: "a divisor of 90", found: "\(rotations.value)")
        ])
      }
      guard images.height == images.width else {
        throw ManifestErrors([
          rotations.place.problem("images of \(images.height) x \(images.width) pixels; only squares can be turned")
        ])
      }
    }
    var problems: [Problem] = []
    for network in parameters.networks {
      do { _ = try Model(network.layers, images, chunk: parameters.chunk) } catch {
        problems.append(network.place.problem("\(error)"))
      }
    }
    guard problems.isEmpty else { throw ManifestErrors(problems) }
    variants = Self.variants(parameters, manifest)
  }

  public func run(_ stream: RandomStream, _ progress: Progress) throws -> Outcome {
    var trained: [Trained] = []
    for variant in variants { trained.append(try train(variant, stream, progress)) }
    return try outcome(of: trained)
  }

  public static func headline(of metrics: JSON) -> String? {
    func percent(_ part: Double) -> String { Numeral.render((part * 10_000).rounded() / 100) + " %" }
    if let accuracy = metrics.path(["test", "accuracy"])?.asNumber { return "test accuracy \(percent(accuracy))" }
    let networks = metrics["contrast"]?.asObject ?? []
    let told = networks.compactMap { network -> String? in
      let mean = network.value.path(["rotations", "mean_accuracy"])?.asNumber
      return (mean ?? network.value["test_accuracy"]?.asNumber).map { "\(network.key) \(percent($0))" }
    }
    return told.isEmpty ? nil : told.joined(separator: ", ")
  }
}
