extension Generator where Value == String {
  /// Formulas over names, as the manifests of fits write them: `a * exp(-x)`; the simplest is the first name.
  /// - Parameter depth: how many operations may stand inside of one another.
  public static func formulas(over names: [String], depth: Int = 4) -> Generator {
    let leaves =
      names.map { Generator.constant($0) } + [
        Generator<Double>.dyadic(in: 0...8, bits: 3).map { "\($0)" }
      ]
    return Generator { choices throws(Rejection) in try Self.formula(depth, .oneOf(leaves), &choices) }
  }

  private static func formula(
    _ depth: Int, _ leaf: Generator, _ choices: inout Choices
  ) throws(Rejection) -> String {
    guard depth > 0, try choices.draw(upTo: 2) > 0 else { return try choices.draw(leaf) }
    let functions = ["exp", "sin", "cos", "tanh", "atan", "sqrt", "log"]
    return try choices.span { choices throws(Rejection) in
      let kind = Int(try choices.draw(upTo: 5))
      let first = try formula(depth - 1, leaf, &choices)
      if kind == 5 { return "\(functions[Int(try choices.draw(upTo: UInt64(functions.count - 1)))])(\(first))" }
      if kind == 4 { return "(-\(first))" }
      return "(\(first) \(["+", "*", "-", "/"][kind]) \(try formula(depth - 1, leaf, &choices)))"
    }
  }

  /// Manifests as YAML: the given fields, each with one of its values, some left out, in any order; the simplest has
  /// every required field with its first value, and no other.
  public static func manifests(
    required: [(field: String, values: [String])], optional: [(field: String, values: [String])]
  )
    -> Generator
  {
    Generator { choices throws(Rejection) in
      var lines: [String] = []
      for (field, values) in required { lines.append("\(field): \(try choices.draw(.element(of: values)))") }
      for (field, values) in optional {
        try choices.span { choices throws(Rejection) in
          guard try choices.draw(.bool) else { return }
          lines.append("\(field): \(try choices.draw(.element(of: values)))")
        }
      }
      let order = try choices.draw(.permutation(lines.count))
      return order.map { lines[$0] + "\n" }.joined()
    }
  }
}

extension Generator where Value == [UInt8] {
  /// Bytes; the simplest is none, then zeros.
  public static func bytes(count: ClosedRange<Int>) -> Generator {
    Generator<Int>.integer(in: 0...255).map { UInt8($0) }.list(count: count)
  }
}
