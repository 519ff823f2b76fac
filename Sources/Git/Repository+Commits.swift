internal import CLibGit2

extension Repository {
  /// Stores a commit. No reference moves.
  /// - Throws: `GitError`.
  @discardableResult
  public func write(_ commit: Commit) throws(GitError) -> ObjectID { try write(.commit, commit.encoded) }

  /// Reads a commit.
  /// - Throws: `GitError`, `.notFound` when it is not at hand or no commit.
  public func commit(_ id: ObjectID) throws(GitError) -> Commit {
    var raw = id.raw
    var found: OpaquePointer?
    try git("read commit \(id)", git_commit_lookup(&found, handle, &raw))
    let commit = Owned(found) { git_commit_free($0) }
    let count = git_commit_parentcount(commit.pointer)
    return Commit(
      tree: ObjectID(git_commit_tree_id(commit.pointer).pointee),
      parents: (0..<count).map { ObjectID(git_commit_parent_id(commit.pointer, $0).pointee) },
      author: Signature(git_commit_author(commit.pointer).pointee),
      committer: Signature(git_commit_committer(commit.pointer).pointee),
      message: String(cString: git_commit_message(commit.pointer)))
  }

  /// Whether `ancestor` is `commit` itself or among its ancestors.
  /// - Throws: `GitError` when the history is cut off before the answer is known.
  public func isAncestor(_ ancestor: ObjectID, of commit: ObjectID) throws(GitError) -> Bool {
    if ancestor == commit { return true }
    var (old, new) = (ancestor.raw, commit.raw)
    return try git("compare \(ancestor) and \(commit)", git_graph_descendant_of(handle, &new, &old)) == 1
  }

  /// The name and address that git's configuration gives its user; nil unless both are set.
  public func configuredUser() -> (name: String, email: String)? {
    var snapshot: OpaquePointer?
    guard git_repository_config_snapshot(&snapshot, handle) == 0 else { return nil }
    let configuration = Owned(snapshot) { git_config_free($0) }
    func text(_ key: String) -> String? {
      var value: UnsafePointer<CChar>?
      guard git_config_get_string(&value, configuration.pointer, key) == 0, let value else { return nil }
      let text = String(cString: value)
      return text.isEmpty ? nil : text
    }
    guard let name = text("user.name"), let email = text("user.email") else { return nil }
    return (name, email)
  }
}

extension Repository {
  /// A setting as git's configuration has it, of the repository, its user or the system; nil where there is none.
  public func setting(_ key: String) -> String? {
    var snapshot: OpaquePointer?
    guard git_repository_config_snapshot(&snapshot, handle) == 0 else { return nil }
    let configuration = Owned(snapshot) { git_config_free($0) }
    var value: UnsafePointer<CChar>?
    guard git_config_get_string(&value, configuration.pointer, key) == 0, let value else { return nil }
    return String(cString: value)
  }
}

extension Signature {
  init(_ raw: git_signature) {
    self.init(
      name: String(cString: raw.name), email: String(cString: raw.email),
      seconds: raw.when.time, offset: Int(raw.when.offset))
  }
}
