import Autodiff
import Determinism
import Layers
import Manifests

extension Multitask {
  /// What a network is trained on: samples, and the labels of its tasks, those of regressions standardised.
  struct Lesson: Sendable {
    let encoded: Encoded
    /// For each task of the model.
    var labels: [Labels]
    /// For each task, what a regression's labels are measured from, and by; 0 and 1 for others.
    var scales: [(centre: Double, deviation: Double)]
    let training: [Int]

    init(_ tasks: [Task], _ encoded: Encoded, _ labels: [Labels], training: ArraySlice<Int>) {
      self.encoded = encoded
      self.labels = labels
      self.training = Array(training)
      scales = zip(tasks, labels).map { task, labels in
        let known = training.filter { labels.isKnown($0) }.map { labels.values[$0] }
        guard task.isRegression, !known.isEmpty else { return (0, 1) }
        let moments = Moments(known)
        return (moments.mean, moments.deviation > 0 ? moments.deviation : 1)
      }
    }
  }

  /// The samples of one step, dealt to chunks; the last chunk is filled up with samples without labels.
  struct Feed: Sendable {
    let lesson: Lesson
    let model: Model
    let chosen: [Int]
    let stream: RandomStream
    /// For each task, how many of the chosen have a label; of a survival, how many had the event within a chunk.
    private let known: [Int]

    init(_ lesson: Lesson, _ model: Model, chosen: [Int], stream: RandomStream) {
      (self.lesson, self.model, self.chosen, self.stream) = (lesson, model, chosen, stream)
      known = zip(model.tasks, lesson.labels).map { task, labels in
        task.value.isSurvival
          ? chosen.count { labels.isKnown($0) && labels.events[$0] } : labels.count(chosen)
      }
    }

    var chunks: Int { (chosen.count + model.chunk - 1) / model.chunk }

    /// The samples of a chunk; nil where there is none.
    private func own(_ i: Int) -> [Int?] {
      (0..<model.chunk).map { i * model.chunk + $0 < chosen.count ? chosen[i * model.chunk + $0] : nil }
    }

    /// Gives a session all that a chunk's loss needs.
    func load(_ i: Int, _ session: Session<Float>) {
      for (name, numbers) in arrays(i) { session.load(name, numbers) }
    }

    /// The inputs of a chunk's loss, by name.
    func arrays(_ i: Int) -> [(name: String, numbers: [Float])] {
      let own = own(i)
      var arrays = [(name: "inputs", numbers: own.flatMap { lesson.encoded.sample($0 ?? chosen[0]) })]
      for (place, task) in model.tasks.enumerated() {
        let labels = lesson.labels[place]
        let share = known[place] > 0 ? 1 / Float(known[place]) : 0
        let isKnown = own.map { sample in sample.map { labels.isKnown($0) } ?? false }
        if model.loss.inputs.contains(where: { $0.name == "\(task.name).presence" }) {
          arrays.append(("\(task.name).presence", [known[place] > 0 ? 1 / Float(chunks) : 0]))
        }
        if case .survival(_, _, let ties, _) = task.value.question {
          let sets = RiskSets(
            times: zip(own, isKnown).map { $1 ? labels.values[$0 ?? 0] : .nan },
            events: zip(own, isKnown).map { $1 && labels.events[$0 ?? 0] }, ties: ties)
          arrays.append(("\(task.name).at-risk", sets.weights.map(Float.init)))
          arrays.append(("\(task.name).events", sets.events.map(Float.init)))
          arrays.append(("\(task.name).share", [share]))
          continue
        }
        let (centre, deviation) = lesson.scales[place]
        let values = zip(own, isKnown).map { $1 ? (labels.values[$0 ?? 0] - centre) / deviation : 0 }
        if case .classes = task.value.question {
          arrays.append(
            (
              "\(task.name).labels",
              values.flatMap { value in (0..<task.value.width).map { value == Double($0) ? 1 : 0 } }
            ))
        } else {
          arrays.append(("\(task.name).labels", values.map(Float.init)))
        }
        arrays.append(("\(task.name).shares", isKnown.map { $0 ? share : 0 }))
      }
      for mask in model.masks {
        var draw = stream.child("\(mask.name) \(i)")
        let kept = Float(1 / (1 - mask.probability))
        arrays.append((mask.name, (0..<mask.count).map { _ in draw.nextUniform() < mask.probability ? 0 : kept }))
      }
      return arrays
    }
  }
}
