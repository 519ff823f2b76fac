import Git

extension Ledger {
  /// The latest records of an experiment, newest first; an experiment without any gives none.
  ///
  /// Where ledgers were merged, both histories are shown in the order of time.
  /// - Throws: `RecordError`.  Cost: two or three small reads for each record listed, however long the history is.
  public func log(_ experiment: String, limit: Int = .max) throws(RecordError) -> [Record] {
    var records: [Record] = []
    try walk(experiment) { (record) throws(RecordError) in
      if records.count < limit { records.append(record) }
      return records.count < limit
    }
    return records
  }

  /// Visits the records of an experiment, newest first, while the visitor says so.
  func walk(_ experiment: String, visit: (Record) throws(RecordError) -> Bool) throws(RecordError) {
    let reference = try Self.reference(of: experiment)
    guard let tip = try atGit(reference, { () throws(GitError) in try repository.reference(reference) }) else { return }
    // The frontier holds one commit, or as many as ledgers were merged; so a sorted array is enough.
    var frontier = [try node(tip)]
    var seen: Set<ObjectID> = [tip]
    while let next = frontier.popLast() {
      if let record = next.record {
        guard try visit(record) else { return }
      }
      for parent in next.previous where seen.insert(parent).inserted {
        let node = try self.node(parent)
        frontier.insert(node, at: frontier.firstIndex { node.precedes($0) } ?? frontier.endIndex)
      }
    }
  }

  /// A commit of the ledger: a record or a merge.
  struct Node {
    var id: ObjectID
    var seconds: Int64
    var record: Record?
    /// The commits of the ledger before this one; the source is not among them.
    var previous: [ObjectID]

    /// Older first; at one time, by id, so that every copy of a ledger lists alike.
    func precedes(_ other: Node) -> Bool { (seconds, id) < (other.seconds, other.id) }
  }

  func node(_ id: ObjectID) throws(RecordError) -> Node {
    try atGit("record \(id.short)") { () throws(GitError) in
      let commit = try repository.commit(id)
      guard let label = RecordLabel(commit.message) else {
        return Node(id: id, seconds: commit.committer.seconds, record: nil, previous: commit.parents)
      }
      let outcome = try repository.tree(commit.tree)["outcome"]
      let record = Record(
        commit: id, experiment: label.experiment, status: label.status, seconds: commit.committer.seconds,
        source: label.source, sourceIdentity: label.sourceIdentity, tree: commit.tree, outcome: outcome?.id)
      // The source is the last parent; the same commit never is both.
      return Node(
        id: id, seconds: commit.committer.seconds, record: record,
        previous: commit.parents.last == label.source ? commit.parents.dropLast() : commit.parents)
    }
  }
}
