import Documents
import Git

/// The verdict on an outcome, with the reasons.
public struct Judgement: Sendable, Equatable {
  /// What one item contributes.
  public struct Finding: Sendable, Equatable {
    public var item: String
    public var verdict: Verdict
    /// Such as `metrics/tau: 5 became 5.1 (…, +2 %), allowed relative 1e-09`.
    public var sentence: String

    package init(item: String, verdict: Verdict, sentence: String) {
      (self.item, self.verdict, self.sentence) = (item, verdict, sentence)
    }
  }

  /// The worst of the findings; `identical` when there are none.
  public var verdict: Verdict

  /// Every item that differs, or could not be checked.
  public var findings: [Finding]

  /// Items that differ and that no declared tolerance covers, though some are declared: they were judged by their
  /// bits, and the manifest should say what is meant.
  public var uncovered: [String]

  /// The command that makes an inconclusive verdict conclusive; nil when there is none to run.
  public var remedy: String?

  package init(verdict: Verdict, findings: [Finding], uncovered: [String] = [], remedy: String?) {
    (self.verdict, self.findings, self.uncovered, self.remedy) = (verdict, findings, uncovered, remedy)
  }
}

extension Judgement {
  /// Judges an outcome against a golden under the manifest's tolerances.
  ///
  /// Equal tree ids are `identical`. Else file by file and item by item: a number is `within` when its tolerance
  /// admits it, anything else that differs is `diverged`. A large file whose golden content is not at hand is judged
  /// by its summary, and is at best `inconclusive`.
  /// - Parameter ledger: where the content of large files is looked up; nil looks nowhere.
  /// - Throws: `RecordError`, `.invalid` when the outcome cannot be stored.
  public init(
    of outcome: Outcome, against golden: Golden, tolerances: Tolerances = .none, ledger: Ledger? = nil
  ) throws(RecordError) {
    (verdict, findings, uncovered) = (.identical, [], [])
    let files = try outcome.files()
    if FileTree(files.map { ($0.path, ObjectID.of(.blob, $0.bytes)) }).id == golden.outcome { return }
    for part in try Comparison(golden, files, ledger: ledger).parts {
      switch part {
      case .items(let pairs): for pair in pairs { judge(pair, tolerances) }
      case .summaries(let path, let golden, let found): judge(path, golden, found, tolerances)
      }
    }
    verdict = findings.map(\.verdict).max() ?? .identical
    if findings.contains(where: { $0.verdict == .inconclusive }) {
      remedy = "kanon fetch    # brings the golden's large files, then verify again"
    }
  }

  /// The judgement where nothing was blessed yet.
  public static func missingGolden(of experiment: String) -> Judgement {
    Judgement(
      verdict: .inconclusive,
      findings: [
        Finding(item: "golden/\(experiment)", verdict: .inconclusive, sentence: "\(experiment) has no golden yet")
      ],
      uncovered: [], remedy: "kanon bless \(experiment)")
  }

  private mutating func judge(_ pair: ItemPair, _ tolerances: Tolerances) {
    let tolerance = cover(pair.name, tolerances)
    switch pair.sides {
    case .structure:
      findings.append(Finding(item: pair.name, verdict: .diverged, sentence: pair.difference.sentence))
    case .spelling:
      // The values agree, so any declared tolerance holds; without one the bytes had to agree.
      let verdict: Verdict = tolerance == nil ? .diverged : .within
      findings.append(Finding(item: pair.name, verdict: verdict, sentence: pair.difference.sentence))
    case .values(let earlier, let later, _):
      let allowed = tolerance ?? .exact
      let outside = pair.divergentIndices.filter { index in
        guard tolerance != nil, let golden = earlier.number(index), let value = later.number(index) else { return true }
        return !allowed.allows(value, for: golden)
      }
      guard let first = outside.first else {
        findings.append(Finding(item: pair.name, verdict: .within, sentence: pair.difference.sentence))
        return
      }
      let divergence = pair.divergence(at: first)
      let place =
        divergence.place.isEmpty || divergence.place.hasPrefix("[") ? divergence.place : ", " + divergence.place
      let more = earlier.count > 1 ? "; \(outside.count) of \(earlier.count) values are outside" : ""
      findings.append(
        Finding(
          item: pair.name, verdict: .diverged,
          sentence: "\(pair.name)\(place): \(divergence.sentence), allowed \(allowed.sentence)\(more)"))
    }
  }

  /// By the summary alone: other shapes, sums or samples than allowed are `diverged`, all else stays open.
  private mutating func judge(
    _ path: String, _ golden: BlobSummary, _ found: BlobSummary, _ tolerances: Tolerances
  ) {
    guard golden.series.map(\.item) == found.series.map(\.item), !golden.series.isEmpty else {
      let sentence = "\(path): \(golden.size) bytes became \(found.size), and the golden's content is not at hand"
      let isOpen = golden.series.isEmpty && found.series.isEmpty
      // Opaque bytes have no tolerance: another id is another file, whether or not the old one can be seen.
      findings.append(
        Finding(
          item: path, verdict: isOpen && cover(path, tolerances) != nil ? .inconclusive : .diverged, sentence: sentence)
      )
      return
    }
    for (before, after) in zip(golden.series, found.series) where before != after {
      let allowed = cover(before.item, tolerances) ?? .exact
      var reason: String?
      if before.shape != after.shape { reason = "shape \(before.shape) became \(after.shape)" }
      for (old, new) in zip(before.samples, after.samples)
      where reason == nil && !allowed.allows(new.value, for: old.value) {
        reason = "value \(old.index) was \(old.value), is \(new.value), allowed \(allowed.sentence)"
      }
      if let reason {
        findings.append(Finding(item: before.item, verdict: .diverged, sentence: "\(before.item): \(reason)"))
      }
    }
    if !findings.contains(where: { $0.verdict == .diverged && ($0.item == path || $0.item.hasPrefix(path.stem)) }) {
      findings.append(
        Finding(
          item: path, verdict: .inconclusive,
          sentence: "\(path): the bits differ, its summary is inside, and the golden's content is not at hand"))
    }
  }

  /// The tolerance of an item, noting it when others are declared and it is not.
  private mutating func cover(_ item: String, _ tolerances: Tolerances) -> Tolerance? {
    let tolerance = tolerances.tolerance(of: item)
    if tolerance == nil, tolerances.isDeclared, !uncovered.contains(item) { uncovered.append(item) }
    return tolerance
  }
}

extension String {
  /// Without the ending of a file.
  fileprivate var stem: String { lastIndex(of: ".").map { String(self[..<$0]) } ?? self }
}
