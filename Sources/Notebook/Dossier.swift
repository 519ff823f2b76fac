import Documents
import Git
import Laboratory
import Records
import YAML

/// Everything that the ledger and the goldens hold of one run, read once; or of a golden alone, where no record is.
struct Dossier {
  let experiment: String
  /// Nil for a golden whose ledger is elsewhere.
  let record: Record?
  let circumstances: Circumstances?
  let outcome: Outcome?
  /// The tree id of the outcome.
  let tree: ObjectID?
  let outcomeFiles: [StoredFile]
  let presentation: [StoredFile]
  let oracles: [StoredFile]
  let manifest: [UInt8]
  let words: ManifestWords
  let standing: Standing
  let headline: String?
  /// The names of its figures, in the order of the kind.
  let figureNames: [String]
  /// The commit that the source is; nil when it is not at hand.
  let source: Commit?
}

extension Dossier {
  /// - Throws: `RecordError` when the ledger or the golden can't be read.
  init(_ record: Record, in workshop: Workshop, _ now: Present) throws(RecordError) {
    let ledger = workshop.ledger
    let review = try workshop.review(record)
    let files = try ledger.files("outcome", of: record)
    experiment = record.experiment
    self.record = record
    circumstances = try? ledger.circumstances(of: record)
    outcome = record.outcome == nil ? nil : try Outcome(files: files)
    tree = record.outcome
    outcomeFiles = files
    presentation = try ledger.files("presentation", of: record)
    oracles = try ledger.files("oracles", of: record)
    manifest = try ledger.manifest(of: record)
    words = ManifestWords(manifest, experiment: record.experiment)
    standing = Standing(record, review.judgement, circumstances, freshness: now.freshness(of: record))
    (headline, figureNames) = (review.headline, review.figures)
    source = try? ledger.repository.commit(record.source)
  }

  /// Of a golden that no record stands behind here.
  init(golden: Golden) {
    experiment = golden.experiment
    (record, circumstances, source, headline) = (nil, nil, nil, nil)
    outcomeFiles = golden.files.compactMap { file in file.bytes.map { StoredFile(file.path, $0) } }
    outcome = try? Outcome(files: outcomeFiles)
    tree = golden.outcome
    (presentation, oracles, manifest, figureNames) = ([], [], [], [])
    words = ManifestWords([], experiment: golden.experiment)
    standing = .golden
  }

  /// `decay@1a2b3c4d5e6f`, as the commands take it.
  var designation: String { record.map { "\(experiment)@\($0.commit.short)" } ?? experiment }
}

/// What a manifest says to people. Read as plain YAML, so that a kind that this program does not know has its page.
struct ManifestWords {
  let title: String
  let kind: String?
  let notes: String?

  init(_ bytes: [UInt8], experiment: String) {
    let root = (try? YAMLDocument(bytes, file: experiment))?.root
    func text(_ field: String) -> String? {
      root?[field]?.scalar.map(\.text).flatMap { $0.isEmpty ? nil : $0 }
    }
    (title, kind, notes) = (text("title") ?? experiment, text("kind"), text("notes"))
  }
}
