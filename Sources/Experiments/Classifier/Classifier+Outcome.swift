import Autodiff
import Determinism
import Documents
import Layers
import Manifests
import Records

extension Classifier {
  /// What is recorded of the trained networks: of the only one in full, and side by side where there are several.
  func outcome(of trained: [Trained]) throws -> Outcome {
    let own = trained[0]
    let isAlone = parameters.networks[0].name == nil
    let found = trained.map { Findings(of: $0, self) }
    var metrics: JSON = [
      "classes": .integer(Int64(images.classes.count)), "epochs": .integer(Int64(parameters.epochs)),
      "steps": .integer(Int64(own.trainer.step)),
    ]
    var (training, test): (JSON, JSON) = (
      ["images": .integer(Int64(self.training.count))], ["images": .integer(Int64(self.test.count))]
    )
    if isAlone {
      training["accuracy"] = .number(found[0].trainingAccuracy)
      test["accuracy"] = .number(found[0].testAccuracy)
    }
    metrics["training"] = training
    metrics["test"] = test
    if isAlone {
      for member in found[0].document.asObject ?? [] where !member.key.hasSuffix("_accuracy") {
        metrics[member.key] = member.value
      }
      metrics["alone"] = try alone(own)
    }
    if trained.count > 1 || !isAlone {
      metrics["contrast"] = .object(zip(trained, found).map { JSON.Member(key: $0.name, value: $1.document) })
    }
    metrics["warnings"] = JSON(
      isAlone
        ? found[0].symmetry.warnings
        : zip(trained, found).flatMap { own, found in
          found.symmetry.warnings.map { "\(own.name): \($0)" }
        })
    var outcome = Outcome(metrics: metrics, sharing: sharing(of: isAlone ? [own] : trained))
    outcome.tables = tables(of: trained, found, isAlone: isAlone)
    for one in isAlone ? [own] : trained {
      let weights = one.trainer.layout.weights(one.trainer.predicting)
      outcome.blobs.append(StoredFile(weightsFile(one.name), weights.bytes()))
      if isAlone, let filters = weights.entries.first(where: { $0.array.shape.count == 4 }) {
        outcome.arrays.append(("filters", filters.array))
      }
    }
    return outcome
  }

  /// Where the weights of a network are.
  func weightsFile(_ name: String) -> String {
    parameters.networks[0].name == nil ? "weights.safetensors" : "weights-\(name).safetensors"
  }

  private func sharing(of trained: [Trained]) -> JSON {
    let parts = trained.map { one in
      one.trainer.layout.sharing(
        in: one.model.logits, samples: parameters.chunk, copies: Network(one.model.layers).copies)
    }
    guard parameters.networks[0].name != nil else { return parts[0] }
    return .object(zip(trained, parts).map { JSON.Member(key: $0.name, value: $1) })
  }

  private func tables(of trained: [Trained], _ found: [Findings], isAlone: Bool) -> [(name: String, table: Table)] {
    var tables = trained.enumerated().map { place, one in
      (name: isAlone && place == 0 ? "curve" : "curve-\(one.name)", table: one.curve)
    }
    let told = isAlone ? [(own: trained[0], column: "predicted")] : trained.map { (own: $0, column: $0.name) }
    tables.append(("predictions", predictions(told)))
    tables.append(("classes", classes(isAlone ? [(trained[0], "accuracy")] : trained.map { ($0, $0.name) })))
    func moves(_ name: String, _ values: [Double], _ moved: (Findings) -> Moved?) {
      let columns = zip(trained, found).compactMap { one, found in
        moved(found).map { Table.Column(one.name, numbers: $0.accuracies) }
      }
      if !columns.isEmpty { tables.append((name, Table([Table.Column("move", numbers: values)] + columns))) }
    }
    moves("translations", (0..<max(images.height, images.width)).map(Double.init)) { $0.translations }
    if let step = parameters.rotations?.value {
      moves("rotations", stride(from: 0, to: 360, by: step).map(Double.init)) { $0.rotations }
    }
    return tables
  }

  private func classes(_ told: [(Trained, String)]) -> Table {
    let members = images.classes.indices.map { k in test.filter { images.labels[$0] == k } }
    return Table(
      [
        Table.Column("class", texts: images.classes), Table.Column("images", numbers: members.map { Double($0.count) }),
      ]
        + told.map { own, name in
          Table.Column(
            name,
            numbers: members.enumerated().map { k, members in
              let right = members.count { own.logits.guess($0) == k }
              return members.isEmpty ? .nan : Double(right) / Double(members.count)
            })
        })
  }

  private func predictions(_ told: [(own: Trained, column: String)]) -> Table {
    Table(
      [
        images.files.map { files in Table.Column("image", texts: test.map { files[$0] }) }
          ?? Table.Column("image", numbers: test.map(Double.init)),
        Table.Column("class", texts: test.map { images.classes[images.labels[$0]] }),
      ]
        + told.map { own, name in
          Table.Column(name, texts: test.map { images.classes[own.logits.guess($0)] })
        })
  }
}
