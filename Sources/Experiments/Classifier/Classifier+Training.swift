import Autodiff
import Determinism
import Documents
import Laboratory
import Layers
import Manifests

extension Classifier {
  /// A trained network, and how it came about.
  struct Trained {
    let model: Model
    let trainer: Trainer
    /// After each epoch: the mean loss in it, the accuracy on test images.
    let curve: Table
    /// The logits of every image.
    let logits: Logits
  }

  /// Trains a network of these layers.
  func train(
    _ layers: [Layers.Layer], _ stream: RandomStream, _ progress: Progress, _ stage: String
  ) throws -> Trained {
    let model = try Model(parameters, images, layers: layers)
    let layout = ParameterLayout([model.loss])
    let (count, batch) = (self.training.count, parameters.batch.value)
    let steps = (count + batch - 1) / batch
    let training = try Training(
      stage, [LossTerm(model.loss)], parameters.descent,
      values: layout.initialValues(model.initializers, stream: stream.child("weights")), layout: layout,
      steps: steps * parameters.epochs, interval: steps, columns: ["test_accuracy"])
    let evaluation = try Evaluation(model, images, layout, chunk: parameters.chunk)
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
      let logits = evaluation.logits(training.trainer.values, count: test.count) { [images, test] i in
        Array(images.image(test[i]))
      }
      let accuracy = logits.accuracy(test.map { images.labels[$0] })
      return ([accuracy], "test \(Numeral.brief(100 * accuracy)) %")
    }
    return Trained(
      model: model, trainer: training.trainer, curve: training.curve, logits: evaluation.logits(training.trainer.values)
    )
  }
}

/// The images of one step, dealt to chunks; the last one is filled up with images of weight 0.
struct Feed: Sendable {
  let images: Images
  let chosen: [Int]
  let chunk: Int
  let masks: [(name: String, count: Int, probability: Double)]
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
      let kept = Float(1 / (1 - mask.probability))
      session.load(mask.name, (0..<mask.count).map { _ in draw.nextUniform() < mask.probability ? 0 : kept })
    }
  }
}

/// The logits of images, chunk by chunk on all threads.
struct Evaluation: Sendable {
  private let executable: ArrayExecutable<Float>
  private let images: Images
  private let layout: ParameterLayout
  private let chunk: Int

  init(_ model: Model, _ images: Images, _ layout: ParameterLayout, chunk: Int) throws {
    executable = try model.logits.compiled(as: Float.self)
    (self.images, self.layout, self.chunk) = (images, layout, chunk)
  }

  /// The logits of all images.
  func logits(_ values: [Float]) -> Logits {
    logits(values, count: images.count) { Array(images.image($0)) }
  }

  /// The logits of any images of the same size.
  func logits(_ values: [Float], count: Int, _ image: @Sendable (Int) -> [Float]) -> Logits {
    let classes = images.classes.count
    let numbers = Parallel.gather((count + chunk - 1) / chunk, each: chunk * classes) { i in
      let session = executable.makeSession()
      for entry in layout.entries { session.load(entry.name, values[entry.offset..<entry.offset + entry.count]) }
      session.load("images", (0..<chunk).flatMap { image(min(count - 1, i * chunk + $0)) })
      session.run()
      return session.output("logits")
    }
    return Logits(classes: classes, values: Array(numbers.prefix(count * classes)))
  }
}
