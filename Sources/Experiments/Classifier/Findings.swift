import Documents
import Layers
import Manifests

/// What was found out about a trained network.
struct Findings {
  let trainingAccuracy, testAccuracy: Double
  let translations: Classifier.Moved
  /// Where turns were asked for.
  let rotations: Classifier.Moved?
  let reflection: Classifier.Moved?
  let symmetry: NetworkSymmetry
  let document: JSON

  init(of trained: Classifier.Trained, _ classifier: Classifier) {
    let (images, layout) = (classifier.images, trained.trainer.layout)
    func accuracy(_ chosen: [Int]) -> Double { trained.logits[chosen].accuracy(chosen.map { images.labels[$0] }) }
    (trainingAccuracy, testAccuracy) = (accuracy(classifier.training), accuracy(classifier.test))
    translations = classifier.translations(of: trained)
    let step = classifier.parameters.rotations?.value
    rotations = step.map { classifier.rotations(of: trained, step: $0) }
    reflection = step.map { _ in classifier.reflection(of: trained) }
    symmetry = Network(trained.model.layers).symmetry(height: images.height, width: images.width)
    var document: JSON = [
      "parameters_count": .integer(Int64(layout.count)),
      "multiply_adds": .integer(
        layout.multiplyAdds(in: trained.model.logits, samples: classifier.parameters.chunk)),
      "loss": .number(trained.curve.numbers("loss").last ?? .nan),
      "training_accuracy": .number(trainingAccuracy), "test_accuracy": .number(testAccuracy),
      "translations": [
        "accuracy_by_shift": JSON(translations.accuracies),
        "mean_accuracy": .number(translations.meanAccuracy),
        "largest_change_of_a_logit": .number(Double(translations.largestChange)),
      ],
    ]
    if let rotations, let reflection, let step {
      let quarters = stride(from: 0, to: rotations.accuracies.count, by: 90 / step).map { rotations.accuracies[$0] }
      document["rotations"] = [
        "accuracy_by_angle": JSON(rotations.accuracies), "mean_accuracy": .number(rotations.meanAccuracy),
        "accuracy_by_quarter": JSON(quarters),
        "largest_change_of_a_logit": .number(Double(rotations.largestChange)),
      ]
      document["reflection"] = [
        "accuracy": .number(reflection.meanAccuracy),
        "largest_change_of_a_logit": .number(Double(reflection.largestChange)),
      ]
    }
    self.document = document
  }
}

extension Classifier.Moved {
  var meanAccuracy: Double { accuracies.reduce(0, +) / Double(max(1, accuracies.count)) }
}
