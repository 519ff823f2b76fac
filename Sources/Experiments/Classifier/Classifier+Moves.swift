import Documents
import Layers

extension Classifier {
  /// What a network makes of test images that were moved.
  struct Moved {
    let accuracies: [Double]
    /// By how much a logit ever differs from that of the image at rest, over the moves that a law speaks of.
    let largestChange: Float
  }

  /// Cyclic translations along both axes by 0, 1 … pixels; a law speaks of all of them.
  func translations(of trained: Trained) -> Moved {
    moved(trained, 0..<max(images.height, images.width), isLaw: { _ in true }) { [images] image, shift in
      images.shifted(image, down: shift, right: shift)
    }
  }

  /// Turns by 0, s, 2 s … degrees; laws speak of those by quarters.
  func rotations(of trained: Trained, step: Int) -> Moved {
    moved(trained, 0..<360 / step, isLaw: { $0 * step % 90 == 0 }) { [images] image, turn in
      images.turned(image, degrees: turn * step)
    }
  }

  /// The mirror image.
  func reflection(of trained: Trained) -> Moved {
    moved(trained, 0..<1, isLaw: { _ in true }) { [images] image, _ in images.mirrored(image) }
  }

  private func moved(
    _ trained: Trained, _ moves: Range<Int>, isLaw: (Int) -> Bool,
    _ move: @escaping @Sendable (_ image: Int, _ move: Int) -> [Float]
  ) -> Moved {
    let (resting, labels) = (trained.logits[test], test.map { images.labels[$0] })
    var (accuracies, largest) = ([Double](), Float(0))
    for number in moves {
      let logits = trained.evaluation.logits(trained.trainer.predicting, of: images, test) { move($0, number) }
      accuracies.append(logits.accuracy(labels))
      if isLaw(number) { largest = max(largest, logits.largestChange(from: resting)) }
    }
    return Moved(accuracies: accuracies, largestChange: largest)
  }

  /// By how much the logits of an image alone differ from those in a batch: 0.
  func alone(_ trained: Trained) throws -> JSON {
    let single = try Evaluation(
      try Model(trained.model.layers, images, chunk: 1).logits, classes: images.classes.count, trained.trainer.layout,
      chunk: 1)
    let chosen = Array(test.prefix(32))
    let logits = single.logits(trained.trainer.predicting, of: images, chosen)
    return [
      "images": .integer(Int64(chosen.count)),
      "largest_change_of_a_logit": .number(Double(logits.largestChange(from: trained.logits[chosen]))),
    ]
  }
}
