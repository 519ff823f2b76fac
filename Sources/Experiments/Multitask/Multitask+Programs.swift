import Autodiff
import Determinism
import Documents
import Layers
import Manifests
import Oracles
import Records

extension Multitask {
  /// The programs that laws look at, each from outside.
  struct Programs: Sendable {
    /// `point`, `rows` → `gradient` of the trunk in double precision, and `parts`, that of each task alone.
    var shares: any Oracles.Subject
    /// `rows`, `order` of the tasks, `hidden` and `noise` of labels → `loss` and `gradient`, as training has them.
    var training: any Oracles.Subject
    /// `rows` → `answers`, all in one batch.
    var answers: any Oracles.Subject
    /// `risks`, `times`, `events` → `loss` and `gradient`, and by the slow twin `reference` and `reference-gradient`.
    var likelihood: any Oracles.Subject
    /// The same, in single precision as training has it, and without the twin.
    var trainedLikelihood: any Oracles.Subject
  }

  /// What laws are tried on: some samples of the experiment with their labels, and weights.
  struct Anchor: Sendable {
    let model: Model
    let lesson: Lesson
    let layout: ParameterLayout
    let values: [Float]
    /// The samples that cases choose from.
    let pool: [Int]

    /// As many samples as stand in one case.
    var chunk: Int { model.chunk }
  }

  /// The weights of an outcome, or those that a training would start from.
  func anchor(_ outcome: Outcome?) throws -> Anchor {
    let stream = self.stream(RandomStream(seed: manifest.seed, name: manifest.experiment), repeat: 1)
    let (draw, labels) = try parameters.data.isResampled ? self.draw(stream) : lawDraw(stream)
    let training = draw.training.prefix(parameters.data.isResampled ? sizes.last ?? 2 : draw.training.count)
    let encoded = draw.cohort.encoded(training: training)
    let model = try Model(
      trunk: parameters.trunk.value, tasks: tasks, weighting: parameters.weighting, shape: encoded.shape,
      chunk: encoded.shape.count > 1 ? 4 : 6)
    let layout = ParameterLayout([model.loss])
    var values = layout.initialValues(model.initializers, stream: stream.child("weights")).map(Float.init)
    if let file = outcome?.blobs.first(where: { $0.path == "weights.safetensors" }),
      let own = try? layout.values(of: Safetensors(parsing: file.bytes, file: file.path))
    {
      values = own
    }
    return Anchor(
      model: model, lesson: Lesson(tasks.map(\.value), encoded, labels, training: training), layout: layout,
      values: values, pool: Array(training))
  }

  /// A few simulated samples: laws need no more.
  private func lawDraw(_ stream: RandomStream) throws -> (Draw, [Labels]) {
    let draw = parameters.data.draw(cohort, size: 24, test: 2, stream)
    var labels: [Labels] = []
    for task in tasks { labels.append(try Labels(task.value, in: draw.cohort)) }
    return (draw, labels)
  }

  func programs(at anchor: Anchor) throws -> Programs {
    Programs(
      shares: try shares(anchor), training: try training(anchor), answers: try answers(anchor),
      likelihood: try LikelihoodProgram<Double>(ties).subject,
      trainedLikelihood: try LikelihoodProgram<Float>(ties).subject)
  }

  /// How a survival of the experiment counts ties; Efron's way where there is none.
  var ties: RiskSets.Ties {
    for task in tasks { if case .survival(_, _, let ties, _) = task.value.question { return ties } }
    return .efron
  }

  /// The model with its tasks in another order, or other ways for heads to see the trunk.
  private func model(_ anchor: Anchor, _ order: [Int], _ junction: @escaping Model.Junction) throws -> Model {
    try Model(
      trunk: parameters.trunk.value, tasks: order.map { tasks[$0] }, weighting: parameters.weighting,
      shape: anchor.lesson.encoded.shape, chunk: anchor.chunk, junction: junction)
  }

  // MARK: Gradients

  /// - Parameters:
  ///   - junction: how heads see the trunk in the loss of all tasks.
  ///   - counts: how often each task counts in it, beside once.
  func shares(_ anchor: Anchor, junction: @escaping Model.Junction = Model.copies) throws -> any Oracles.Subject {
    let order = Array(tasks.indices)
    let trunk = anchor.layout.entries.filter { $0.name.hasPrefix(Model.trunk + ".") }.map(\.name)
    let whole = try Slope<Double>(try model(anchor, order, junction).loss, of: "loss", trunk)
    let parts = try tasks.map { try Slope<Double>(anchor.model.loss, of: "loss of \($0.name)", trunk) }
    return FunctionSubject { inputs throws(SubjectFailure) in
      let feed = Feed(
        anchor.lesson, anchor.model, chosen: try anchor.rows(inputs), stream: RandomStream(seed: 1, name: "laws"))
      let arrays = feed.arrays(0).map { ($0.name, $0.numbers.map(Double.init)) }
      let point = try inputs.numbers("point")
      let gradient = whole.run(arrays, anchor.layout, point).gradient
      return Arrays([
        "gradient": NumericArray(shape: [gradient.count], gradient),
        "parts": NumericArray(
          shape: [parts.count, gradient.count], parts.flatMap { $0.run(arrays, anchor.layout, point).gradient }),
      ])
    }
  }

  /// - Parameters:
  ///   - byPlace: weights go to the parameters in their order, not by their names.
  ///   - isMasked: whether hidden labels have no share.
  func training(
    _ anchor: Anchor, junction: @escaping Model.Junction = Model.copies, byPlace: Bool = false, isMasked: Bool = true
  ) throws -> any Oracles.Subject {
    let names = anchor.layout.entries.map(\.name)
    let orders = Self.orders(tasks.count)
    let models = try orders.map { try model(anchor, $0, junction) }
    let slopes = try models.map { try Slope<Float>($0.loss, of: "loss", names) }
    return FunctionSubject { inputs throws(SubjectFailure) in
      let order = try inputs.array("order").integers
      guard let place = orders.firstIndex(of: order) else { throw SubjectFailure(.refused, "no such order of tasks") }
      var lesson = anchor.lesson
      let chosen = try anchor.rows(inputs)
      let (hidden, noise) = (try inputs.array("hidden").integers, try inputs.numbers("noise").map(Float.init))
      for (k, task) in order.enumerated() {
        lesson.labels[k] = anchor.lesson.labels[task].hiding(
          chosen.indices.filter { hidden[task * anchor.chunk + $0] == 1 }.map { chosen[$0] })
        lesson.scales[k] = anchor.lesson.scales[task]
      }
      let feed = Feed(lesson, models[place], chosen: chosen, stream: RandomStream(seed: 1, name: "laws"))
      var arrays = feed.arrays(0)
      for (k, task) in order.enumerated() {
        let own = Array(noise[task * anchor.chunk..<(task + 1) * anchor.chunk])
        arrays.disturb(tasks[task], own, where: chosen.map { !lesson.labels[k].isKnown($0) }, isMasked: isMasked)
      }
      let layout = byPlace ? ParameterLayout([models[place].loss]) : anchor.layout
      let (loss, gradient) = slopes[place].run(arrays, layout, anchor.values)
      return Arrays([
        "loss": NumericArray(shape: [1], [loss]), "gradient": NumericArray(shape: [gradient.count], gradient),
      ])
    }
  }

  /// The orders of tasks that laws try: all of few, the rotations of many.
  static func orders(_ count: Int) -> [[Int]] {
    guard count > 3 else {
      return (0..<count).reduce([[]]) { found, _ in
        found.flatMap { order in (0..<count).filter { !order.contains($0) }.map { order + [$0] } }
      }
    }
    return (0..<count).map { start in (0..<count).map { ($0 + start) % count } }
  }

  private func answers(_ anchor: Anchor) throws -> any Oracles.Subject {
    let models = try (1...anchor.chunk).map { chunk in
      try Model(
        trunk: parameters.trunk.value, tasks: tasks, weighting: parameters.weighting,
        shape: anchor.lesson.encoded.shape, chunk: chunk
      ).answers.compiled(as: Float.self)
    }
    return FunctionSubject { inputs throws(SubjectFailure) in
      let rows = try anchor.rows(inputs)
      let session = models[rows.count - 1].makeSession()
      for entry in anchor.layout.entries where session.takes(entry.name) {
        session.load(entry.name, anchor.values[entry.offset..<entry.offset + entry.count])
      }
      session.load("inputs", rows.flatMap { anchor.lesson.encoded.sample($0) })
      session.run()
      return Arrays(["answers": NumericArray(shape: [rows.count, anchor.model.width], session.output("answers"))])
    }
  }
}

extension Multitask.Anchor {
  /// The samples of a case.
  fileprivate func rows(_ inputs: Arrays) throws(SubjectFailure) -> [Int] {
    try inputs.array("rows").integers.map { pool[$0 % pool.count] }
  }
}

extension Multitask.Labels {
  /// Without the labels of some samples.
  fileprivate func hiding(_ rows: [Int]) -> Self {
    var values = values
    for row in rows { values[row] = .nan }
    return Self(values: values, events: events)
  }
}

extension [(name: String, numbers: [Float])] {
  /// Writes noise where labels are that have no share, and where the risk sets of those without an event are.
  fileprivate mutating func disturb(
    _ task: Named<Multitask.Task>, _ noise: [Float], where isUnknown: [Bool], isMasked: Bool
  ) {
    for place in indices {
      let name = self[place].name
      if name == "\(task.name).labels" {
        for i in isUnknown.indices where isUnknown[i] {
          for k in 0..<task.value.width { self[place].numbers[i * task.value.width + k] = noise[i] }
        }
      } else if name == "\(task.name).shares", !isMasked {
        self[place].numbers = self[place].numbers.map { $0 == 0 ? 1 : $0 }
      } else if name == "\(task.name).at-risk" {
        let count = isUnknown.count
        for i in 0..<count where isUnknown[i] { self[place].numbers[i * count + i] = 1 + abs(noise[i]) }
      } else if name == "\(task.name).events", !isMasked {
        for i in isUnknown.indices where isUnknown[i] { self[place].numbers[i] = 1 }
      }
    }
  }
}

/// The gradient of one output of a program.
private struct Slope<Element: TensorElement>: Sendable {
  private let executable: ArrayExecutable<Element>
  private let output: String
  private let names: [String]

  init(_ program: Program, of output: String, _ names: [String]) throws {
    (self.output, self.names) = (output, names)
    executable = try program.gradient(of: output, withRespectTo: names).compiled(as: Element.self)
  }

  /// The output, and the gradient with respect to the parameters, one after the other.
  func run(
    _ arrays: [(name: String, numbers: [Element])], _ layout: ParameterLayout, _ values: [Element]
  ) -> (value: Element, gradient: [Element]) {
    let session = executable.makeSession()
    for entry in layout.entries where session.takes(entry.name) {
      session.load(entry.name, values[entry.offset..<entry.offset + entry.count])
    }
    for (name, numbers) in arrays where session.takes(name) { session.load(name, numbers) }
    session.run()
    return (session.output(output)[0], names.flatMap { session.output("∂\(output)/∂\($0)") })
  }
}
