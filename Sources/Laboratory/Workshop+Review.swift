import Documents
import Figures
import Manifests
public import Records

extension Workshop {
  /// What can be said of a record without running anything.
  public struct Review: Sendable {
    /// Against the golden as it is now, under the manifest that the record holds; nil when the run left no outcome.
    public var judgement: Judgement?
    /// The one result that a summary line shows.
    public var headline: String?
    /// The names of the figures, in the order of the kind; empty where it is not known.
    public var figures: [String] = []
  }

  /// Judges a record from what the ledger and the golden hold.
  ///
  /// A record of a kind that this program does not know, or of a manifest that it no longer reads, is compared bit for
  /// bit: what differs is `inconclusive`, because nobody can say which differences were allowed.
  /// - Throws: `RecordError` when the ledger or the golden could not be read.
  public func review(_ record: Record) throws(RecordError) -> Review {
    guard let outcome = try ledger.outcome(of: record) else { return Review() }
    let bytes = try ledger.manifest(of: record)
    let drawing: Drawing
    do throws(ManifestErrors) {
      drawing = try Drawing(bytes, of: record, among: kinds)
    } catch {
      let reason = error.problems.first?.message ?? "its manifest can't be read"
      return Review(judgement: try judgeByBits(record, outcome, reason), headline: nil)
    }
    return Review(
      judgement: try judge(outcome, drawing.manifest), headline: drawing.headline(outcome.metrics),
      figures: ((try? drawing.figures(outcome)) ?? []).map(\.name))
  }

  private func judgeByBits(_ record: Record, _ outcome: Outcome, _ reason: String) throws(RecordError) -> Judgement {
    guard let golden = try goldens.golden(of: record.experiment) else {
      return .missingGolden(of: record.experiment)
    }
    var judgement = try Judgement(of: outcome, against: golden, ledger: ledger)
    if judgement.verdict == .diverged {
      judgement = .inconclusive(
        record.experiment, "some bits differ from the golden's, and what may differ is not known: \(reason)",
        remedy: nil)
    }
    return judgement
  }
}
