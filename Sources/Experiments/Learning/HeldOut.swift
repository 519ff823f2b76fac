import Determinism
import Documents
import Manifests

/// Which samples are kept from training, for testing.
enum HeldOut: Sendable {
  /// The last of all.
  case last(Int)
  /// As many as this, drawn from all.
  case drawn(Int)
  /// As many as this of each class, drawn from it.
  case ofEachClass(Int)

  static var schema: Schema<Self> {
    let count = Schema<Int>.integer(atLeast: 1)
    return .either(
      count.map { .last($0) },
      .variants([
        .value("last", count.map { .last($0) }, "so many of the last samples"),
        .value("drawn", count.map { .drawn($0) }, "so many, drawn from all by the seed"),
        .value("of-each-class", count.map { .ofEachClass($0) }, "so many of each class, drawn from it by the seed"),
      ]))
  }

  /// Deals samples to training and test, each in the order of the data.
  /// - Parameter labels: the class of each sample, below `classes.count`.
  /// - Throws: a problem at `place` when a class is left without a sample for training.
  func split(
    _ labels: [Int], classes: [String], seed: UInt64, at place: Place
  ) throws(ManifestErrors) -> (training: [Int], test: [Int]) {
    var isTest = [Bool](repeating: false, count: labels.count)
    let stream = RandomStream(seed: seed, name: "held out")
    switch self {
    case .last(let count), .drawn(let count):
      guard count < labels.count else {
        throw ManifestErrors([
          place.problem(expected: "fewer test images than the \(labels.count) that there are", found: "\(count)")
        ])
      }
      if case .drawn = self {
        var draw = stream
        for i in draw.permutation(labels.count).prefix(count) { isTest[i] = true }
      } else {
        for i in labels.count - count..<labels.count { isTest[i] = true }
      }
    case .ofEachClass(let count):
      for (k, name) in classes.enumerated() {
        let members = labels.indices.filter { labels[$0] == k }
        guard count < members.count else {
          throw ManifestErrors([
            place.problem(
              expected: "fewer test images than the \(members.count) of class \(name)", found: "\(count)")
          ])
        }
        var own = stream.child(name)
        for i in own.permutation(members.count).prefix(count) { isTest[members[i]] = true }
      }
    }
    let training = labels.indices.filter { !isTest[$0] }
    let present = Set(training.map { labels[$0] })
    if let missing = classes.indices.first(where: { !present.contains($0) }) {
      throw ManifestErrors([
        place.problem("no image of class \(classes[missing]) is left for training; keep fewer images for the test")
      ])
    }
    return (training, labels.indices.filter { isTest[$0] })
  }
}
