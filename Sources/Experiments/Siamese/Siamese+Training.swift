import Autodiff
import Determinism
import Documents
import Laboratory
import Layers
import Manifests

extension Siamese {
  /// Twins after their training, and how it went.
  struct Trained: Sendable {
    let twins: Twins
    let layout: ParameterLayout
    let values: [Float]
    let steps: Int
    /// After each interval: the mean loss in it, and the equal error rate on test pairs.
    let curve: Table
    /// The vectors of all images by the first and by the second twin.
    let vectors: (first: [Float], second: [Float])
  }

  /// Trains twins, shared or untied.
  func train(
    isShared: Bool, _ specimens: Specimens, _ verification: Verification, _ stream: RandomStream,
    _ progress: Progress, _ stage: String
  ) throws -> Trained {
    let twins = try Twins(parameters, specimens.shape, isShared: isShared)
    let layout = ParameterLayout([twins.loss])
    let encoder = try TwinEncoder(twins, layout, specimens)
    let training = try Training(
      stage, [LossTerm(twins.loss)], parameters.descent,
      values: try initialValues(of: twins, layout, specimens.shape, stream), layout: layout,
      steps: parameters.steps, interval: parameters.interval, columns: ["test_eer"])
    let sampler = Sampler(specimens, classes: split.training)
    let (sort, images) = (verification.trials.impostors[0], verification.images)
    let pairs = verification.trials.all.map { (verification.row(of: $0.first), verification.row(of: $0.second)) }
    try training.run(progress) { step in
      let samples = Samples(parameters, sampler, stream.child("step \(step)")) { triplets in
        encoder.semiHard(triplets, training.trainer.values)
      }
      let feed = PairFeed(
        specimens: specimens, samples: samples.images, isSame: samples.isSame, chunk: parameters.chunk,
        masks: twins.masks, stream: stream.child("dropout \(step)"))
      return Training.Work(chunks: [feed.chunks], samples: parameters.batch.value) { feed.load($1, $2) }
    } row: { _ in
      let distances = encoder.distances(encoder.vectors(training.trainer.predicting, of: images), pairs)
      let rate = verification.curve(distances, sort).equalError.rate
      return ([rate], "test EER \(Numeral.brief(100 * rate)) %")
    }
    let values = training.trainer.predicting
    return Trained(
      twins: twins, layout: layout, values: values, steps: training.trainer.step, curve: training.curve,
      vectors: encoder.vectors(values))
  }

  /// How parameters start: untied twins both as the shared ones, so that nothing but sharing differs.
  func initialValues(
    of twins: Twins, _ layout: ParameterLayout, _ shape: ImageShape, _ stream: RandomStream
  ) throws -> [Double] {
    let one = twins.isShared ? twins : try Twins(parameters, shape, isShared: true)
    let own = ParameterLayout([one.loss])
    let values = own.initialValues(one.initializers, stream: stream.child("weights"))
    return layout.entries.flatMap { own.elements(of: twins.plainName(of: $0.name), in: values) }
  }
}

/// The images of one step.
struct Samples {
  /// Two images of each pair, or three of each triplet.
  let images: [[Int]]
  /// For each pair, whether it is genuine; none for triplets.
  let isSame: [Bool]

  /// - Parameter choose: of the candidates of each triplet, the one that its anchor is told from.
  init(
    _ parameters: Siamese.Parameters, _ sampler: Sampler, _ stream: RandomStream,
    choose: ([Sampler.Triplet]) -> [Int]
  ) {
    let (count, mining) = (parameters.batch.value, parameters.mining.value)
    switch parameters.loss {
    case .contrastive:
      let pairs = sampler.pairs(count, isBalanced: mining.isBalanced, stream)
      (images, isSame) = (pairs.map { [$0.first, $0.second] }, pairs.map(\.isSame))
    case .triplet:
      let triplets = sampler.triplets(
        count, candidates: mining.candidates, isBalanced: mining.isBalanced, stream)
      let others = mining.candidates == 1 ? triplets.map { $0.candidates[0] } : choose(triplets)
      (images, isSame) = (zip(triplets, others).map { [$0.anchor, $0.positive, $1] }, [])
    }
  }
}

extension Siamese.Mining {
  fileprivate var isBalanced: Bool { if case .random = self { false } else { true } }
  fileprivate var candidates: Int { if case .semiHard(let candidates) = self { candidates } else { 1 } }
}

/// The pairs or triplets of one step, dealt to chunks.
private struct PairFeed: Sendable {
  let specimens: Siamese.Specimens
  let samples: [[Int]]
  let isSame: [Bool]
  let chunk: Int
  let masks: [(name: String, count: Int, probability: Double)]
  let stream: RandomStream

  var chunks: Int { samples.count / chunk }

  func load(_ i: Int, _ session: Session<Float>) {
    let own = i * chunk..<(i + 1) * chunk
    let names = isSame.isEmpty ? ["anchor", "positive", "negative"] : ["first", "second"]
    for (place, name) in names.enumerated() {
      session.load(name, samples[own].flatMap { specimens.image($0[place]) })
    }
    if !isSame.isEmpty { session.load("same", isSame[own].map { $0 ? 1 : 0 }) }
    for mask in masks {
      var draw = stream.child("\(mask.name) \(i)")
      let kept = Float(1 / (1 - mask.probability))
      session.load(mask.name, (0..<mask.count).map { _ in draw.nextUniform() < mask.probability ? 0 : kept })
    }
  }
}
