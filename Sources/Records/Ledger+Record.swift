import Documents
import Git

extension Ledger {
  /// Records one run: stores its files, makes a commit on top of the experiment's last record and moves the reference.
  ///
  /// Parents of the commit: the previous record, if any, and the source commit. Safe beside any number of processes
  /// that record; when it returns, the record is in the ledger.
  /// - Throws: `RecordError`; then the reference has not moved.
  /// Cost: about ten small files; pins the source first if the draft has none.
  @discardableResult
  public func record(_ draft: RecordDraft) throws(RecordError) -> Record {
    let reference = try Self.reference(of: draft.experiment)
    let source: Source
    if let pinned = draft.source { source = pinned } else { source = try self.source() }
    let outcome: ObjectID? =
      switch draft.product {
      case .outcome(let outcome): try store(outcome.files(), as: "outcome")
      case .recorded(let tree): tree
      case .nothing: nil
      }
    let circumstances = draft.circumstances.document(source: source).render(pretty: true)
    var entries: [Tree.Entry] = []
    if let outcome { entries.append(.init("outcome", .folder, outcome)) }
    for (part, files) in [("oracles", draft.oracles), ("presentation", draft.presentation)] where !files.isEmpty {
      entries.append(.init(part, .folder, try store(files.inOrder(of: part), as: part)))
    }
    let tree = try atGit(reference) { () throws(GitError) in
      entries.append(.init("manifest.yaml", .file, try repository.writeBlob(draft.manifest)))
      entries.append(.init("circumstances.json", .file, try repository.writeBlob(Array(circumstances.utf8))))
      return try repository.writeTree(Tree(entries))
    }
    let label = RecordLabel(
      experiment: draft.experiment, status: draft.circumstances.status.word, source: source.commit,
      sourceIdentity: source.identity)
    let signature = self.signature()
    let commit = try advance(reference, reason: label.title) { (tip) throws(RecordError) in
      let commit = Commit(
        tree: tree, parents: (tip.map { [$0] } ?? []) + [source.commit], author: signature, committer: signature,
        message: label.message)
      return try atGit(reference) { () throws(GitError) in try repository.write(commit) }
    }
    guard let commit else { preconditionFailure("a commit was made, so the reference moved") }
    packIfPiledUp()
    return Record(
      commit: commit, experiment: draft.experiment, status: label.status, seconds: signature.seconds,
      source: source.commit, sourceIdentity: source.identity, tree: tree, outcome: outcome)
  }

  /// The user of git's configuration, else a fixed name; the time is the real one, in UTC.
  func signature() -> Signature {
    let user = repository.configuredUser() ?? ("kanon", "kanon@localhost")
    return Signature(name: user.name, email: user.email, seconds: Self.now() / 1000)
  }

  private func store(_ files: [StoredFile], as part: String) throws(RecordError) -> ObjectID {
    try atGit(part) { () throws(GitError) in
      var tree = FileTree()
      for file in files { tree.insert(try repository.writeBlob(file.bytes), at: file.path) }
      return try repository.write(tree)
    }
  }
}
