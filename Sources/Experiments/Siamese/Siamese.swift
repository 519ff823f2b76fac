import Autodiff
public import Determinism
public import Documents
public import Laboratory
import Layers
public import Manifests
public import Records

/// Two twins of one encoder that tell whether two images are of one class: one writer's signature, or another's work.
///
/// Question: what does it buy that both twins are one? The answer holds how well distances tell genuine pairs from
/// forgeries and from other classes, for classes that training never saw, and, with `contrast: sharing`, the same of
/// two encoders that are trained apart from each other.
public struct Siamese: Experiment {
  public static let name = "siamese"
  public static let summary = "two twins of one encoder that tell whether two images are of one class"

  let parameters: Parameters
  let manifest: Manifest
  let split: Split
  /// Nil where signatures are simulated: they are drawn when they are needed.
  private let loaded: Specimens?

  public init(_ parameters: Parameters, of manifest: Manifest) throws(ManifestErrors) {
    (self.parameters, self.manifest) = (parameters, manifest)
    var problems: [Problem] = []
    let (shape, classes): (ImageShape, [String])
    switch parameters.data.value {
    case .signatures(let maker):
      loaded = nil
      (shape, classes) = (ImageShape(height: maker.height, width: maker.width, channels: 1), maker.classes)
      if maker.genuine < 2 {
        problems.append(
          parameters.data.place.problem("each writer has one signature, so there is no genuine pair; make 2 at least"))
      }
    case .images(let source):
      let specimens = try Specimens(Images(source), at: parameters.data.place)
      loaded = specimens
      (shape, classes) = (specimens.shape, specimens.classes)
      for (own, members) in zip(classes, specimens.genuine) where members.count < 2 {
        problems.append(
          parameters.data.place.problem(
            "the class \(own) has \(members.count) genuine image, so there is no genuine pair; 2 are due"))
      }
    }
    let (batch, chunk) = (parameters.batch, parameters.chunk)
    if batch.value % chunk != 0 {
      problems.append(batch.place.problem(expected: "a multiple of the chunk, \(chunk)", found: "\(batch.value)"))
    }
    if case (.contrastive, .semiHard) = (parameters.loss, parameters.mining.value) {
      problems.append(
        parameters.mining.place.problem(
          expected: "balanced or random for pairs; semi-hard chooses among triplets, of {triplet: …}",
          found: "semi-hard"))
    }
    do { _ = try Twins(parameters, shape, isShared: manifest.isShared) } catch {
      problems.append(parameters.layers.place.problem("\(error)"))
    }
    do throws(ManifestErrors) { split = try Split(parameters.test, of: classes) } catch {
      throw ManifestErrors(problems + error.problems)
    }
    guard problems.isEmpty else { throw ManifestErrors(problems) }
  }

  /// All images: those of the files, or signatures drawn from the experiment's stream.
  /// - Parameter wanted: the classes whose images are needed; nil needs all.
  func specimens(_ stream: RandomStream, of wanted: [Int]? = nil) -> Specimens {
    if let loaded { return loaded }
    guard case .signatures(let maker) = parameters.data.value else {
      preconditionFailure("Siamese: files were not read")
    }
    return maker.specimens(stream.child("signatures"), of: wanted)
  }

  public func run(_ stream: RandomStream, _ progress: Progress) throws -> Outcome {
    let specimens = specimens(stream)
    let verification = Verification(specimens, classes: split.test, parameters.verification, stream.child("test"))
    let own = try train(isShared: manifest.isShared, specimens, verification, stream, progress, "training")
    var outcome = try outcome(of: own, specimens, verification, stream)
    if manifest.contrast == .sharing, manifest.isShared {
      let other = try train(isShared: false, specimens, verification, stream, progress, "untied twins")
      try contrast(own, other, specimens, verification, &outcome)
    }
    return outcome
  }

  public static func headline(of metrics: JSON) -> String? {
    for (sort, words) in [(Trials.Sort.forgery, "forgeries"), (.other, "classes never seen")] {
      guard let own = metrics.path(["verification", sort.metric]), let rate = own["eer"]?.asNumber,
        let lower = own.path("eer_interval.lower")?.asNumber, let upper = own.path("eer_interval.upper")?.asNumber
      else { continue }
      func percent(_ part: Double) -> String { Numeral.render((part * 1000).rounded() / 10) }
      return "EER \(percent(rate)) % (\(percent(lower)) to \(percent(upper)) %) on \(words)"
    }
    return nil
  }
}
