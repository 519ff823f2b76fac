import Git

extension GoldenFolder {
  /// What blessing an outcome would change, item by item; empty when every bit agrees. Nothing is written.
  /// - Parameters:
  ///   - oracleRules: what would be asked of the laws.
  ///   - content: where the bytes of large files are looked up.
  /// - Throws: `RecordError`.
  public func differences(
    of outcome: Outcome, as experiment: String, oracleRules: OracleRules? = nil, content: Ledger? = nil
  ) throws(RecordError) -> [Difference] {
    guard let golden = try golden(of: experiment) else {
      return [Difference(item: "golden/\(experiment)", content: .structure("it is new"))]
    }
    return try Comparison(golden, outcome.files(), ledger: content).differences
      + OracleRules.differences(from: golden.oracleRules, to: oracleRules)
  }
}

/// An outcome beside a golden, file by file.
struct Comparison {
  /// One file that is not the same in both.
  enum Part {
    /// Both contents are at hand.
    case items([ItemPair])
    /// The golden's content is not at hand: its summary beside that of the new file.
    case summaries(path: String, golden: BlobSummary, found: BlobSummary)
  }

  var parts: [Part] = []

  /// - Parameter ledger: where the content of large files is looked up.
  init(_ golden: Golden, _ files: [StoredFile], ledger: Ledger?) throws(RecordError) {
    for file in golden.files {
      guard let found = files.first(where: { $0.path.utf8.elementsEqual(file.path.utf8) }) else {
        parts.append(.items([ItemPair(name: file.path, sides: .structure("the file is gone"))]))
        continue
      }
      if ObjectID.of(.blob, found.bytes) == file.id { continue }
      var held = file.bytes
      if held == nil, let ledger { held = try ledger.blob(file.id) }
      if let bytes = held {
        parts.append(.items(ItemPair.pairs(path: file.path, earlier: bytes, later: found.bytes)))
      } else if let summary = file.summary {
        parts.append(.summaries(path: file.path, golden: summary, found: BlobSummary(of: found)))
      }
    }
    for file in files where !golden.files.contains(where: { $0.path.utf8.elementsEqual(file.path.utf8) }) {
      parts.append(.items([ItemPair(name: file.path, sides: .structure("the file is new"))]))
    }
  }

  var differences: [Difference] {
    parts.flatMap { part -> [Difference] in
      switch part {
      case .items(let pairs): pairs.map(\.difference)
      case .summaries(let path, let golden, let found):
        [
          Difference(
            item: path,
            content: .structure("\(golden.size) bytes became \(found.size); the golden's content is not at hand"))
        ]
      }
    }
  }
}
