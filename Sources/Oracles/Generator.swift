/// Makes values out of choices. Generators compose, and what is composed shrinks.
///
/// ```swift
/// let point = Generator { choices throws(Rejection) in
///   (try choices.draw(.integer(in: 0...9)), try choices.draw(.integer(in: 0...9)))
/// }
/// ```
public struct Generator<Value: Sendable>: Sendable {
  let draw: @Sendable (inout Choices) throws(Rejection) -> Value

  public init(_ draw: @escaping @Sendable (inout Choices) throws(Rejection) -> Value) { self.draw = draw }

  /// Always one value, by no choice.
  public static func constant(_ value: Value) -> Generator { Generator { _ in value } }

  /// The values of this one, changed.
  public func map<Other>(_ change: @escaping @Sendable (Value) -> Other) -> Generator<Other> {
    Generator<Other> { choices throws(Rejection) in change(try draw(&choices)) }
  }

  /// Values made by a generator that depends on a value of this one.
  public func flatMap<Other>(_ next: @escaping @Sendable (Value) -> Generator<Other>) -> Generator<Other> {
    Generator<Other> { choices throws(Rejection) in try next(try draw(&choices)).draw(&choices) }
  }

  /// The values that fit; after twenty that do not, the case is rejected.
  public func filter(_ fits: @escaping @Sendable (Value) -> Bool) -> Generator {
    Generator { choices throws(Rejection) in
      for _ in 0..<20 {
        let value = try choices.span { choices throws(Rejection) in try draw(&choices) }
        if fits(value) { return value }
      }
      throw Rejection()
    }
  }

  /// Lists of this one's values; the simplest is the shortest, of the simplest values.
  public func list(count: ClosedRange<Int>) -> Generator<[Value]> {
    let more = UInt64(max(1, (count.upperBound - count.lowerBound + 1) / 2))
    return Generator<[Value]> { choices throws(Rejection) in
      var values: [Value] = []
      while values.count < count.upperBound {
        // A choice for each further element, within its span, so that any one can be removed.
        let value = try choices.span { choices throws(Rejection) -> Value? in
          if values.count >= count.lowerBound, try choices.draw(upTo: more) == 0 { return nil }
          return try draw(&choices)
        }
        guard let value else { break }
        values.append(value)
      }
      return values
    }
  }

  /// So many values of this one.
  public func list(count: Int) -> Generator<[Value]> { list(count: count...count) }

  /// One of several generators; the first is the simplest. Traps without any.
  public static func oneOf(_ generators: [Generator]) -> Generator {
    precondition(!generators.isEmpty, "Generator.oneOf: there is nothing to choose from")
    return Generator { choices throws(Rejection) in
      try generators[Int(choices.draw(upTo: UInt64(generators.count - 1)))].draw(&choices)
    }
  }

  /// One of several values; the first is the simplest. Traps without any.
  public static func element(of values: [Value]) -> Generator { oneOf(values.map { .constant($0) }) }
}

/// Two values, drawn one after the other.
public func zip<First, Second>(_ first: Generator<First>, _ second: Generator<Second>) -> Generator<(First, Second)> {
  Generator<(First, Second)> { choices throws(Rejection) in (try first.draw(&choices), try second.draw(&choices)) }
}
