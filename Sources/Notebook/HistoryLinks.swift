import Git
import Records

/// The records of an experiment, newest first, as its page lists them.
struct HistoryLinks {
  struct Row {
    let date: String
    let machineDate: String
    let word: String
    let tone: String
    let record: String
    let link: String?
    let source: String
    let outcome: String
    /// Whether its outcome is that of the record before it.
    let isUnmoved: Bool
    let changesLink: String?
  }

  let rows: [Row]
  let more: String?
  let summary: String
  let link: String

  private static let mostRows = 12

  /// - Parameters:
  ///   - records: newest first.
  ///   - words: the verdicts of those that have pages.
  init(_ records: [Record], words: [ObjectID: Standing], changed: Set<ObjectID>, page: String, experiment: String) {
    rows = records.prefix(Self.mostRows).enumerated().map { place, record in
      let before = records[(place + 1)...].first { $0.outcome != nil }
      let standing = words[record.commit]
      let folder = "\(experiment)/records/\(record.commit.short)/"
      return Row(
        date: Dates.minute(record.seconds), machineDate: Dates.machine(record.seconds),
        word: standing?.word ?? record.status, tone: Self.tone(standing), record: record.commit.short,
        link: standing == nil ? nil : RecordPlaces.link(from: page, to: folder + "index.html"),
        source: record.source.short, outcome: record.outcome?.short ?? "none",
        isUnmoved: before != nil && before?.outcome == record.outcome,
        changesLink: changed.contains(record.commit) ? RecordPlaces.link(from: page, to: folder + "changes.html") : nil)
    }
    more =
      records.count > Self.mostRows
      ? "and \(Typeset.count(records.count - Self.mostRows, "earlier record"))" : nil
    let outcomes = Set(records.compactMap(\.outcome)).count
    summary = "\(Typeset.count(records.count, "record")), \(Typeset.count(outcomes, "outcome"))."
    link = RecordPlaces.link(from: page, to: "\(experiment)/history.html")
  }

  static func tone(_ standing: Standing?) -> String {
    guard let standing else { return "open" }
    if standing.isGreen { return standing.isStale ? "stale" : "good" }
    return standing.word == "inconclusive" ? "open" : "bad"
  }
}
