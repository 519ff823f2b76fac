import Determinism
import Documents
import Git
import Laboratory
import Oracles
import Records

extension RunReport {
  /// `decay   identical   tau = 4.998 ± 0.021 s   0.04 s`.
  func line(width: Int) -> String {
    let parts = [
      experiment.padded(to: width), word.padded(to: 12), (headline ?? "").padded(to: 34), "\(seconds.shown) s",
    ]
    return parts.joined(separator: "  ")
  }

  /// Why the exit code is not 0, and what to do about it: a sentence each.
  var reasons: [String] {
    var reasons: [String] = []
    if case .failed(let reason) = status { reasons.append(reason) }
    if let judgement, judgement.verdict != .identical {
      let told = judgement.findings.prefix(20).map(\.sentence)
      reasons += told
      if judgement.findings.count > told.count {
        reasons.append("… and \(judgement.findings.count - told.count) more; `kanon show \(experiment)`")
      }
      reasons += judgement.uncovered.map { "\($0): no tolerance under expect: covers it" }
      if let remedy = judgement.remedy { reasons.append("→ \(remedy)") }
    }
    if let laws, laws.judgement.verdict != .identical {
      reasons += laws.judgement.findings.map(\.sentence)
      reasons += laws.report?.laws.compactMap(\.replay).map { "→ \($0)" } ?? []
      reasons += laws.written.map { "stored as \($0)" }
      if let remedy = laws.judgement.remedy { reasons.append("→ \(remedy)") }
    }
    switch drawing {
    case .inconclusive(let reason)?, .refused(let reason)?, .failed(let reason)?: reasons.append(reason)
    case .drawn?, nil: break
    }
    return reasons
  }

  /// What `kanon run` says.
  var page: String {
    var lines = ["\(experiment): \(word)" + (headline.map { "   \($0)" } ?? "") + "   \(seconds.shown) s"]
    lines += reasons.map { "  " + $0 }
    let results = metrics.map { MetricsPage($0).lines } ?? []
    // The page of the results ends with the warnings that are part of them.
    lines += warnings.map { "warning: " + $0 }.filter { !results.contains($0) }.map { "  " + $0 }
    lines += results.map { "  " + $0 }
    if case .drawn(let files)? = drawing, !files.isEmpty {
      lines.append("  figures: " + files.filter { $0.hasSuffix(".svg") }.joined(separator: ", "))
    }
    if let record {
      lines.append("  record \(record.commit.short)" + (record.outcome.map { ", outcome \($0.short)" } ?? ""))
    }
    return lines.joined(separator: "\n")
  }

  /// What programs read.
  var document: JSON {
    var document: JSON = [
      "experiment": .string(experiment), "word": .string(word), "status": .string(status.word),
      "verdict": judgement.map { .string($0.verdict.rawValue) } ?? .null,
      "exit": .integer(Int64(exitCode.rawValue)),
      "record": record.map { .string($0.commit.hex) } ?? .null,
      "outcome": record?.outcome.map { .string($0.hex) } ?? .null,
      "source": record.map { .string($0.source.hex) } ?? .null,
      "seconds": .number(seconds), "headline": headline.map { .string($0) } ?? .null,
      "reasons": .array(reasons.map { .string($0) }), "warnings": .array(warnings.map { .string($0) }),
    ]
    if case .drawn(let files)? = drawing { document["figures"] = .array(files.map { .string($0) }) }
    if let laws {
      document["laws"] = laws.document
      document["laws_verdict"] = .string(laws.judgement.verdict.rawValue)
    }
    document["metrics"] = metrics ?? .null
    return document
  }
}

extension Double {
  /// Seconds as a summary shows them: two decimals below ten, one above.
  var shown: String {
    let scale = self < 10 ? 100.0 : 10.0
    let parts = Int((self * scale).rounded())
    let digits = String(parts % Int(scale))
    return "\(parts / Int(scale))." + String(repeating: "0", count: (scale == 100 ? 2 : 1) - digits.count) + digits
  }
}
