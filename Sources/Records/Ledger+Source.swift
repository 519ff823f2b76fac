public import Git

extension Ledger {
  /// Pins the source as it is now. Take it **before** a run, so that a file saved meanwhile is not ascribed to it.
  ///
  /// A clean working tree is pinned to HEAD. A dirty one, or one without any commit, is snapshotted into a private
  /// commit on top of HEAD that no branch knows; the record keeps it alive. Equal trees on an equal HEAD give the same
  /// private commit.
  /// - Throws: `RecordError`, `.refused` in a bare repository.  Cost: one `git status`.
  public func source(limits: Repository.SnapshotLimits = .init()) throws(RecordError) -> Source {
    guard let root else {
      throw RecordError(
        .refused, at: repository.gitFolder, found: "a bare repository has no working tree to run from",
        remedy: "add one with `git worktree add`")
    }
    return try atGit(root) { () throws(GitError) in
      let head = try repository.head()
      let snapshot = try repository.snapshot(limits: limits)
      if let head {
        let commit = try repository.commit(head)
        guard let snapshot, snapshot.tree != commit.tree else {
          return try source(
            head, tree: commit.tree, isSnapshot: false, standIns: snapshot?.standIns ?? [],
            unpinned: snapshot?.unpinned ?? [])
        }
        return try privateSource(snapshot, parent: head, seconds: commit.committer.seconds)
      }
      // Nothing tracked and nothing to track: the empty tree.
      guard let snapshot else {
        let empty = WorkingTreeSnapshot(tree: try repository.writeTree(Tree([])))
        return try privateSource(empty, parent: nil, seconds: 0)
      }
      return try privateSource(snapshot, parent: nil, seconds: 0)
    }
  }

  /// A source that is a commit already, as when an old one is checked again.
  /// - Throws: `RecordError`.
  public func source(of commit: ObjectID) throws(RecordError) -> Source {
    try atGit("commit \(commit.short)") { () throws(GitError) in
      let read = try repository.commit(commit)
      return try source(
        commit, tree: read.tree, isSnapshot: Self.isPrivate(read), standIns: [], unpinned: [])
    }
  }

  private func privateSource(
    _ snapshot: WorkingTreeSnapshot, parent: ObjectID?, seconds: Int64
  ) throws(GitError) -> Source {
    // The time is the parent's, so that the id depends on the content alone.
    let signature = Signature(name: "kanon", email: "kanon@localhost", seconds: seconds)
    var message = Self.privateTitle + "\n"
    for path in snapshot.standIns { message += "\nstand-in for a large file: \(path)" }
    for path in snapshot.unpinned { message += "\nchanges inside are not held: \(path)" }
    let commit = try repository.write(
      Commit(
        tree: snapshot.tree, parents: parent.map { [$0] } ?? [], author: signature, committer: signature,
        message: message))
    return try source(
      commit, tree: snapshot.tree, isSnapshot: true, standIns: snapshot.standIns, unpinned: snapshot.unpinned)
  }

  private func source(
    _ commit: ObjectID, tree: ObjectID, isSnapshot: Bool, standIns: [String], unpinned: [String]
  ) throws(GitError) -> Source {
    Source(
      commit: commit, tree: tree, identity: try identity(of: tree), isSnapshot: isSnapshot, standIns: standIns,
      unpinned: unpinned)
  }

  /// The identity of a source tree; the last one is kept beside the locks, because most runs share their source.
  private func identity(of tree: ObjectID) throws(GitError) -> ObjectID {
    let place = folder + "source"
    let kept = (try? FileSystem.read(place)).flatMap { $0 }.map { String(decoding: $0, as: UTF8.self) } ?? ""
    if kept.utf8.count == 82, kept.hasPrefix(tree.hex), let id = ObjectID(hex: kept.dropFirst(41).prefix(40)) {
      return id
    }
    let id = try SourceIdentity(repository: repository).id(of: tree)
    FileSystem.cache("\(tree) \(id)\n", at: place)
    return id
  }

  static let privateTitle = "kanon: the working tree as a run found it"

  static func isPrivate(_ commit: Commit) -> Bool { commit.message.hasPrefix(privateTitle) }
}
