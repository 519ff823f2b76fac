import Documents
import YAML

/// The objections of a check to the value that it was given.
public struct Review {
  /// Where the value stands.
  public let place: Place
  private(set) var problems: [Problem] = []

  init(place: Place) { self.place = place }

  /// Objects to the value, or to the byte at `utf8Offset` of its text.
  public mutating func reject(_ message: String, at utf8Offset: Int? = nil, suggestion: String? = nil) {
    problems.append(place.problem(message, at: utf8Offset, suggestion: suggestion))
  }

  /// Objects in the form “expected …, found …”; without `found`, what stands there.
  public mutating func reject(
    expected: String, found: String? = nil, at utf8Offset: Int? = nil, suggestion: String? = nil
  ) {
    problems.append(place.problem(expected: expected, found: found, at: utf8Offset, suggestion: suggestion))
  }

  /// Objects to another place, that of a ``Located`` or ``Named`` part of the value.
  public mutating func reject(_ problem: Problem) { problems.append(problem) }
}

extension Schema {
  /// A schema whose values pass one more check, or are made into something else by it.
  ///
  /// ```swift
  /// let formula = Schema.text("a formula", example: "y ~ a * x").refine { text, review in
  ///   do { return try Formula(parsing: text) } catch {
  ///     review.reject(error.message, at: error.offset)
  ///     return nil
  ///   }
  /// }
  /// ```
  /// The check runs only on values that were read without a problem.
  /// - Parameters:
  ///   - example: an example of the new value; without one the old example must pass the check.
  ///   - transform: the new value, or `nil`; any objection counts as `nil`.
  public func refine<New: Sendable>(
    example new: New? = nil, _ transform: @escaping @Sendable (Value, inout Review) -> New?
  ) -> Schema<New> {
    Schema<New>(
      expectation: expectation, unit: unit, accepts: accepts,
      read: { node, reading in
        let before = reading.count
        guard let decoded = read(node, reading) else { return nil }
        guard reading.count == before else {
          // What is sound of a record can still be looked at, where the check makes nothing else of it.
          return (decoded.value as? New).map { Decoded($0, decoded.document) }
        }
        var review = Review(place: reading.place(of: node))
        let value = transform(decoded.value, &review)
        for problem in review.problems { reading.add(problem) }
        if value == nil, review.problems.isEmpty { reading.mismatch(expectation, node) }
        guard let value, review.problems.isEmpty else { return nil }
        return Decoded(value, decoded.document)
      },
      json: json,
      example: {
        if let new { return new }
        var review = Review(place: .nowhere)
        guard let value = transform(example(), &review) else {
          preconditionFailure("Schema.refine: the example of \(expectation) does not pass the check")
        }
        return value
      })
  }
}

extension Place {
  /// The place of an example.
  static var nowhere: Place {
    let node = YAMLNode(.mapping([]), mark: Mark(line: 1, column: 1, offset: 0), end: 0)
    return Place(field: FieldPath(), node: node, source: SourceText.empty, isExample: true)
  }
}
