import Git

extension RecordError {
  /// An error of libgit2 with the remedy that fits its code.
  static func git(_ error: GitError, at place: String) -> RecordError {
    let remedy: String? =
      switch error.code {
      case .owner: "if you trust it: git config --global --add safe.directory \(place)"
      case .locked: "if no git is running, delete the lock file"
      case .authentication: "push and fetch refs/kanon/* with your own git"
      default: nil
      }
    return RecordError(.git(error), at: place, found: error.description, remedy: remedy)
  }
}

/// Carries errors of git to this floor, with the place that they concern.
func atGit<Value>(_ place: String, _ body: () throws(GitError) -> Value) throws(RecordError) -> Value {
  do throws(GitError) { return try body() } catch { throw .git(error, at: place) }
}
