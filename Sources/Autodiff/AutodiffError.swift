/// What cannot be done with a program, and what to do instead.
public struct AutodiffError: Error, Hashable, CustomStringConvertible {
  /// The request: "jacobian", "gradient", "run" …
  public let operation: String
  /// What was found, what was expected, what to do.
  public let reason: String

  public var description: String { "\(operation): \(reason)" }

  init(_ operation: String, _ reason: String) {
    self.operation = operation
    self.reason = reason
  }
}

extension AutodiffError {
  static func unknownInput(_ name: String, in operation: String, among inputs: [Program.Input]) -> AutodiffError {
    let known = inputs.map(\.name).joined(separator: ", ")
    return AutodiffError(operation, "the program has no input `\(name)`; its inputs are \(known)")
  }

  static func unknownOutput(_ name: String, in operation: String, among outputs: [Program.Output]) -> AutodiffError {
    let known = outputs.map(\.label).joined(separator: ", ")
    return AutodiffError(operation, "the program has no output `\(name)`; its outputs are \(known)")
  }

  static func count(_ what: String, found: Int, expected: [String]) -> AutodiffError {
    let names = expected.joined(separator: ", ")
    return AutodiffError("run", "found \(found) \(what), expected \(expected.count) (\(names))")
  }
}
