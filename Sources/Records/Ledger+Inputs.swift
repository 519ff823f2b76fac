import Git

extension Ledger {
  /// Why a source does not hold a file.
  public enum Absence: Sendable, Equatable {
    /// It lies in this submodule or nested repository, which has changes of its own.
    case unpinned(String)
    /// Git ignores it.
    case ignored
  }

  /// Those of some files, by their paths from the root, that a record of this source does not hold.
  /// - Throws: `RecordError`.
  public func absences(of paths: [String], in source: Source) throws(RecordError) -> [(path: String, why: Absence)] {
    try atGit("source \(source.commit.short)") { () throws(GitError) in
      var found: [(path: String, why: Absence)] = []
      for path in paths {
        if let folder = source.unpinned.first(where: { path.hasPrefix($0 + "/") }) {
          found.append((path, .unpinned(folder)))
        } else if try !holds(path, source) {
          found.append((path, .ignored))
        }
      }
      return found
    }
  }

  /// Whether the source's tree has the file, or the submodule that it lies in.
  private func holds(_ path: String, _ source: Source) throws(GitError) -> Bool {
    var steps = path.split(separator: "/")
    while !steps.isEmpty {
      if let entry = try repository.entry(steps.joined(separator: "/"), in: source.tree) {
        return entry.mode != .folder
      }
      steps.removeLast()
    }
    return false
  }
}
