import Documents
import Git
import Records

/// The page of one record, which is also the page of its experiment when the record is the latest.
struct RecordPage {
  let head: PageHead
  let kicker: String
  let title: String
  let name: String
  let word: String
  let meaning: String
  let tone: String
  let isStale: Bool
  let isUncommitted: Bool
  let reasons: [String]
  let furtherReasons: String?
  let remedy: String?
  let headline: String?
  let warnings: [String]
  let facts: [Fact]
  let notes: Markup?
  let results: ResultsSection?
  let metrics: MetricsSection?
  let sharing: SharingSection?
  let figures: [FigureView]
  let hasFigures: Bool
  let oracles: OraclesSection?
  let tables: [TableView]
  let hasTables: Bool
  let files: [FileView]
  let hasFiles: Bool
  let manifest: Markup?
  let provenance: ProvenanceSection?
  let history: HistoryLinks?
  let changesLink: String?

  /// A name and what stands beside it.
  struct Fact {
    let name: String
    let value: String
    var code = false
    var link: String?
  }

  /// The reasons that are written out.
  private static let mostReasons = 5
}

/// What a page is built from beside the record itself.
struct RecordSurroundings {
  let golden: Golden?
  /// The record before this one that left an outcome.
  let previous: Dossier?
  let previousLink: String?
  let changesLink: String?
  /// On the page of an experiment: its other records.
  let history: HistoryLinks?
  let counterexamples: [StoredFile]
}

extension RecordPage {
  /// - Parameters:
  ///   - head: of the page.
  ///   - places: where the files of the record lie, from the page.
  init(_ dossier: Dossier, _ around: RecordSurroundings, head: PageHead, places: RecordPlaces) {
    self.head = head
    let standing = dossier.standing
    kicker = dossier.words.kind ?? "golden"
    title = dossier.words.title
    name = dossier.designation
    word = standing.word
    meaning = Standing.meaning(of: standing.word)
    tone = standing.isGreen ? (standing.isStale ? "stale" : "good") : standing.word == "inconclusive" ? "open" : "bad"
    isStale = standing.isStale
    isUncommitted = standing.freshness == .uncommitted
    reasons = Array(standing.reasons.prefix(Self.mostReasons))
    furtherReasons =
      standing.reasons.count > Self.mostReasons
      ? "and \(Typeset.grouped(Int64(standing.reasons.count - Self.mostReasons))) more; every metric stands below" : nil
    remedy = standing.remedy
    headline = dossier.headline
    warnings = (dossier.outcome?.metrics["warnings"]?.asArray ?? []).compactMap(\.asString)
    facts = Self.facts(dossier, around)
    notes = dossier.words.notes.map { Markdown($0).markup }
    results = dossier.outcome.flatMap { ResultsSection($0.metrics) }
    metrics = dossier.outcome.flatMap { MetricsSection($0.metrics, dossier, around) }
    sharing = dossier.outcome.flatMap { SharingSection($0) }
    figures = FigureView.all(of: dossier, places)
    hasFigures = !figures.isEmpty
    oracles = OraclesSection(dossier.oracles, rules: around.golden?.oracleRules?.document, around.counterexamples)
    let shown = TableView.all(of: dossier, places)
    (tables, hasTables) = (shown, !shown.isEmpty)
    files = FileView.all(of: dossier, places)
    hasFiles = !files.isEmpty
    manifest = dossier.manifest.isEmpty ? nil : ManifestListing(dossier.manifest).markup
    provenance = ProvenanceSection(dossier)
    history = around.history
    changesLink = around.changesLink
  }

  private static func facts(_ dossier: Dossier, _ around: RecordSurroundings) -> [Fact] {
    var facts: [Fact] = []
    if let record = dossier.record {
      facts.append(Fact(name: "Recorded", value: Dates.day(record.seconds)))
      facts.append(Fact(name: "Source", value: record.source.short, code: true))
    }
    if let tree = dossier.tree { facts.append(Fact(name: "Outcome", value: tree.short, code: true)) }
    if let golden = around.golden {
      facts.append(Fact(name: "Golden", value: golden.outcome.short, code: true))
    }
    if let circumstances = dossier.circumstances {
      facts.append(Fact(name: "Took", value: Typeset.duration(circumstances.seconds)))
    }
    if let previous = around.previous?.record, let link = around.previousLink {
      facts.append(Fact(name: "Before", value: previous.commit.short, code: true, link: link))
    }
    return facts
  }
}

/// What every page begins with.
struct PageHead {
  struct Crumb {
    let label: String
    let link: String
  }

  let title: String
  let description: String
  /// The way to the index; nil on the index itself.
  let home: String?
  let crumbs: [Crumb]
  let style = Templates.style
  let generator: String
}

/// Days and moments, in UTC.
enum Dates {
  /// `2026-11-23 19:04 UTC`
  static func minute(_ seconds: Int64) -> String {
    let text = Moment.text(milliseconds: seconds * 1000)
    return String(text.prefix(16).replacing("T", with: " ")) + " UTC"
  }

  /// `23 November 2026`
  static func day(_ seconds: Int64) -> String {
    let parts = Moment.text(milliseconds: seconds * 1000).prefix(10).split(separator: "-").map(String.init)
    guard parts.count == 3, let month = Int(parts[1]), let day = Int(parts[2]) else { return minute(seconds) }
    return "\(day) \(months[month - 1]) \(parts[0])"
  }

  /// `2026-11-23T19:04:00Z`, for machines.
  static func machine(_ seconds: Int64) -> String {
    Moment.text(milliseconds: seconds * 1000).prefix(19) + "Z"
  }

  private static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
  ]
}
