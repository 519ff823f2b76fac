/// What a network says of some images: for each a number per class, the largest being its guess.
struct Logits: Sendable {
  let classes: Int
  /// `[images, classes]`.
  let values: [Float]

  var count: Int { values.count / classes }

  /// Of some of the images, by their places here.
  subscript(chosen: [Int]) -> Logits {
    Logits(classes: classes, values: chosen.flatMap { values[$0 * classes..<($0 + 1) * classes] })
  }

  /// The class of the largest number; the first of equals.
  func guess(_ image: Int) -> Int {
    (1..<classes).reduce(0) { values[image * classes + $1] > values[image * classes + $0] ? $1 : $0 }
  }

  /// The part of the images that is told right.
  func accuracy(_ labels: [Int]) -> Double {
    labels.isEmpty ? .nan : Double(labels.indices.count { guess($0) == labels[$0] }) / Double(labels.count)
  }

  /// By how much the number that moved most differs from other ones: 0 when every bit is kept.
  func largestChange(from others: Logits) -> Float {
    zip(values, others.values).reduce(0) { max($0, abs($1.0 - $1.1)) }
  }
}
