/// Where a figure's numbers come from, written into the metadata of the files that are drawn.
public struct Provenance: Sendable, Equatable {
  /// The commit of the source that produced the numbers; empty when there is none.
  public var commit: String

  /// The time of that commit, in seconds since 1970 UTC; it stands as the creation date of the PDF.
  public var time: Int64

  /// What is known about the record: `identical`, `diverged`, `stale`; empty for nothing.
  public var verdict: String

  /// Provenance of a figure.
  public init(commit: String = "", time: Int64 = 0, verdict: String = "") {
    self.commit = commit
    self.time = time
    self.verdict = verdict
  }

  /// What is known, by name.
  var entries: [(name: String, value: String)] {
    [("commit", commit), ("verdict", verdict)].filter { !$0.1.isEmpty }
  }
}
