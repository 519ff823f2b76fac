import Autodiff
import Determinism
import Documents
import Layers
import Manifests
import Records

extension Classifier {
  /// What is recorded of a trained network.
  func outcome(of trained: Trained) throws -> Outcome {
    var metrics: JSON = [
      "classes": .integer(Int64(images.classes.count)), "epochs": .integer(Int64(parameters.epochs)),
      "steps": .integer(Int64(trained.trainer.step)), "parameters_count": .integer(Int64(trained.trainer.layout.count)),
      "loss": .number(trained.curve.numbers("loss").last ?? .nan),
    ]
    metrics["training"] = [
      "images": .integer(Int64(training.count)), "accuracy": .number(accuracy(trained, training)),
    ]
    metrics["test"] = ["images": .integer(Int64(test.count)), "accuracy": .number(accuracy(trained, test))]
    metrics["translations"] = try translations(of: trained)
    metrics["alone"] = try alone(trained)
    let weights = trained.trainer.layout.weights(trained.trainer.values)
    var outcome = Outcome(
      metrics: metrics, sharing: trained.trainer.layout.sharing(in: trained.model.logits, samples: parameters.chunk),
      tables: [
        ("curve", trained.curve), ("classes", classTable(trained)), ("predictions", predictionTable(trained)),
      ],
      blobs: [StoredFile("weights.safetensors", weights.bytes())])
    if let filters = weights.entries.first(where: { $0.array.shape.count == 4 }) {
      outcome.arrays.append(("filters", filters.array))
    }
    return outcome
  }

  private func accuracy(_ trained: Trained, _ chosen: [Int]) -> Double {
    trained.logits[chosen].accuracy(chosen.map { images.labels[$0] })
  }

  /// Accuracy on cyclically moved test images, and by how much a logit ever moves: 0 for a network that is exact.
  func translations(of trained: Trained) throws -> JSON {
    let evaluation = try Evaluation(trained.model, images, trained.trainer.layout, chunk: parameters.chunk)
    let (resting, labels) = (trained.logits[test], test.map { images.labels[$0] })
    var (accuracies, largest) = ([Double](), Float(0))
    for shift in 0..<max(images.height, images.width) {
      let logits = evaluation.logits(trained.trainer.values, count: test.count) { [images, test] i in
        images.shifted(test[i], down: shift, right: shift)
      }
      accuracies.append(logits.accuracy(labels))
      largest = max(largest, logits.largestChange(from: resting))
    }
    return ["accuracy_by_shift": JSON(accuracies), "largest_change_of_a_logit": .number(Double(largest))]
  }

  /// By how much the logits of an image alone differ from those in a batch: 0.
  private func alone(_ trained: Trained) throws -> JSON {
    let single = try Evaluation(
      try Model(parameters.alone, images, layers: trained.model.layers), images, trained.trainer.layout, chunk: 1)
    let chosen = Array(test.prefix(32))
    let logits = single.logits(trained.trainer.values, count: chosen.count) { [images] in
      Array(images.image(chosen[$0]))
    }
    return [
      "images": .integer(Int64(chosen.count)),
      "largest_change_of_a_logit": .number(Double(logits.largestChange(from: trained.logits[chosen]))),
    ]
  }

  private func classTable(_ trained: Trained) -> Table {
    let members = images.classes.indices.map { k in test.filter { images.labels[$0] == k } }
    let right = members.enumerated().map { k, members in members.count { trained.logits.guess($0) == k } }
    return Table([
      Table.Column("class", texts: images.classes), Table.Column("images", numbers: members.map { Double($0.count) }),
      Table.Column("right", numbers: right.map(Double.init)),
      Table.Column("accuracy", numbers: zip(right, members).map { $1.isEmpty ? .nan : Double($0) / Double($1.count) }),
    ])
  }

  private func predictionTable(_ trained: Trained) -> Table {
    Table([
      images.files.map { files in Table.Column("image", texts: test.map { files[$0] }) }
        ?? Table.Column("image", numbers: test.map(Double.init)),
      Table.Column("class", texts: test.map { images.classes[images.labels[$0]] }),
      Table.Column("predicted", texts: test.map { images.classes[trained.logits.guess($0)] }),
    ])
  }

  /// What sharing bought: the network beside its twin with a filter of its own at every position.
  func contrast(_ own: Trained, _ other: Trained, _ outcome: inout Outcome) throws {
    func column(_ trained: Trained) throws -> JSON {
      [
        "parameters_count": .integer(Int64(trained.trainer.layout.count)),
        "training_accuracy": .number(accuracy(trained, training)),
        "test_accuracy": .number(accuracy(trained, test)),
        "translations": try translations(of: trained),
      ]
    }
    outcome.metrics["contrast"] = ["shared": try column(own), "unshared": try column(other)]
  }
}

extension Classifier.Parameters {
  /// The same, one image at a time.
  fileprivate var alone: Self {
    Self(
      data: data, test: test, layers: layers, descent: descent, epochs: epochs, batch: batch, chunk: 1)
  }
}
