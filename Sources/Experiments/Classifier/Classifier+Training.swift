import Autodiff
import Determinism
import Laboratory
import Layers
import Manifests

extension Classifier {
  /// A trained network, and how it came about.
  struct Trained {
    let model: Model
    let trainer: Trainer
    /// After each epoch: the mean loss in it, the accuracy on test images.
    var curve: [(epoch: Int, loss: Double, test: Double)] = []
    /// The logits of every image.
    var logits: [Float] = []
  }

  /// Trains a network of these layers.
  func train(
    _ layers: [Layers.Layer], _ stream: RandomStream, _ progress: Progress, _ stage: String
  ) throws -> Trained {
    let model = try Model(parameters, images, layers: layers)
    let layout = ParameterLayout([model.loss])
    let trainer = try Trainer(
      [LossTerm(model.loss)], optimizer: parameters.optimizer,
      values: layout.initialValues(model.initializers, stream: stream.child("weights")), layout: layout)
    trainer.clipNorm = parameters.clip
    var trained = Trained(model: model, trainer: trainer)
    let (count, batch) = (images.count - parameters.test.value, parameters.batch.value)
    let steps = (count + batch - 1) / batch
    let schedule = RateSchedule(
      rate: parameters.rate, shape: parameters.schedule, warmup: parameters.warmup, steps: steps * parameters.epochs)
    let evaluation = try Evaluation(model, images, layout, chunk: parameters.chunk)
    for epoch in 1...parameters.epochs {
      var shuffle = stream.child("epoch \(epoch)")
      let order = shuffle.permutation(count)
      var sum = 0.0
      for step in 0..<steps {
        let chosen = Array(order[step * batch..<min(count, (step + 1) * batch)])
        let feed = Feed(
          images: images, chosen: chosen, chunk: parameters.chunk, masks: model.masks,
          stream: stream.child("dropout \(epoch) \(step)"))
        let loss = trainer.step(chunks: [feed.chunks], rate: schedule.rate(at: trainer.step + 1)) { _, chunk, session in
          feed.load(chunk, session)
        }
        guard loss.isFinite else {
          let cause = trainer.firstNonFinite(chunks: [feed.chunks]) { feed.load($1, $2) }
          let after = cause ?? "the weights before this step were still good; a smaller rate or a clip will help"
          throw RunFailure("\(stage): the loss is not finite at step \(trainer.step) of epoch \(epoch): \(after)")
        }
        sum += loss * Double(chosen.count)
      }
      let logits = evaluation.logits(trainer.values, count: images.count - count) { [images] i in
        Array(images.image(count + i))
      }
      let test = accuracy(logits, count..<images.count, from: count)
      trained.curve.append((epoch, sum / Double(count), test))
      try progress.report(
        stage, fraction: Double(epoch) / Double(parameters.epochs),
        metric: "loss \(Numeral.brief(sum / Double(count))), test \(Numeral.brief(100 * test)) %")
    }
    trained.logits = evaluation.logits(trainer.values)
    return trained
  }

  /// The part of some images whose largest logit is that of their class; the first of equals counts.
  /// - Parameter first: The image whose logits come first.
  func accuracy(_ logits: [Float], _ range: Range<Int>, from first: Int = 0) -> Double {
    let right = range.count { predicted(logits, $0 - first) == images.labels[$0] }
    return Double(right) / Double(range.count)
  }

  func predicted(_ logits: [Float], _ image: Int) -> Int {
    let classes = images.classes.count
    return (1..<classes).reduce(0) { best, k in
      logits[image * classes + k] > logits[image * classes + best] ? k : best
    }
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
  func logits(_ values: [Float]) -> [Float] {
    logits(values, count: images.count) { Array(images.image($0)) }
  }

  /// The logits of any images of the same size.
  func logits(_ values: [Float], count: Int, _ image: @Sendable (Int) -> [Float]) -> [Float] {
    let classes = images.classes.count
    return Parallel.gather((count + chunk - 1) / chunk, each: chunk * classes) { i in
      let session = executable.makeSession()
      for entry in layout.entries { session.load(entry.name, values[entry.offset..<entry.offset + entry.count]) }
      session.load("images", (0..<chunk).flatMap { image(min(count - 1, i * chunk + $0)) })
      session.run()
      return session.output("logits")
    }.prefix(count * classes).map { $0 }
  }
}

/// Chunks of results, computed on all threads.
enum Parallel {
  /// `count` pieces of `each` numbers, one after the other.
  static func gather(_ count: Int, each: Int, _ piece: @Sendable (Int) -> [Float]) -> [Float] {
    [Float](unsafeUninitializedCapacity: count * each) { buffer, initialized in
      nonisolated(unsafe) let base = buffer.baseAddress
      WorkerPool.shared.forEach(chunks: count) { i in
        piece(i).withUnsafeBufferPointer { source in
          guard let base, let start = source.baseAddress else { return }
          (base + i * each).initialize(from: start, count: each)
        }
      }
      initialized = count * each
    }
  }
}
