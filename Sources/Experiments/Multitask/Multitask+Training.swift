import Autodiff
import Determinism
import Documents
import Laboratory
import Layers
import Manifests

extension Multitask {
  /// A trained network.
  struct Trained: Sendable {
    let model: Model
    let layout: ParameterLayout
    let values: [Float]
    /// After each twentieth of the steps: the mean loss in it.
    let curve: Table
    let scales: [(centre: Double, deviation: Double)]
    /// The answers to every sample of the cohort, `[sample, width]`.
    let answers: [Float]

    /// The answers to one task: for each sample as many numbers as it has, regressions in the unit of their labels.
    func answers(_ task: Int) -> [[Double]] {
      let (width, places, scale) = (model.width, model.places(of: task), scales[task])
      return (0..<answers.count / width).map { sample in
        places.map { Double(answers[sample * width + $0]) * scale.deviation + scale.centre }
      }
    }
  }

  /// The model for some of the tasks at a training-set size.
  func model(_ tasks: [Named<Task>], shape: [Int], size: Int) throws -> Model {
    try Model(
      trunk: parameters.trunk.value, tasks: tasks, weighting: parameters.weighting, shape: shape,
      chunk: min(parameters.chunk?.value ?? batch(size), batch(size)))
  }

  /// The samples of a step.
  func batch(_ size: Int) -> Int { min(size, parameters.batch?.value ?? size) }

  /// Trains one network. A trunk starts alike whatever the tasks on it, and sees the same batches.
  /// - Parameter stream: of the repeat.
  func train(
    _ tasks: [Named<Task>], _ lesson: Lesson, _ stream: RandomStream, _ progress: Progress, _ stage: String
  ) throws -> Trained {
    let size = lesson.training.count
    let model = try model(tasks, shape: lesson.encoded.shape, size: size)
    let layout = ParameterLayout([model.loss])
    let batch = batch(size)
    let training = try Training(
      stage, [LossTerm(model.loss)], parameters.descent,
      values: layout.initialValues(model.initializers, stream: stream.child("weights")), layout: layout,
      steps: parameters.steps, interval: max(1, parameters.steps / 20))
    // The whole training set in one step needs no order, and without dropout nothing of it changes.
    let whole = batch == size ? Feed(lesson, model, chosen: lesson.training, stream: stream.child("dropout")) : nil
    let kept = whole.flatMap { model.masks.isEmpty ? (0..<$0.chunks).map($0.arrays) : nil }
    var (epoch, order) = (-1, [Int]())
    let rounds = max(1, size / batch)
    try training.run(progress) { step in
      if let kept {
        return Training.Work(chunks: [kept.count], samples: size) { _, chunk, session in
          for (name, numbers) in kept[chunk] { session.load(name, numbers) }
        }
      }
      let (now, place) = ((step - 1) / rounds, (step - 1) % rounds)
      if now != epoch {
        var shuffle = stream.child("epoch \(now)")
        (epoch, order) = (now, batch == size ? Array(0..<size) : shuffle.permutation(size))
      }
      let feed = Feed(
        lesson, model, chosen: order[place * batch..<(place + 1) * batch].map { lesson.training[$0] },
        stream: stream.child("dropout \(step)"))
      return Training.Work(chunks: [feed.chunks], samples: batch) { feed.load($1, $2) }
    } row: { _ in
      ([], "\(size) for training")
    }
    let values = training.trainer.predicting
    return Trained(
      model: model, layout: layout, values: values, curve: training.curve, scales: lesson.scales,
      answers: try answers(model, layout, values, lesson.encoded))
  }

  /// The answers to every sample: a sample's answers are the same in every company.
  func answers(_ model: Model, _ layout: ParameterLayout, _ values: [Float], _ encoded: Encoded) throws -> [Float] {
    let executable = try model.answers.compiled(as: Float.self)
    let (count, chunk) = (encoded.values.count / encoded.width, model.chunk)
    return Parallel.gather((count + chunk - 1) / chunk, each: chunk * model.width) { i in
      let session = executable.makeSession()
      for entry in layout.entries where session.takes(entry.name) {
        session.load(entry.name, values[entry.offset..<entry.offset + entry.count])
      }
      session.load("inputs", (0..<chunk).flatMap { encoded.sample(min(count - 1, i * chunk + $0)) })
      session.run()
      return session.output("answers")
    }.prefix(count * model.width).map { $0 }
  }
}
