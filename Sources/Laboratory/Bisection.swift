public import Git
public import Records

/// The search for the first commit whose outcome is another, from records where they exist.
///
/// Between a good commit and a bad one lie candidates, parents before children. Asking one whether its outcome is that
/// of the good commit leaves its ancestors, or all but its ancestors: half of them, in a history without branches.
public struct Bisection {
  /// What is known of one commit's outcome.
  public enum Answer: Sendable, Equatable {
    case same
    case other
    /// No run left an outcome there.
    case unknown(String)
  }

  public let experiment: String
  private let ledger: Ledger
  /// The tree id of the good commit's outcome.
  public private(set) var due: ObjectID?
  /// The commits that may be the first bad one, parents before children; the bad commit is the last.
  public private(set) var suspects: [ObjectID] = []
  private var unknown: Set<ObjectID> = []
  private var parents: [ObjectID: [ObjectID]] = [:]

  /// - Throws: `RecordError` when a commit is not there, or the good one is no ancestor of the bad one.
  public init(_ experiment: String, good: String, bad: String, in ledger: Ledger) throws(RecordError) {
    (self.experiment, self.ledger) = (experiment, ledger)
    let (first, last) = (try Self.commit(good, ledger), try Self.commit(bad, ledger))
    guard first != last, try ledger.isAncestor(first, of: last) else {
      throw RecordError(
        .invalid, at: "\(good)…\(bad)", found: "\(good) is no ancestor of \(bad)",
        remedy: "give --good an earlier commit than --bad")
    }
    try collect(from: last, notBelow: first)
  }

  /// The commit to ask next; nil when the search is over.
  public var next: ObjectID? {
    let known = suspects.dropLast().filter { !unknown.contains($0) }
    return known.isEmpty ? nil : known[(known.count - 1) / 2]
  }

  /// How many questions remain, about.
  public var steps: Int { Int.bitWidth - max(0, suspects.count - 1).leadingZeroBitCount }

  /// Takes the good commit's outcome as the one that is due.
  public mutating func expect(_ outcome: ObjectID) { due = outcome }

  /// Takes an answer about a commit.
  public mutating func take(_ answer: Answer, about commit: ObjectID) {
    let line = ancestors(of: commit)
    switch answer {
    case .other: suspects = suspects.filter { line.contains($0) }
    case .same: suspects = suspects.filter { !line.contains($0) }
    case .unknown: unknown.insert(commit)
    }
  }

  /// The latest record whose source is a commit, or has that commit's identity: equal sources give equal outcomes.
  /// - Throws: `RecordError`.
  public func record(of commit: ObjectID) throws(RecordError) -> Record? {
    let identity = try ledger.source(of: commit).identity
    return try ledger.log(experiment).first { $0.outcome != nil && $0.sourceIdentity == identity }
  }

  /// What a record's outcome says.
  public func answer(_ record: Record) -> Answer {
    guard let outcome = record.outcome else { return .unknown("its run left no outcome") }
    return outcome == due ? .same : .other
  }

  /// The commit that a revision names.
  public static func commit(_ revision: String, _ ledger: Ledger) throws(RecordError) -> ObjectID {
    do throws(GitError) {
      let id = try ledger.repository.object(revision: revision)
      _ = try ledger.repository.commit(id)
      return id
    } catch {
      throw RecordError(.notFound, at: revision, found: "it names no commit here", remedy: "see `git log --oneline`")
    }
  }

  /// The first line of a commit's message.
  public func title(of commit: ObjectID) -> String {
    let message = (try? ledger.repository.commit(commit))?.message ?? ""
    return message.split(separator: "\n").first.map(String.init) ?? ""
  }

  private func ancestors(of commit: ObjectID) -> Set<ObjectID> {
    var seen: Set<ObjectID> = [commit]
    var open = [commit]
    while let next = open.popLast() {
      for parent in parents[next] ?? [] where seen.insert(parent).inserted { open.append(parent) }
    }
    return seen
  }

  /// Every commit that `last` has and `first` has not, parents before children.
  private mutating func collect(from last: ObjectID, notBelow first: ObjectID) throws(RecordError) {
    var below: Set<ObjectID> = []
    var open = [first]
    while let next = open.popLast() {
      guard below.insert(next).inserted else { continue }
      open += try ledger.parents(of: next)
    }
    var stack: [(commit: ObjectID, isDone: Bool)] = [(last, false)]
    while let (commit, isDone) = stack.popLast() {
      if isDone {
        suspects.append(commit)
        continue
      }
      guard parents[commit] == nil, !below.contains(commit) else { continue }
      let own = try ledger.parents(of: commit).filter { !below.contains($0) }
      parents[commit] = own
      stack.append((commit, true))
      for parent in own { stack.append((parent, false)) }
    }
  }
}

extension Ledger {
  fileprivate func parents(of commit: ObjectID) throws(RecordError) -> [ObjectID] {
    do throws(GitError) { return try repository.commit(commit).parents } catch {
      throw RecordError(
        .notFound, at: "commit \(commit.short)", found: "its history is not at hand", remedy: "git fetch --unshallow")
    }
  }

  fileprivate func isAncestor(_ first: ObjectID, of last: ObjectID) throws(RecordError) -> Bool {
    do throws(GitError) { return try repository.isAncestor(first, of: last) } catch {
      throw RecordError(
        .notFound, at: "commit \(last.short)", found: "its history is not at hand", remedy: "git fetch --unshallow")
    }
  }
}
