import Determinism

/// Draws the pairs and triplets of a step from the classes that training sees. All that a step draws is a function of
/// its stream, so that a run that goes on sees what it would have seen.
struct Sampler: Sendable {
  /// Two images, and whether both are genuine and of one class.
  struct Pair: Sendable, Equatable { let first, second: Int; let isSame: Bool }
  /// An image, a genuine one of its class, and others to tell it from.
  struct Triplet: Sendable, Equatable { let anchor, positive: Int; let candidates: [Int] }

  private let genuine: [[Int]]
  private let forged: [[Int]]
  private let all: [Int]
  private let owners: [Int]
  private let isForged: [Bool]

  init(_ specimens: Siamese.Specimens, classes: [Int]) {
    let (genuine, forged) = (specimens.genuine, specimens.forged)
    self.genuine = classes.map { genuine[$0] }
    self.forged = classes.map { forged[$0] }
    all = classes.flatMap { genuine[$0] + forged[$0] }
    (owners, isForged) = (specimens.owners, specimens.isForged)
  }

  /// - Parameter isBalanced: half of the pairs are genuine, a quarter forgeries where there are any, the rest of two
  ///   classes; else the first is any genuine image, the second any other image.
  func pairs(_ count: Int, isBalanced: Bool, _ stream: RandomStream) -> [Pair] {
    var draw = stream
    return (0..<count).map { k in
      guard isBalanced else {
        let first = genuineImage(&draw).image
        return pair(first, other(all, than: [first], &draw), &draw)
      }
      if k % 2 == 0 {
        let (anchor, positive, _) = genuinePair(&draw)
        return pair(anchor, positive, &draw)
      }
      let (first, place) = genuineImage(&draw)
      return pair(first, k % 4 == 1 ? forgery(place, &draw) : otherClass(place, &draw), &draw)
    }
  }

  /// - Parameters:
  ///   - candidates: how many images of each triplet are drawn to tell the anchor from.
  ///   - isBalanced: they are forgeries and of other classes in turn; else any that are not genuine of the class.
  func triplets(_ count: Int, candidates: Int, isBalanced: Bool, _ stream: RandomStream) -> [Triplet] {
    var draw = stream
    return (0..<count).map { k in
      let (anchor, positive, place) = genuinePair(&draw)
      let others = (0..<candidates).map { i in
        guard isBalanced else { return other(all, than: genuine[place], &draw) }
        return (k + i) % 2 == 0 ? forgery(place, &draw) : otherClass(place, &draw)
      }
      return Triplet(anchor: anchor, positive: positive, candidates: others)
    }
  }

  // Which of two comes first is drawn too: untied twins see either sort.
  private func pair(_ a: Int, _ b: Int, _ draw: inout RandomStream) -> Pair {
    let isSame = owners[a] == owners[b] && !isForged[a] && !isForged[b]
    let isSwapped = draw.nextInteger(below: 2) == 1
    return Pair(first: isSwapped ? b : a, second: isSwapped ? a : b, isSame: isSame)
  }

  private func one(of images: [Int], _ draw: inout RandomStream) -> Int {
    images[Int(draw.nextInteger(below: UInt64(images.count)))]
  }

  private func genuineImage(_ draw: inout RandomStream) -> (image: Int, place: Int) {
    let place = Int(draw.nextInteger(below: UInt64(genuine.count)))
    return (one(of: genuine[place], &draw), place)
  }

  private func genuinePair(_ draw: inout RandomStream) -> (anchor: Int, positive: Int, place: Int) {
    let (anchor, place) = genuineImage(&draw)
    return (anchor, other(genuine[place], than: [anchor], &draw), place)
  }

  /// One of some images, but none of a few; there is one at least.
  private func other(_ images: [Int], than few: [Int], _ draw: inout RandomStream) -> Int {
    while true {
      let image = one(of: images, &draw)
      if !few.contains(image) { return image }
    }
  }

  /// A forgery of a class; where it has none, an image of another class.
  private func forgery(_ place: Int, _ draw: inout RandomStream) -> Int {
    forged[place].isEmpty ? otherClass(place, &draw) : one(of: forged[place], &draw)
  }

  private func otherClass(_ place: Int, _ draw: inout RandomStream) -> Int {
    let step = 1 + Int(draw.nextInteger(below: UInt64(genuine.count - 1)))
    return one(of: genuine[(place + step) % genuine.count], &draw)
  }
}
