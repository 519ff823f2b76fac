import Determinism
import Manifests

extension Siamese {
  /// The extents of every image.
  struct ImageShape: Sendable, Equatable {
    let height, width, channels: Int
    var extents: [Int] { [height, width, channels] }
  }

  /// Images of one size, each of a class; some are forgeries: somebody else's work that passes for that class.
  struct Specimens: Sendable {
    let shape: ImageShape
    /// Image by image, row by row, the channel fastest.
    let pixels: [Float]
    /// For each image the place of its class.
    let owners: [Int]
    let isForged: [Bool]
    let classes: [String]

    var count: Int { owners.count }
    var size: Int { shape.height * shape.width * shape.channels }

    func image(_ i: Int) -> ArraySlice<Float> { pixels[i * size..<(i + 1) * size] }

    /// The genuine images of each class.
    var genuine: [[Int]] { members { !isForged[$0] } }

    /// The forgeries of each class.
    var forged: [[Int]] { members { isForged[$0] } }

    private func members(_ isOne: (Int) -> Bool) -> [[Int]] {
      var members = [[Int]](repeating: [], count: classes.count)
      for i in owners.indices where isOne(i) { members[owners[i]].append(i) }
      return members
    }
  }
}

extension Siamese.Specimens {
  /// The end of the name of a class that holds forgeries of another: `alice.forged` of `alice`.
  private static let forgedEnd = ".forged"

  /// Images from files.
  /// - Throws: classes of forgeries without the class that they are forgeries of, at `place`.
  init(_ images: Images, at place: Place) throws(ManifestErrors) {
    func isForged(_ name: String) -> Bool { name.hasSuffix(Self.forgedEnd) }
    let classes = images.classes.filter { !isForged($0) }
    var problems: [Problem] = []
    let owners = images.classes.map { name -> Int in
      let own = isForged(name) ? String(name.dropLast(Self.forgedEnd.count)) : name
      if let place = classes.firstIndex(where: { sameUTF8($0, own) }) { return place }
      problems.append(
        place.problem(
          "the class \(name) holds forgeries of \(own), and there is no class \(own)",
          suggestion: nearestName(to: own, among: classes)))
      return 0
    }
    guard problems.isEmpty else { throw ManifestErrors(problems) }
    self.init(
      shape: Siamese.ImageShape(height: images.height, width: images.width, channels: images.channels),
      pixels: images.pixels,
      owners: images.labels.map { owners[$0] }, isForged: images.labels.map { isForged(images.classes[$0]) },
      classes: classes)
  }
}
