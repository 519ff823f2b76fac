import Git
import Records

/// How a record stands today: its verdict, and whether its source is still the one that is checked out.
struct Standing {
  enum Freshness {
    /// The source at HEAD would give the same.
    case current
    /// It was run from changes on top of HEAD that were not committed.
    case uncommitted
    /// The source has changed since.
    case stale
  }

  /// `identical`, `within`, `inconclusive`, `diverged`, `failed`, `interrupted`.
  let word: String
  let freshness: Freshness
  /// Why, sentence by sentence.
  let reasons: [String]
  /// The command that would help.
  let remedy: String?

  init(
    _ record: Record, _ judgement: Judgement?, _ circumstances: Circumstances?, freshness: Freshness
  ) {
    self.freshness = freshness
    guard let judgement else {
      word = record.status == "completed" ? "inconclusive" : record.status
      if case .failed(let reason)? = circumstances?.status { reasons = [reason] } else { reasons = [] }
      remedy = "kanon run \(record.experiment)"
      return
    }
    word = judgement.verdict.rawValue
    reasons = judgement.findings.map(\.sentence)
    remedy = freshness == .stale && judgement.remedy == nil ? "kanon run \(record.experiment)" : judgement.remedy
  }

  private init(word: String, reasons: [String], remedy: String) {
    (self.word, self.freshness, self.reasons, self.remedy) = (word, .current, reasons, remedy)
  }

  /// Of a golden whose records are not at hand.
  static let golden = Standing(
    word: "inconclusive", reasons: ["The ledger holds no record of it here; what is shown is the golden."],
    remedy: "kanon fetch")

  /// Green: every bit agrees or lies within its tolerance.
  var isGreen: Bool { word == "identical" || word == "within" }
  var isStale: Bool { freshness == .stale }

  /// What a figure says of its numbers, in its metadata: the verdict, or that they are stale.
  var mark: String { isStale ? (isGreen ? "stale" : "stale, \(word)") : word }

  /// What a reader must know before believing a figure; nil when there is nothing.
  var warning: String? {
    switch (isGreen, isStale) {
    case (true, false): nil
    case (true, true): "Stale: the source has changed since this was drawn."
    case (false, true): "Stale, and \(word): \(Self.meaning(of: word))."
    case (false, false): "\(word.capitalizedFirst): \(Self.meaning(of: word))."
    }
  }

  /// What a verdict means, in a few words.
  static func meaning(of word: String) -> String {
    switch word {
    case "identical": "every bit agrees with the golden outcome"
    case "within": "every difference from the golden outcome lies within its declared tolerance"
    case "diverged": "the outcome differs from the golden one"
    case "failed": "the run came to no outcome"
    case "interrupted": "the run was stopped"
    default: "it could not be checked"
    }
  }
}

/// The state of the repository that a notebook is written from.
struct Present {
  private let head: ObjectID?
  private let identity: ObjectID?
  private let ledger: Ledger

  init(_ ledger: Ledger) throws(RecordError) {
    self.ledger = ledger
    do throws(GitError) { head = try ledger.repository.head() } catch {
      throw RecordError(.git(error), at: "HEAD", found: "\(error)")
    }
    identity = try head.map { head throws(RecordError) in try ledger.source(of: head).identity }
  }

  /// Seen from HEAD. The working tree is not looked at: pages are made from what is recorded.
  func freshness(of record: Record) -> Standing.Freshness {
    guard let identity, identity != record.sourceIdentity else { return .current }
    guard let source = try? ledger.source(of: record.source), source.isSnapshot,
      let commit = try? ledger.repository.commit(record.source), commit.parents.first == head
    else { return .stale }
    return .uncommitted
  }
}

extension String {
  /// With its first letter in upper case.
  var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
