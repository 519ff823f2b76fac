public import Git

/// What went wrong with a record or a golden: where, what was found, and what to do about it.
public struct RecordError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The kinds of trouble, for those who decide by them.
  public enum Kind: Sendable, Equatable {
    /// libgit2 refused.
    case git(GitError)
    /// A call to the operating system failed, with its error number.
    case system(Int32)
    /// No such experiment, record or file.
    case notFound
    /// A short name that fits several.
    case ambiguous
    /// Stored content does not hash to what it claims to be, or does not parse.
    case corrupt
    /// It could be done and must not: blessing under CI, recording from a bare repository.
    case refused
    /// A name, path or value that no record can hold.
    case invalid
  }

  public let kind: Kind

  /// Where: `refs/kanon/decay`, `golden/decay/golden.json`.
  public let place: String

  /// What was found there, as a sentence without a full stop.
  public let found: String

  /// What to do; nil when there is nothing to say.
  public let remedy: String?

  public init(_ kind: Kind, at place: String, found: String, remedy: String? = nil) {
    (self.kind, self.place, self.found, self.remedy) = (kind, place, found, remedy)
  }

  public var description: String { "\(place): \(found)" + (remedy.map { "; \($0)" } ?? "") }
}
