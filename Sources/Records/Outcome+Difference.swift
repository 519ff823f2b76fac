extension [StoredFile] {
  /// What differs from the files of an earlier outcome, file by file and item by item; empty when every byte agrees.
  /// Cost: only files that differ are read.
  public func differences(from earlier: [StoredFile]) -> [Difference] {
    pairs(with: earlier).map(\.difference)
  }

  func pairs(with earlier: [StoredFile]) -> [ItemPair] {
    let paths = Set(map(\.path)).union(earlier.map(\.path))
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    return paths.flatMap { path in
      ItemPair.pairs(
        path: path, earlier: earlier.first { $0.path == path }?.bytes, later: first { $0.path == path }?.bytes)
    }
  }
}

extension Outcome {
  /// What differs from an earlier outcome: metric by metric, table cell by cell, array element by element.
  /// - Throws: `RecordError`, `.invalid` when one of them cannot be stored.
  public func differences(from earlier: Outcome) throws(RecordError) -> [Difference] {
    try files().differences(from: earlier.files())
  }
}

extension Ledger {
  /// What differs between the outcomes of two records; empty when their tree ids are equal.
  /// - Throws: `RecordError`.
  public func differences(from earlier: Record, to later: Record) throws(RecordError) -> [Difference] {
    if earlier.outcome == later.outcome { return [] }
    return try files("outcome", of: later).differences(from: files("outcome", of: earlier))
  }
}
