import Autodiff
import Determinism
import Documents
import Layers
import Manifests
import Records

extension Multitask {
  /// What is recorded: the networks of the first repeat at the largest size, one by one, and the scores of all repeats
  /// and sizes.
  func outcome(_ marks: [Marks], _ first: Trial, _ stream: RandomStream) throws -> Outcome {
    var metrics: JSON = [
      "repeats": .integer(Int64(parameters.repeats)), "sizes": JSON(sizes),
      "test": .integer(Int64(parameters.test.value)), "steps": .integer(Int64(parameters.steps)),
    ]
    metrics["tasks"] = .object(tasks.indices.map { task in report(task, first, stream) })
    metrics["learning"] = .object(tasks.indices.map { JSON.Member(key: tasks[$0].name, value: learning($0, marks)) })
    if networks.count > 1 {
      metrics["contrast"] = .object(
        networks.map { JSON.Member(key: $0.rawValue, value: account($0, first, marks)) })
    } else {
      metrics["network"] = account(networks[0], first, marks)
    }
    let trained = first.trained[networks[0]] ?? []
    var outcome = Outcome(
      metrics: metrics,
      sharing: trained.first.map { $0.layout.sharing(in: $0.model.answers, samples: $0.model.chunk) },
      tables: [
        ("curve", curve(first)), ("learning", learningTable(marks)), ("runs", runTable(marks)),
        ("predictions", predictions(first)),
      ], blobs: [StoredFile("weights.safetensors", weights(trained).bytes())])
    if let confusion = confusion(first) { outcome.tables.append(("confusion", confusion)) }
    if let calibration = calibrationTable(first) { outcome.tables.append(("calibration", calibration)) }
    if case .images(let pixels, let shape) = first.draw.cohort.inputs, shape[2] == 1 {
      let (height, width) = (shape[0], shape[1])
      let chosen = Array(first.draw.test.prefix(10))
      outcome.arrays.append(
        (
          "samples",
          NumericArray(
            shape: [chosen.count, height, width],
            chosen.flatMap { pixels[$0 * height * width..<($0 + 1) * height * width] })
        ))
    }
    return outcome
  }

  /// One task: its labels, and the scores of each network with their intervals from resampling the test set.
  private func report(_ task: Int, _ first: Trial, _ stream: RandomStream) -> JSON.Member {
    let (name, own) = (tasks[task].name, tasks[task].value)
    var report: JSON = [
      "kind": .string(own.word), "training_size": .integer(Int64(first.size)),
      "training_labels": .integer(Int64(first.training(task).count)),
      "test_labels": .integer(Int64(first.test(task).count)),
    ]
    if own.isSurvival {
      let (training, test) = (first.training(task), first.test(task))
      report["training_events"] = .integer(Int64(training.count { first.labels[task].events[$0] }))
      report["test_events"] = .integer(Int64(test.count { first.labels[task].events[$0] }))
    }
    for network in networks {
      let answers = first.answers(network, task) ?? []
      let scores = own.scores(
        answers, first.labels[task], first.test(task), resampled: stream.child("intervals").child(name))
      var found = JSON.object(scores.map { JSON.Member(key: $0.name, value: $0.document) })
      if let calibration = calibration(task, first, network) {
        found["expected_events"] = ["value": .number(calibration.expectedEvents)]
      }
      report[network.rawValue] = found
    }
    return JSON.Member(key: name, value: report)
  }

  /// What networks cost, how far their trunks are apart (0 where all tasks have one), and each task's first score at the
  /// largest size, in the mean over repeats.
  private func account(_ network: Network, _ first: Trial, _ marks: [Marks]) -> JSON {
    let trained = first.trained[network] ?? []
    let trunk = trained.map { network in
      network.layout.entries.filter { $0.name.hasPrefix(Model.trunk + ".") }.flatMap { entry in
        network.values[entry.offset..<entry.offset + entry.count]
      }
    }
    let apart = trunk.dropFirst().reduce(Float(0)) { largest, other in
      zip(trunk[0], other).reduce(largest) { max($0, abs($1.0 - $1.1)) }
    }
    var found: JSON = [
      "trainings": .integer(Int64(trained.count)),
      "parameters_count": .integer(Int64(trained.reduce(0) { $0 + $1.layout.count })),
      "multiply_adds_per_sample": .integer(Int64(trained.reduce(0) { $0 + $1.model.multiplyAdds })),
      "largest_difference_of_trunks": .number(Double(apart)),
    ]
    for task in tasks.indices {
      guard let name = scoreNames(task, marks).first, let mean = points(task, score: 0, marks).last?.means[network]
      else { continue }
      found["\(tasks[task].name)_\(name)"] = .number(mean.mean)
    }
    return found
  }

  /// The weights of networks of one kind; those of several begin with the task's name.
  private func weights(_ trained: [Trained]) -> Safetensors {
    guard trained.count > 1 else { return trained.first.map { $0.layout.weights($0.values) } ?? Safetensors([]) }
    return Safetensors(
      trained.flatMap { network in
        network.layout.weights(network.values).entries.map { entry in
          Safetensors.Entry(name: "\(network.model.tasks[0].name)/\(entry.name)", array: entry.array)
        }
      })
  }
}

extension Multitask.Model {
  /// The multiplications and additions with parameters that the answers to one sample take.
  var multiplyAdds: Int {
    let uses = answers.uses()
    return uses.reduce(0) { sum, use in
      let count = answers.inputs.first { $0.name == use.parameter }?.shape.count ?? 0
      return use.parameter.hasSuffix("weights") ? sum + use.positions * count / chunk : sum
    }
  }
}
