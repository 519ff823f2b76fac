/// A commit: a tree, its parents, who and when, and a message.
public struct Commit: Sendable, Equatable {
  public var tree: ObjectID
  public var parents: [ObjectID]
  public var author: Signature
  public var committer: Signature
  public var message: String

  public init(tree: ObjectID, parents: [ObjectID], author: Signature, committer: Signature, message: String) {
    (self.tree, self.parents) = (tree, parents)
    (self.author, self.committer, self.message) = (author, committer, message)
  }

  /// The commit as git stores it.
  var encoded: [UInt8] {
    var text = "tree \(tree)\n"
    for parent in parents { text += "parent \(parent)\n" }
    text += "author \(author.line)\ncommitter \(committer.line)\n\n\(message)"
    // git ends a message with one line feed; a NUL would end it early.
    if !text.hasSuffix("\n") { text += "\n" }
    return Array(text.utf8).map { $0 == 0 ? UInt8(ascii: " ") : $0 }
  }
}

/// Who made a commit, and when.
public struct Signature: Sendable, Equatable {
  public var name: String
  public var email: String

  /// Seconds since 1970, UTC.
  public var seconds: Int64

  /// Minutes east of Greenwich.
  public var offset: Int

  public init(name: String, email: String, seconds: Int64, offset: Int = 0) {
    (self.name, self.email, self.seconds, self.offset) = (name, email, seconds, offset)
  }

  /// `Name <email> seconds +hhmm`; characters that would break the line are dropped, as git does.
  var line: String {
    let minutes = abs(offset)
    let zone = (offset < 0 ? "-" : "+") + Self.two(minutes / 60) + Self.two(minutes % 60)
    return "\(Self.clean(name)) <\(Self.clean(email))> \(seconds) \(zone)"
  }

  private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

  private static func clean(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.filter { $0 != "<" && $0 != ">" && $0.value >= 0x20 }))
  }
}
