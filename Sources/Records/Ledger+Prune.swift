import Documents
public import Git

extension Ledger {
  /// Drops old records: the last ones of each experiment stay, and every record whose outcome a golden names.
  ///
  /// Goldens are those of the working tree and of every branch and tag. What stays keeps its files, times and message
  /// and gets a new commit id, because its parent is another; `git gc` then frees the space. A remote that was not
  /// pruned brings the old records back at the next fetch.
  /// - Parameters:
  ///   - count: how many of the latest records of each experiment stay.
  ///   - outcomes: tree ids of further outcomes to keep.
  /// - Returns: how many records were dropped.
  /// - Throws: `RecordError`; experiments done by then are pruned, the others as they were.
  @discardableResult
  public func prune(keepingLast count: Int, outcomes: [ObjectID] = []) throws(RecordError) -> Int {
    let kept = Set(outcomes).union(try goldenOutcomes())
    var dropped = 0
    for experiment in try experiments() {
      try advance(Self.reference(of: experiment), reason: "prune") { (tip) throws(RecordError) in
        let records = try log(experiment)
        let staying = records.enumerated()
          .filter { position, record in position < max(count, 1) || record.outcome.map { kept.contains($0) } ?? false }
          .map(\.element)
        guard staying.count < records.count else { return tip }
        dropped += records.count - staying.count
        return try chain(staying.reversed())
      }
    }
    return dropped
  }

  /// The outcomes that goldens name, in the working tree and at the tips of branches and tags.
  /// - Throws: `RecordError`.
  public func goldenOutcomes() throws(RecordError) -> Set<ObjectID> {
    var outcomes: Set<ObjectID> = []
    if let root {
      let folder = GoldenFolder(root: root)
      for experiment in try folder.experiments() {
        // A corrupt golden still says which outcome it means.
        let place = folder.folder + experiment + "/" + GoldenFolder.descriptionFile
        if let id = Self.outcome(in: try FileSystem.read(place) ?? []) { outcomes.insert(id) }
      }
    }
    return try atGit("goldens of branches") { () throws(GitError) in
      var tips: [ObjectID] = []
      for prefix in ["refs/heads/", "refs/remotes/", "refs/tags/"] {
        for (name, _) in try repository.references(below: prefix) { tips.append(try repository.object(revision: name)) }
      }
      if let head = try repository.head() { tips.append(head) }
      for tip in Set(tips).sorted() {
        // A tag may name something else than a commit.
        guard let commit = try? repository.commit(tip), let golden = try repository.entry("golden", in: commit.tree),
          golden.mode == .folder
        else { continue }
        for (path, entry) in try repository.leaves(of: golden.id) where path.hasSuffix(GoldenFolder.descriptionFile) {
          if let bytes = try repository.blobIfPresent(entry.id), let id = Self.outcome(in: bytes) {
            outcomes.insert(id)
          }
        }
      }
      return outcomes
    }
  }

  private static func outcome(in description: [UInt8]) -> ObjectID? {
    (try? JSON(parsing: description))?["outcome"]?.asString.flatMap { ObjectID(hex: $0) }
  }

  /// Records as a chain of their own, oldest first.
  private func chain(_ records: [Record]) throws(RecordError) -> ObjectID? {
    try atGit("prune") { () throws(GitError) in
      var tip: ObjectID?
      for record in records {
        var commit = try repository.commit(record.commit)
        commit.parents = (tip.map { [$0] } ?? []) + [record.source]
        tip = try repository.write(commit)
      }
      return tip
    }
  }
}
