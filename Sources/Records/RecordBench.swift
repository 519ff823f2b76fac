import Git

/// Measures what recording and listing cost, in a repository made for the purpose.
public enum RecordBench {
  /// Seconds that each of so many records took, pinning the source included; sorted.
  /// - Throws: `RecordError`.
  public static func recording(in folder: String, count: Int) throws(RecordError) -> [Double] {
    var seconds: [Double] = []
    for number in 0..<count {
      // A ledger for each, as every run is a process of its own.
      let begin = RecordStress.seconds()
      let ledger = try Ledger(at: folder)
      try ledger.record(RecordStress.draft(number: number))
      seconds.append(RecordStress.seconds() - begin)
    }
    return seconds.sorted()
  }

  /// Makes so many records of one experiment as fast as possible, for the log to be measured on.
  /// - Throws: `RecordError`.
  public static func fill(_ folder: String, count: Int) throws(RecordError) {
    let ledger = try Ledger(at: folder)
    let source = try ledger.source()
    for number in 0..<count {
      var draft = RecordStress.draft(number: number)
      draft.source = source
      try ledger.record(draft)
    }
  }

  /// Seconds to open the ledger and list the last records.
  /// - Throws: `RecordError`.
  public static func listing(in folder: String, limit: Int) throws(RecordError) -> (records: Int, seconds: Double) {
    let begin = RecordStress.seconds()
    let ledger = try Ledger(at: folder)
    let records = try ledger.log(RecordStress.experiment, limit: limit)
    for record in records { _ = try ledger.circumstances(of: record) }
    return (records.count, RecordStress.seconds() - begin)
  }
}
