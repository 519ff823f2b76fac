import Determinism
import Documents
import Layers
import Records

extension Siamese {
  /// What is recorded of trained twins.
  func outcome(
    of trained: Trained, _ specimens: Specimens, _ verification: Verification, _ stream: RandomStream
  ) throws -> Outcome {
    let encoder = try TwinEncoder(trained.twins, trained.layout, specimens)
    let distances = encoder.distances(trained.vectors, verification.trials.all)
    let components = components(trained, specimens)
    var metrics: JSON = [
      "classes": [
        "training": .integer(Int64(split.training.count)), "test": .integer(Int64(split.test.count)),
      ], "images": .integer(Int64(specimens.count)), "steps": .integer(Int64(trained.steps)),
      "parameters_count": .integer(Int64(trained.layout.count)),
      "multiplications_per_pair": .integer(Int64(trained.twins.multiplications(chunk: parameters.chunk))),
      "loss": .number(trained.curve.numbers("loss").last ?? .nan),
    ]
    var document = verification.document(distances)
    document["resampled"] = .string(verification.resamplesClasses ? "classes" : "images")
    for (sort, own) in try onTraining(trained, encoder, specimens, verification, distances, stream) {
      document[sort]?["threshold_from_training"] = own
    }
    metrics["verification"] = document
    // What any learned distance must beat: that of the pixels themselves.
    metrics["pixels"] = verification.document(pixelDistances(specimens, verification.trials), withIntervals: false)
    metrics["symmetry"] = try symmetry(of: trained, encoder, specimens, verification)
    metrics["components"] = ["variance": JSON(components.parts)]
    var outcome = Outcome(
      metrics: metrics,
      sharing: trained.layout.sharing(in: trained.twins.comparison, samples: parameters.chunk),
      tables: [
        ("curve", trained.curve), ("pairs", pairTable(distances, specimens, verification)),
        ("roc", rocTable(distances, verification)), ("distances", histogram(distances, verification)),
        ("classes", classTable(distances, specimens, verification)),
        ("embedding", embeddingTable(components, specimens)),
      ], blobs: [StoredFile("weights.safetensors", trained.layout.weights(trained.values).bytes())])
    outcome.arrays.append(("examples", examples(specimens)))
    return outcome
  }

  /// The threshold that accepts so many impostors among classes seen in training, and what it does in the test.
  private func onTraining(
    _ trained: Trained, _ encoder: TwinEncoder, _ specimens: Specimens, _ verification: Verification,
    _ distances: [Double], _ stream: RandomStream
  ) throws -> [(sort: String, document: JSON)] {
    let seen = Verification(specimens, classes: split.training, parameters.verification, stream.child("seen"))
    let own = encoder.distances(trained.vectors, seen.trials.all)
    return verification.trials.impostors.filter(seen.trials.impostors.contains).map { sort in
      let curve = seen.curve(own, sort)
      let threshold = curve.point(falseAccept: parameters.verification.falseAccept).threshold
      let test = verification.curve(distances, sort).point(threshold: threshold)
      return (
        sort.metric,
        [
          "eer_in_training": .number(curve.equalError.rate), "threshold": .number(threshold),
          "false_accept": .number(test.falseAccept), "false_reject": .number(test.falseReject),
        ]
      )
    }
  }

  private func pixelDistances(_ specimens: Specimens, _ trials: Trials) -> [Double] {
    trials.all.map { trial in
      zip(specimens.image(trial.first), specimens.image(trial.second)).reduce(0) { sum, pixels in
        let difference = Double(pixels.0 - pixels.1)
        return sum + difference * difference
      }.squareRoot()
    }
  }

  /// By how much distances change when the twins are exchanged, how far an image is from itself, and by how much a pair
  /// alone differs from the same in a batch: 0, 0 and 0 where the twins are one.
  func symmetry(
    of trained: Trained, _ encoder: TwinEncoder, _ specimens: Specimens, _ verification: Verification
  ) throws -> JSON {
    let trials = verification.trials.all
    let forth = encoder.distances(trained.vectors, trials)
    let back = encoder.distances(trained.vectors, trials, isExchanged: true)
    let own = encoder.distances(trained.vectors, verification.images.map { ($0, $0) })
    let single = try PairComparison(
      Twins(
        parameters, specimens.shape, isShared: trained.twins.isShared, chunk: 1
      ).comparison, trained.layout, trained.values)
    let alone = zip(trials.prefix(32), forth).map { trial, distance in
      let pair = single.distances(specimens.image(trial.first), specimens.image(trial.second))
      return (Double(pair[0]) - distance).magnitude
    }
    return [
      "pairs": .integer(Int64(trials.count)),
      "largest_change_by_exchange": .number(zip(forth, back).reduce(0) { max($0, ($1.0 - $1.1).magnitude) }),
      "largest_distance_from_itself": .number(own.reduce(0) { max($0, $1.magnitude) }),
      "largest_change_alone": .number(alone.reduce(0, max)),
    ]
  }
}
