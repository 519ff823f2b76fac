/// A program under test, seen from outside: named arrays in, named arrays out.
///
/// A law sees a subject's outputs alone. What stands behind it may be a function here, a traced program, a trained
/// model, or another process.
public protocol Subject: Sendable {
  /// The outputs for these inputs.
  /// - Throws: `SubjectFailure` when it has none.
  func callAsFunction(_ inputs: Arrays) throws(SubjectFailure) -> Arrays

  /// The same subject for those who will ask for these outputs alone: it may leave out the work of the others.
  func telling(_ outputs: [String]) -> any Subject
}

extension Subject {
  public func telling(_ outputs: [String]) -> any Subject { self }
}

/// A subject that can say how its outputs move with its inputs: searches climb along that.
public protocol DifferentiableSubject: Subject {
  /// For a weight on every output, the gradient of the weighted sum with respect to every input, by reverse mode.
  func pullback(_ inputs: Arrays, weights: Arrays) throws(SubjectFailure) -> Arrays
}

/// A subject that is a function of this program. It must be pure: cases run on several threads at once.
public struct FunctionSubject: Subject {
  private let function: @Sendable (Arrays) throws(SubjectFailure) -> Arrays
  private let reduced: @Sendable ([String]) -> (any Subject)?

  /// - Parameter telling: what tells some of the outputs with less work; nil where nothing does.
  public init(
    _ function: @escaping @Sendable (Arrays) throws(SubjectFailure) -> Arrays,
    telling reduced: @escaping @Sendable (_ outputs: [String]) -> (any Subject)? = { _ in nil }
  ) {
    (self.function, self.reduced) = (function, reduced)
  }

  public func telling(_ outputs: [String]) -> any Subject { reduced(outputs) ?? self }

  public func callAsFunction(_ inputs: Arrays) throws(SubjectFailure) -> Arrays { try function(inputs) }
}

/// A subject that gave no outputs. It says nothing about any law, kept or broken.
public struct SubjectFailure: Error, Sendable, Equatable, CustomStringConvertible {
  public enum Kind: String, Sendable {
    /// Something that it needs is not there.
    case prerequisite
    /// It did not answer in time.
    case hung
    /// It ended before it had answered.
    case died
    /// What it said can't be read.
    case rubbish
    /// An output is missing, or has another shape or type than declared.
    case shape
    /// An output holds a NaN or an infinity.
    case notFinite = "not finite"
    /// It said itself that it can't.
    case refused
  }

  public let kind: Kind
  /// One sentence.
  public let reason: String

  public init(_ kind: Kind, _ reason: String) { (self.kind, self.reason) = (kind, reason) }

  public var description: String { "\(kind.rawValue): \(reason)" }
}

extension Subject {
  /// The outputs, after they were found finite.
  /// - Throws: `SubjectFailure`, the subject's own, or `.notFinite` at the first number that is none.
  public func finite(_ inputs: Arrays) throws(SubjectFailure) -> Arrays {
    let outputs = try self(inputs)
    if let place = outputs.notFinite { throw SubjectFailure(.notFinite, place) }
    return outputs
  }
}
