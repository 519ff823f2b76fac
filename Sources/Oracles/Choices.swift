public import Determinism

/// The choices that make a test case: numbers drawn from a random stream, or read from a list of earlier ones.
///
/// A test case **is** the sequence of choices that made it. Shrinking edits that sequence and makes the case anew, so
/// every generator shrinks, and every shrunk value is one that the generator can make. 0 is the simplest choice.
public struct Choices: Sendable {
  /// The choices made so far, each at most what was asked for.
  public private(set) var made: [UInt64] = []
  /// Ranges of `made` that belong together, such as one element of a list; inner ones come before outer ones.
  public private(set) var spans: [Range<Int>] = []

  private enum Source: Sendable {
    case random(RandomStream)
    case replay([UInt64])
  }
  private var source: Source

  /// A generator that needs more than this is refused: it would never end.
  static let limit = 1 << 18

  /// Choices from a stream.
  public init(from stream: RandomStream) { source = .random(stream) }

  /// Choices made before; when they run out, the simplest ones follow.
  public init(replaying choices: [UInt64]) { source = .replay(choices) }

  /// A whole number from 0 to `greatest`.
  ///
  /// One random choice in sixteen is a bound, or near 0: what holds everywhere else often breaks there.
  /// - Parameter isUniform: every number is equally likely, bounds too.
  /// - Throws: `Rejection` after too many choices.
  public mutating func draw(upTo greatest: UInt64, isUniform: Bool = false) throws(Rejection) -> UInt64 {
    guard made.count < Self.limit else { throw Rejection() }
    let choice: UInt64
    switch source {
    case .random(var stream):
      choice = Self.random(upTo: greatest, isUniform: isUniform, &stream)
      source = .random(stream)
    case .replay(let choices): choice = made.count < choices.count ? min(choices[made.count], greatest) : 0
    }
    made.append(choice)
    return choice
  }

  private static func random(upTo greatest: UInt64, isUniform: Bool, _ stream: inout RandomStream) -> UInt64 {
    if !isUniform, greatest > 16 {
      let kind = stream.nextInteger(below: 64)
      if kind == 0 { return 0 }
      if kind == 1 { return greatest }
      if kind < 4 { return stream.nextInteger(below: min(greatest, 8) + 1) }
    }
    return greatest == .max ? stream.nextWord() : stream.nextInteger(below: greatest + 1)
  }

  /// Draws a value by its generator.
  public mutating func draw<Value>(_ generator: Generator<Value>) throws(Rejection) -> Value {
    try generator.draw(&self)
  }

  /// Marks the choices that `body` makes as belonging together: shrinking removes them as one.
  public mutating func span<Value>(
    _ body: (inout Choices) throws(Rejection) -> Value
  ) throws(Rejection) -> Value {
    let start = made.count
    let value = try body(&self)
    if made.count > start { spans.append(start..<made.count) }
    return value
  }
}

/// These choices make no case: a filter refused them, or they were too many. The case is discarded, not counted.
public struct Rejection: Error, Equatable {
  public init() {}
}
