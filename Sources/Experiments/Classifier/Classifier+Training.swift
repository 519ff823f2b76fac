import Autodiff
import Determinism
import Documents
import Laboratory
import Layers
import Manifests

extension Classifier {
  /// A trained network, and how it came about.
  struct Trained {
    let name: String
    let model: Model
    let trainer: Trainer
    /// After each epoch: the mean loss in it, the accuracy on test images.
    let curve: Table
    let evaluation: Evaluation
    /// The logits of every image.
    let logits: Logits
  }

  /// Trains a network.
  func train(_ variant: Variant, _ stream: RandomStream, _ progress: Progress) throws -> Trained {
    let model = try Model(variant.layers, images, chunk: parameters.chunk)
    let layout = ParameterLayout([model.loss])
    let (count, batch) = (self.training.count, parameters.batch.value)
    let steps = (count + batch - 1) / batch
    let training = try Training(
      variant.stage, [LossTerm(model.loss)], parameters.descent,
      values: layout.initialValues(model.initializers, stream: stream.child("weights")), layout: layout,
      steps: steps * parameters.epochs, interval: steps, columns: ["test_accuracy"])
    let evaluation = try Evaluation(model.logits, classes: images.classes.count, layout, chunk: parameters.chunk)
    let labels = test.map { images.labels[$0] }
    var (epoch, order) = (0, [Int]())
    try training.run(progress) { step in
      let (now, place) = ((step - 1) / steps + 1, (step - 1) % steps)
      if now != epoch {
        var shuffle = stream.child("epoch \(now)")
        (epoch, order) = (now, shuffle.permutation(count).map { self.training[$0] })
      }
      let feed = Feed(
        images: images, chosen: Array(order[place * batch..<min(count, (place + 1) * batch)]), chunk: parameters.chunk,
        masks: model.masks, stream: stream.child("dropout \(epoch) \(place)"))
      return Training.Work(chunks: [feed.chunks], samples: feed.chosen.count) { feed.load($1, $2) }
    } row: { _ in
      let accuracy = evaluation.logits(training.trainer.predicting, of: images, test).accuracy(labels)
      return ([accuracy], "test \(Numeral.brief(100 * accuracy)) %")
    }
    return Trained(
      name: variant.name, model: model, trainer: training.trainer, curve: training.curve, evaluation: evaluation,
      logits: evaluation.logits(training.trainer.predicting, of: images, Array(0..<images.count)))
  }
}

/// The images of one step, dealt to chunks; the last one is filled up with images of weight 0.
struct Feed: Sendable {
  let images: Images
  let chosen: [Int]
  let chunk: Int
  let masks: [Model.Mask]
  let stream: RandomStream

  var chunks: Int { (chosen.count + chunk - 1) / chunk }

  func load(_ i: Int, _ session: Session<Float>) {
    let own = (0..<chunk).map { i * chunk + $0 < chosen.count ? chosen[i * chunk + $0] : nil }
    let classes = images.classes.count
    session.load("images", own.flatMap { images.image($0 ?? chosen[0]) })
    session.load(
      "classes", own.flatMap { image in (0..<classes).map { Float(images.labels[image ?? chosen[0]] == $0 ? 1 : 0) } })
    session.load("weights", own.map { $0 == nil ? Float(0) : 1 / Float(chosen.count) })
    for mask in masks {
      var draw = stream.child("\(mask.name) \(i)")
      session.load(mask.name, mask.draw(&draw))
    }
  }
}

extension Model.Mask {
  /// 0 for what is dropped; what is kept is scaled up, so that the mean stays.
  func draw(_ stream: inout RandomStream) -> [Float] {
    let kept = Float(1 / (1 - probability))
    return (0..<count).map { _ in stream.nextUniform() < probability ? 0 : kept }
  }
}

/// The logits of images, chunk by chunk on all threads.
struct Evaluation: Sendable {
  private let executable: ArrayExecutable<Float>
  private let classes: Int
  private let layout: ParameterLayout
  private let chunk: Int

  /// - Parameter program: from `images` of one chunk to `logits`.
  init(_ program: Program, classes: Int, _ layout: ParameterLayout, chunk: Int) throws {
    executable = try program.compiled(as: Float.self)
    (self.classes, self.layout, self.chunk) = (classes, layout, chunk)
  }

  /// The logits of some images, with these parameters.
  /// - Parameter moved: how an image is changed before it is looked at; as it is when nil.
  func logits(
    _ values: [Float], of images: Images, _ chosen: [Int], moved: (@Sendable (Int) -> [Float])? = nil
  ) -> Logits {
    let count = chosen.count
    let numbers = Parallel.gather((count + chunk - 1) / chunk, each: chunk * classes) { i in
      let session = executable.makeSession()
      for entry in layout.entries { session.load(entry.name, values[entry.offset..<entry.offset + entry.count]) }
      let own = (0..<chunk).map { chosen[min(count - 1, i * chunk + $0)] }
      session.load("images", own.flatMap { moved?($0) ?? Array(images.image($0)) })
      session.run()
      return session.output("logits")
    }
    return Logits(classes: classes, values: Array(numbers.prefix(count * classes)))
  }
}
