import Documents
public import Git

extension Ledger {
  /// The record that a designation names: `decay` (its latest), `decay~2` (two before), `decay@1a2b3c4`, or `1a2b3c4`.
  /// - Throws: `RecordError`, `.notFound` or `.ambiguous`.
  public func record(_ designation: String) throws(RecordError) -> Record {
    let parts = designation.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    if parts.count == 2 { return try record(at: parts[1], of: parts[0]) }
    let steps = designation.split(separator: "~", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    if let reference = try? Self.reference(of: steps[0]),
      (try? repository.reference(reference)) ?? nil != nil
    {
      let back = steps.count == 2 ? Int(steps[1]) : 0
      guard let back, back >= 0, back < .max else {
        throw RecordError(.invalid, at: designation, found: "after ~ stands no number")
      }
      let records = try log(steps[0], limit: back + 1)
      if records.count == back + 1 { return records[back] }
      throw RecordError(.notFound, at: designation, found: "\(steps[0]) has only \(records.count) records")
    }
    return try record(at: designation, of: nil)
  }

  /// The record whose commit a prefix of at least four digits names, of one experiment if that is given.
  /// - Throws: `RecordError`, `.notFound` or `.ambiguous`.
  public func record(at prefix: String, of experiment: String?) throws(RecordError) -> Record {
    let place = (experiment.map { $0 + "@" } ?? "") + prefix
    let id: ObjectID
    do throws(GitError) { id = try repository.object(prefix: prefix) } catch {
      switch error.code {
      case .notFound, .generic:
        throw RecordError(
          .notFound, at: place, found: "there is no such experiment or record here",
          remedy: "`kanon log` lists them, `kanon fetch` brings those of others")
      case .ambiguous:
        throw RecordError(.ambiguous, at: place, found: "several objects begin like this", remedy: "give more digits")
      default: throw .git(error, at: place)
      }
    }
    guard let node = try? node(id), let record = node.record, experiment.map({ $0 == record.experiment }) ?? true else {
      throw RecordError(
        .notFound, at: place, found: "\(id.short) is no record" + (experiment.map { " of \($0)" } ?? ""))
    }
    return record
  }

  /// One file of a record, such as `manifest.yaml` or `outcome/metrics.json`; nil when it has none there.
  /// - Throws: `RecordError`.
  public func file(_ path: String, of record: Record) throws(RecordError) -> [UInt8]? {
    try atGit("record \(record.commit.short), \(path)") { () throws(GitError) in
      guard let entry = try repository.entry(path, in: record.tree), entry.mode != .folder else { return nil }
      return try repository.blob(entry.id)
    }
  }

  /// The files below a folder of a record: `outcome`, `oracles` or `presentation`; none when it lacks the folder.
  /// - Throws: `RecordError`.
  public func files(_ part: String, of record: Record) throws(RecordError) -> [StoredFile] {
    try atGit("record \(record.commit.short), \(part)/") { () throws(GitError) in
      guard let folder = try repository.entry(part, in: record.tree), folder.mode == .folder else { return [] }
      return try files(of: folder.id)
    }
  }

  /// The paths of all files of a record.
  /// - Throws: `RecordError`.
  public func paths(of record: Record) throws(RecordError) -> [String] {
    try atGit("record \(record.commit.short)") { () throws(GitError) in
      try repository.leaves(of: record.tree).map(\.path)
    }
  }

  /// The files of an outcome, by its tree id.
  /// - Throws: `RecordError`, `.git` when it is not at hand.
  public func files(ofOutcome tree: ObjectID) throws(RecordError) -> [StoredFile] {
    try atGit("outcome \(tree.short)") { () throws(GitError) in try files(of: tree) }
  }

  /// The outcome of a record; nil when the run left none.
  /// - Throws: `RecordError`.
  public func outcome(of record: Record) throws(RecordError) -> Outcome? {
    guard record.outcome != nil else { return nil }
    return try Outcome(files: files("outcome", of: record))
  }

  /// When, where and how the run took place.
  /// - Throws: `RecordError`, `.corrupt` when they cannot be read.
  public func circumstances(of record: Record) throws(RecordError) -> Circumstances {
    let place = "record \(record.commit.short), circumstances.json"
    guard let bytes = try file("circumstances.json", of: record), let document = try? JSON(parsing: bytes),
      let circumstances = Circumstances(document: document)
    else { throw RecordError(.corrupt, at: place, found: "it is missing or not as kanon writes it") }
    return circumstances
  }

  /// The manifest as it was when the run took place.
  /// - Throws: `RecordError`, `.corrupt` when it is missing.
  public func manifest(of record: Record) throws(RecordError) -> [UInt8] {
    guard let bytes = try file("manifest.yaml", of: record) else {
      throw RecordError(.corrupt, at: "record \(record.commit.short)", found: "it has no manifest.yaml")
    }
    return bytes
  }

  /// The content of a blob, or nil when it is not at hand, as in a fresh clone.
  /// - Throws: `RecordError`.
  public func blob(_ id: ObjectID) throws(RecordError) -> [UInt8]? {
    try atGit("blob \(id.short)") { () throws(GitError) in try repository.blobIfPresent(id) }
  }

  private func files(of tree: ObjectID) throws(GitError) -> [StoredFile] {
    var files: [StoredFile] = []
    for (path, entry) in try repository.leaves(of: tree) {
      files.append(StoredFile(path, try repository.blob(entry.id)))
    }
    return files
  }
}
