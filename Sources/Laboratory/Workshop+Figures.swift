import Documents
import Figures
import Git
import Manifests
public import Records

extension Workshop {
  /// What drawing an outcome gave: files for the record, and what to tell.
  struct Drawn {
    /// Scripts, data, captions and, where they could be drawn, SVG and PDF.
    var files: [StoredFile] = []
    /// `gnuplot 5.4 patchlevel 4`.
    var tool: String?
    var trouble: DrawingReport?
  }

  /// Redraws the figures of an old record from what it holds, and writes them to `figures/`.
  /// - Parameter isStrict: refuses to draw what is neither identical nor within, or stale.
  /// - Throws: `ManifestErrors` when its manifest is of a kind that this version does not know, `RecordError`.
  public func redraw(_ record: Record, isStrict: Bool = false) throws -> DrawingReport {
    guard let outcome = try ledger.outcome(of: record) else {
      throw RecordError(
        .notFound, at: "\(record.experiment)@\(record.commit.short)", found: "the run left no outcome to draw")
    }
    let drawing = try Drawing(try ledger.manifest(of: record), of: record, among: kinds)
    let judgement = try verify(record)
    let isStale = try isStale(record)
    let isGreen = judgement.verdict.exitCode == .success
    guard !isStrict || (isGreen && !isStale) else {
      let reason = isStale ? "is stale: its source or an input has changed since" : "is \(judgement.verdict.rawValue)"
      let remedy = isStale ? "kanon run \(record.experiment)" : judgement.remedy ?? "kanon diff \(record.experiment)"
      return isStale && isGreen || judgement.verdict == .inconclusive
        ? .inconclusive("the record \(reason); \(remedy)") : .refused("the record \(reason); \(remedy)")
    }
    let marks = (isStale ? ["stale"] : []) + (isGreen && isStale ? [] : [judgement.verdict.rawValue])
    let provenance = Provenance(
      commit: record.source.hex, time: try ledger.sourceTime(of: record.source),
      verdict: marks.joined(separator: ", "))
    let drawn = draw(drawing, outcome, provenance)
    return keep(drawn.files + Self.passed(outcome), drawn.trouble ?? .drawn([]), of: record.experiment)
  }

  /// Draws an outcome. What is wrong with a figure never touches the outcome: it becomes a report.
  func draw(_ drawing: Drawing, _ outcome: Outcome, _ provenance: Provenance) -> Drawn {
    var drawn = Drawn()
    do {
      let gnuplot = try Gnuplot.find()
      for figure in try drawing.figures(outcome) {
        drawn.files += try figure.presentation().map { StoredFile($0.path, $0.bytes) }
        switch try figure.draw(with: gnuplot, provenance: provenance) {
        case .drawn(let files, let tool):
          drawn.files += files.map { StoredFile($0.path, $0.bytes) }
          drawn.tool = tool
        case .inconclusive(let package, let how):
          drawn.trouble = .inconclusive("the figures could not be drawn: \(package) is missing; \(how)")
        }
      }
    } catch {
      drawn.trouble = .failed("the figures could not be drawn: \(error)")
    }
    return drawn
  }

  func provenance(_ source: Source?, _ judgement: Judgement?) -> Provenance {
    Provenance(
      commit: source?.commit.hex ?? "", time: source.flatMap { try? ledger.sourceTime(of: $0.commit) } ?? 0,
      verdict: judgement?.verdict.rawValue ?? "")
  }

  /// Writes SVG, PDF and captions to `figures/`, where people look for them.
  func keep(_ files: [StoredFile], _ drawing: DrawingReport?, of experiment: String) -> DrawingReport {
    var written: [String] = []
    do throws(RecordError) {
      for file in files where [".svg", ".pdf", ".png", ".caption.txt"].contains(where: { file.path.hasSuffix($0) }) {
        let path = "figures/\(experiment)-\(file.path)"
        try FileSystem.write(file.bytes, to: root + path)
        written.append(path)
      }
    } catch {
      return .failed("the figures are in the record but could not be written: \(error)")
    }
    if case .drawn? = drawing { return .drawn(written) }
    return drawing ?? .drawn(written)
  }
}

extension Ledger {
  /// When the source was committed, in seconds since 1970: the date that figures bear.
  func sourceTime(of commit: ObjectID) throws(RecordError) -> Int64 {
    do throws(GitError) { return try repository.commit(commit).committer.seconds } catch {
      throw RecordError(.git(error), at: "commit \(commit.short)", found: "\(error)")
    }
  }
}
