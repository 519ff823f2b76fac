import Git
import Glibc

extension Ledger {
  /// What a fetch or push did, each a list of experiments.
  public struct Exchange: Sendable, Equatable {
    /// New here, or moved forward to what the remote has.
    public var received: [String] = []
    /// Grown apart, and merged here: the log shows both histories.
    public var merged: [String] = []
    /// Sent to the remote.
    public var sent: [String] = []

    public init(received: [String] = [], merged: [String] = [], sent: [String] = []) {
      (self.received, self.merged, self.sent) = (received, merged, sent)
    }
  }

  /// Brings the records of a remote here. Ledgers that grew apart are merged; no record is ever given up.
  ///
  /// - Parameter remote: the name of a remote, a path, or a URL that libgit2 reaches.
  /// - Throws: `RecordError`.
  @discardableResult
  public func fetch(from remote: String = "origin") throws(RecordError) -> Exchange {
    var exchange = Exchange()
    try receive(from: remote, into: &exchange)
    return exchange
  }

  /// Sends the records of here to a remote, after merging what it has that is unknown here.
  /// - Throws: `RecordError`, when somebody else pushes faster five times in a row.
  @discardableResult
  public func push(to remote: String = "origin") throws(RecordError) -> Exchange {
    var exchange = Exchange()
    for attempt in 1... {
      let offered = try receive(from: remote, into: &exchange)
      let mine = try atGit(Self.prefix) { () throws(GitError) in try repository.references(below: Self.prefix) }
      let news = mine.filter { own in !offered.contains { $0.name == own.name && $0.id == own.id } }.map(\.name)
      do throws(GitError) {
        try repository.push(news, to: remote)
        exchange.sent = news.map { String($0.dropFirst(Self.prefix.count)) }
        return exchange
      } catch {
        guard error.code == .notFastForward, attempt < 5 else { throw .pushing(error, to: remote, self) }
        usleep(UInt32(attempt) * 100_000)
      }
    }
    preconditionFailure("the loop ends by returning or throwing")
  }

  @discardableResult
  private func receive(
    from remote: String, into exchange: inout Exchange
  ) throws(RecordError) -> [(name: String, id: ObjectID)] {
    let offered = try atGit("remote \(remote)") { () throws(GitError) in
      try repository.download(from: remote, below: Self.prefix)
    }
    for (name, theirs) in offered {
      let experiment = String(name.dropFirst(Self.prefix.count))
      // A name that is none of ours is left alone.
      guard (try? Self.reference(of: experiment)) == name else { continue }
      var relation: Relation?
      try advance(name, reason: "fetch from \(remote)") { (tip) throws(RecordError) in
        guard let tip else {
          relation = .behind
          return theirs
        }
        relation = try self.relation(of: tip, to: theirs)
        switch relation {
        case .behind: return theirs
        case .apart: return try merge(tip, theirs, of: experiment)
        case .contained, nil: return tip
        }
      }
      if relation == .behind, !exchange.received.contains(experiment) { exchange.received.append(experiment) }
      if relation == .apart, !exchange.merged.contains(experiment) { exchange.merged.append(experiment) }
    }
    return offered
  }

  /// A commit that keeps both histories. It depends on the two alone, so that two who merge the same get the same.
  private func merge(_ a: ObjectID, _ b: ObjectID, of experiment: String) throws(RecordError) -> ObjectID {
    try atGit("merge of \(experiment)") { () throws(GitError) in
      let commits = [(a, try repository.commit(a)), (b, try repository.commit(b))]
        .sorted { ($0.1.committer.seconds, $0.0) < ($1.1.committer.seconds, $1.0) }
      let signature = Signature(name: "kanon", email: "kanon@localhost", seconds: commits[1].1.committer.seconds)
      // Plain git shows the newest record of the two.
      return try repository.write(
        Commit(
          tree: commits[1].1.tree, parents: commits.map(\.0), author: signature, committer: signature,
          message: "\(RecordLabel.merge): \(experiment)"))
    }
  }
}

extension RecordError {
  fileprivate static func pushing(_ error: GitError, to remote: String, _ ledger: Ledger) -> RecordError {
    let remedy: String? =
      switch error.code {
      case .bareRepository: "libgit2 pushes to bare repositories only; run `kanon fetch` on the other side instead"
      case _ where ledger.repository.isShallow: "this clone is shallow: run `git fetch --unshallow` first"
      default: nil
      }
    guard let remedy else { return .git(error, at: "remote \(remote)") }
    return RecordError(.git(error), at: "remote \(remote)", found: error.description, remedy: remedy)
  }
}
