/// A call to libgit2 that failed: what was attempted, the code, and libgit2's own words.
public struct GitError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What was attempted, in words: `open /data/paper`.
  public let call: String

  /// The status that libgit2 returned.
  public let code: Code

  /// libgit2's own words, or ours where it has none.
  public let message: String

  public init(call: String, code: Code, message: String) {
    self.call = call
    self.code = code
    self.message = message
  }

  public var description: String { "git: cannot \(call): \(message)" }
}

extension GitError {
  /// A status of libgit2; negative, open-ended.
  public struct Code: Sendable, Hashable {
    public let rawValue: Int32

    public init(rawValue: Int32) { self.rawValue = rawValue }

    /// No particular code: only the message tells.
    public static let generic = Code(rawValue: -1)
    /// There is no such object, reference, file or repository.
    public static let notFound = Code(rawValue: -3)
    /// It exists already.
    public static let exists = Code(rawValue: -4)
    /// A short id that names several objects.
    public static let ambiguous = Code(rawValue: -5)
    /// A bare repository has no working tree for this.
    public static let bareRepository = Code(rawValue: -8)
    /// HEAD names a branch that has no commit yet.
    public static let unbornBranch = Code(rawValue: -9)
    /// The remote has commits that are not known here.
    public static let notFastForward = Code(rawValue: -11)
    /// A name or refspec is malformed.
    public static let invalidName = Code(rawValue: -12)
    /// Another process holds git's lock file.
    public static let locked = Code(rawValue: -14)
    /// A reference no longer has the expected value.
    public static let modified = Code(rawValue: -15)
    /// The remote wants credentials that were not at hand.
    public static let authentication = Code(rawValue: -16)
    /// The path is a folder.
    public static let directory = Code(rawValue: -23)
    /// The repository belongs to another user.
    public static let owner = Code(rawValue: -36)
  }
}
