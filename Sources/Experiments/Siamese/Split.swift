import Determinism
import Manifests

extension Siamese {
  /// Which classes training sees, and which it never does.
  struct Split: Sendable {
    let training, test: [Int]

    /// - Throws: what is wrong with the choice, at its place in the manifest.
    init(_ choice: Located<TestChoice>, of classes: [String]) throws(ManifestErrors) {
      let test: [Int]
      switch choice.value {
      case .last(let count): test = Array(max(0, classes.count - count)..<classes.count)
      case .named(let names):
        var places: [Int] = []
        var problems: [Problem] = []
        for name in names {
          if let place = classes.firstIndex(where: { sameUTF8($0, name.value) }) {
            if places.contains(place) {
              problems.append(name.place.problem("the class \(name.value) stands here twice"))
            }
            places.append(place)
          } else {
            let known = classes.prefix(12).joined(separator: ", ") + (classes.count > 12 ? ", …" : "")
            problems.append(
              name.place.problem(
                "there is no class \(name.value); there are \(known)",
                suggestion: nearestName(to: name.value, among: classes)))
          }
        }
        guard problems.isEmpty else { throw ManifestErrors(problems) }
        test = places.sorted()
      }
      let training = classes.indices.filter { !test.contains($0) }
      guard training.count >= 2 else {
        throw ManifestErrors([
          choice.place.problem(
            expected: "at least 2 classes left for training, of the \(classes.count) that there are",
            found: "\(training.count)")
        ])
      }
      (self.training, self.test) = (training, test)
    }
  }
}
