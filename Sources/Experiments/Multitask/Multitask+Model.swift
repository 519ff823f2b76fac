import Autodiff
import Layers
import Manifests

extension Multitask {
  /// The programs of one network: a trunk, and a head for each of its tasks.
  struct Model: Sendable {
    /// The name of the trunk's parameters: `trunk.1-conv.weights`. Those of a head begin with the task's.
    static let trunk = "trunk"

    /// Over one chunk: `loss`, and of each task `loss of NAME`.
    let loss: Program
    /// Over one chunk: `answers`, `[chunk, width]`, the tasks' side by side.
    let answers: Program
    let initializers: [(name: String, initializer: Initializer)]
    let tasks: [Named<Task>]
    let chunk: Int
    /// The masks of dropout: their names, sizes, and the probability of being dropped.
    let masks: [(name: String, count: Int, probability: Double)]

    /// The numbers that a sample is answered with.
    var width: Int { tasks.reduce(0) { $0 + $1.value.width } }

    /// How heads see the trunk's features: each has a copy, and what the copies give back is added exactly.
    typealias Junction = @Sendable (_ features: Tensor, _ tasks: Int) -> [Tensor]

    /// - Throws: `AutodiffError` when layers do not fit each other, `LayersError` when a head gives another number of
    ///   answers than its task has.
    init(
      trunk: [Layers.Layer], tasks: [Named<Task>], weighting: Weighting, shape: [Int], chunk: Int,
      junction: Junction = copies
    ) throws {
      (self.tasks, self.chunk) = (tasks, chunk)
      var initializers: [(name: String, initializer: Initializer)] = []
      func heads(_ trace: Trace, isTraining: Bool) throws -> (scope: Scope, answers: [Tensor]) {
        let scope = Scope(trace, isTraining: isTraining)
        let inputs = trace.data("inputs", shape: [chunk] + shape)
        let features = Layers.Network(trunk)(inputs, in: scope.part(Self.trunk))
        guard !trace.hasFault else { return (scope, []) }
        guard features.shape.rank == 2, features.shape.extents[0] == chunk else {
          throw LayersError(
            "trunk",
            "it ends with features of shape \(features.shape.extents.dropFirst()) for each sample, expected a vector; end with flatten or global-average-pool"
          )
        }
        let views = junction(features, tasks.count)
        var answers: [Tensor] = []
        for (task, view) in zip(tasks, views) {
          let answer = Layers.Network(task.value.layers)(view, in: scope.part(task.name))
          initializers = scope.initializers
          guard !trace.hasFault else { return (scope, []) }
          guard answer.shape.extents == [chunk, task.value.width] else {
            throw LayersError(
              task.name,
              "its head ends with \(answer.shape.extents.dropFirst()) numbers for each sample, expected \(task.value.width); end with {dense: \(task.value.width)}"
            )
          }
          answers.append(answer)
        }
        return (scope, answers)
      }
      loss = try Program.model { trace in
        let (scope, answers) = try heads(trace, isTraining: true)
        guard !trace.hasFault else { return [] }
        let parts = zip(tasks, answers).map { task, answer in
          task.value.loss(answer, chunk: chunk, weighting, in: scope.part(task.name))
        }
        initializers = scope.initializers
        let total = concatenated(parts.map { $0.reshaped(to: [1]) }, axis: 0).exactSum()
        return [("loss", total)] + zip(tasks, parts).map { ("loss of \($0.name)", $1) }
      }
      answers = try Program.model { trace in
        let (_, answers) = try heads(trace, isTraining: false)
        return trace.hasFault ? [] : [("answers", concatenated(answers, axis: 1))]
      }
      self.initializers = initializers
      let named = [(Self.trunk, trunk)] + tasks.map { ($0.name, $0.value.layers) }
      masks = named.flatMap { [loss] part, layers in
        layers.enumerated().compactMap { i, layer in
          guard case .dropout(let probability) = layer else { return nil }
          let name = "\(part).\(i + 1)-\(layer.name).mask"
          return loss.inputs.first { $0.name == name }.map { (name, $0.shape.count, probability) }
        }
      }
    }

    static let copies: Junction = { features, count in
      guard count > 1 else { return [features] }
      let all = features.copies(count)
      return (0..<count).map { all.sliced(0, $0..<$0 + 1).reshaped(to: features.shape.extents) }
    }

    /// Where the answers to a task stand among those to a sample.
    func places(of task: Int) -> Range<Int> {
      let start = tasks[..<task].reduce(0) { $0 + $1.value.width }
      return start..<start + tasks[task].value.width
    }
  }
}

extension Multitask.Task {
  /// The task's part of a chunk's loss: its sum over labelled samples, each with its share of the batch.
  ///
  /// Samples without a label have a share of 0, and what stands in a label's place is never looked at.
  fileprivate func loss(
    _ answer: Tensor, chunk: Int, _ weighting: Multitask.Weighting, in scope: Scope
  ) -> Tensor {
    var loss: Tensor
    switch question {
    case .survival:
      loss =
        negativeLogPartialLikelihood(
          answer.reshaped(to: [chunk]), weights: scope.data("at-risk", shape: [chunk, chunk]),
          events: scope.data("events", shape: [chunk])) * scope.data("share", shape: [])
    default:
      let losses: Tensor
      if case .classes = question {
        losses = crossEntropy(answer, oneHot: scope.data("labels", shape: [chunk, width]))
      } else {
        let (x, y) = (answer.reshaped(to: [chunk]), scope.data("labels", shape: [chunk]))
        losses = isRegression ? square(x - y) : softplus(x) - x * y
      }
      let shares = scope.data("shares", shape: [chunk])
      loss = `where`(shares .> 0, shares * losses, 0).sum()
    }
    if weighting == .uncertainty {
      let noise = scope.parameter("log-variance", shape: [1], .zeros).reshaped(to: [])
      // Once a batch, and only where the batch says something about the task.
      loss = (isRegression ? 0.5 : 1) * exp(-noise) * loss + 0.5 * noise * scope.data("presence", shape: [])
    }
    return weight == 1 ? loss : Tensor(weight) * loss
  }
}
