/// A stream of random numbers that is a pure function of a seed, a name and a position.
///
/// Words 2i and 2i + 1 are the halves of `Philox4x32-10(key: seed, counter: i + hash(name) · 2⁶⁴)`. There is no global
/// generator: whoever needs numbers is given a stream and takes a child for each purpose, so that adding a purpose
/// never moves the numbers of another. Different seeds are different keys; different names are disjoint counters.
///
/// A value: a copy repeats what the original will give.  Cost: about 10 ns a word.
public struct RandomStream: Sendable {
  /// The version of everything here that decides a number: the generator, the hash of names, and the methods of all
  /// distributions. A change of any published number raises it.
  public static let version = 1

  /// The seed that the stream was made from.
  public let seed: UInt64
  private let name: StreamName
  private var taken: UInt64 = 0
  /// The upper half of the current block while `taken` is odd.
  private var spare: UInt64 = 0

  /// The stream of a seed and a name, at its start.
  public init(seed: UInt64, name: String) {
    self.init(seed: seed, name: StreamName(name))
  }

  private init(seed: UInt64, name: StreamName) {
    self.seed = seed
    self.name = name
  }

  /// The stream of a purpose below this one, at its start. Does not depend on this stream's position.
  public func child(_ name: String) -> RandomStream {
    RandomStream(seed: seed, name: self.name.child(name))
  }

  /// How many words have been taken; setting it jumps there, so that a stopped run can go on.
  public var position: UInt64 {
    get { taken }
    set {
      taken = newValue
      spare = word(at: newValue | 1)
    }
  }

  /// The word at a position, without moving the stream.
  public func word(at position: UInt64) -> UInt64 {
    let block = block(position >> 1)
    return position & 1 == 0 ? block.lower : block.upper
  }

  /// The next word: 64 random bits.
  public mutating func nextWord() -> UInt64 {
    defer { taken &+= 1 }
    if taken & 1 == 1 { return spare }
    let block = block(taken >> 1)
    spare = block.upper
    return block.lower
  }

  private func block(_ index: UInt64) -> (lower: UInt64, upper: UInt64) {
    let words = Philox.block(
      counter: SIMD4(index.lowerHalf, index.upperHalf, name.hash.lowerHalf, name.hash.upperHalf),
      key: SIMD2(seed.lowerHalf, seed.upperHalf))
    return (UInt64(words[1]) << 32 | UInt64(words[0]), UInt64(words[3]) << 32 | UInt64(words[2]))
  }
}

extension RandomStream: Equatable {
  /// Whether two streams will give the same words.
  public static func == (a: RandomStream, b: RandomStream) -> Bool {
    a.seed == b.seed && a.name == b.name && a.taken == b.taken
  }
}

extension UInt64 {
  fileprivate var lowerHalf: UInt32 { UInt32(truncatingIfNeeded: self) }
  fileprivate var upperHalf: UInt32 { UInt32(truncatingIfNeeded: self >> 32) }
}
