import Documents
public import Git

/// The blessed outcome of an experiment, as `golden/<experiment>/` in the working tree holds it.
public struct Golden: Sendable, Equatable {
  /// One file of the blessed outcome.
  public struct File: Sendable, Equatable {
    public var path: String
    public var id: ObjectID
    /// The bytes, of a file that is small enough to be held.
    public var bytes: [UInt8]?
    /// What is remembered of a larger one.
    public var summary: BlobSummary?
  }

  public var experiment: String

  /// The identity of the blessed outcome.
  public var outcome: ObjectID

  /// Sorted by the bytes of their paths.
  public var files: [File]

  /// What the laws must reach (faults killed at least these, cases at least, defect at most); nil when none is asked.
  public var oracleRules: OracleRules?

  /// Larger files stay in the ledger; the golden holds their blob id and a summary.
  public static let largestHeldFile = 64 << 10

  /// The golden of an outcome.
  /// - Throws: `RecordError`, `.invalid` when the outcome cannot be stored.
  public init(_ outcome: Outcome, of experiment: String, oracleRules: OracleRules? = nil) throws(RecordError) {
    self.init(files: try outcome.files(), of: experiment, oracleRules: oracleRules)
  }

  init(files: [StoredFile], of experiment: String, oracleRules: OracleRules?) {
    self.experiment = experiment
    self.oracleRules = oracleRules
    self.files = files.map { file in
      let isLarge = file.bytes.count > Self.largestHeldFile
      return File(
        path: file.path, id: .of(.blob, file.bytes), bytes: isLarge ? nil : file.bytes,
        summary: isLarge ? BlobSummary(of: file) : nil)
    }
    outcome = FileTree(self.files.map { ($0.path, $0.id) }).id
  }

  init(experiment: String, outcome: ObjectID, files: [File], oracleRules: OracleRules?) {
    (self.experiment, self.outcome, self.files, self.oracleRules) = (experiment, outcome, files, oracleRules)
  }

  /// Blob ids that live in the ledger alone; pruning must keep them.
  public var largeBlobs: [ObjectID] { files.filter { $0.bytes == nil }.map(\.id) }
}

extension Golden {
  /// The document that `golden.json` holds: the tree id, the blob id of every file, summaries, the laws' rules.
  var document: JSON {
    var members: [JSON.Member] = [
      .init(key: "outcome", value: .string(outcome.hex)),
      .init(key: "files", value: .object(files.map { .init(key: $0.path, value: .string($0.id.hex)) })),
    ]
    let large = files.compactMap { file in file.summary.map { JSON.Member(key: file.path, value: $0.document) } }
    if !large.isEmpty { members.append(.init(key: "large", value: .object(large))) }
    if let oracleRules { members.append(.init(key: "oracles", value: oracleRules.document)) }
    return .object(members)
  }
}
