import Determinism

/// The comparisons that a verification is judged by: pairs of images, none of a class that training saw.
struct Trials: Sendable {
  /// What the second image is to the first, which is genuine.
  enum Sort: String, Sendable, CaseIterable {
    /// Genuine too, and of the same class.
    case genuine
    /// A forgery of that class.
    case forgery
    /// Genuine, but of another class.
    case other
  }

  struct Trial: Sendable {
    let first, second: Int
    let sort: Sort
  }

  let all: [Trial]

  /// Every pair there is; of each sort at most so many, drawn from the stream.
  init(_ specimens: Siamese.Specimens, classes: [Int], most: Int, _ stream: RandomStream) {
    let (genuine, forged) = (specimens.genuine, specimens.forged)
    var found: [Sort: [Trial]] = [:]
    for own in classes {
      for (i, first) in genuine[own].enumerated() {
        found[.genuine, default: []] += genuine[own].dropFirst(i + 1).map {
          Trial(first: first, second: $0, sort: .genuine)
        }
        found[.forgery, default: []] += forged[own].map { Trial(first: first, second: $0, sort: .forgery) }
      }
    }
    found[.other] = Self.others(classes.map { genuine[$0] }, most: most, stream.child("others"))
    all = Sort.allCases.flatMap { sort -> [Trial] in
      let trials = found[sort] ?? []
      guard trials.count > most else { return trials }
      var draw = stream.child(sort.rawValue)
      return draw.permutation(trials.count).prefix(most).sorted().map { trials[$0] }
    }
  }

  /// Pairs of genuine images of two classes: all of them, or so many different ones, drawn without listing all.
  private static func others(_ classes: [[Int]], most: Int, _ stream: RandomStream) -> [Trial] {
    let images = classes.flatMap(\.self)
    let owners = classes.enumerated().flatMap { own, members in members.map { _ in own } }
    let count = images.count
    let total = count * count - classes.reduce(0) { $0 + $1.count * $1.count }
    var places: [Int] = []
    if total / 2 <= 2 * most {
      places = (0..<count * count).filter { $0 / count < $0 % count && owners[$0 / count] != owners[$0 % count] }
    } else {
      var draw = stream
      var drawn: Set<Int> = []
      while drawn.count < most {
        let (a, b) = (draw.nextInteger(below: UInt64(count)), draw.nextInteger(below: UInt64(count)))
        let (first, second) = (Int(min(a, b)), Int(max(a, b)))
        if owners[first] != owners[second] { drawn.insert(first * count + second) }
      }
      places = drawn.sorted()
    }
    return places.map { Trial(first: images[$0 / count], second: images[$0 % count], sort: .other) }
  }

  func count(_ sort: Sort) -> Int { all.count { $0.sort == sort } }

  /// The sorts of impostors that there are.
  var impostors: [Sort] { [.forgery, .other].filter { count($0) > 0 } }
}
