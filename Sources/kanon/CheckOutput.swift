import ArgumentParser
import Glibc
import Laboratory
import Manifests
import Oracles
import Records

/// Where findings go beside the terminal.
struct CheckOutput: ParsableArguments {
  @Option(help: "Write a JUnit XML report, as Jenkins (junit-10), GitLab and GitHub read it.")
  var junit: String?

  @Option(help: "Write a summary in Markdown; under GitHub Actions it goes to the job's page by itself.")
  var markdown: String?

  /// Takes away what an earlier check wrote, which must not pass for what this one found, however it ends.
  func removeEarlier() { for file in [junit, markdown] { file.map { _ = unlink($0) } } }

  func write(_ findings: CheckFindings) throws {
    if let junit { try FileSystem.write(Array(findings.junit.utf8), to: junit) }
    if let markdown { try FileSystem.write(Array(findings.markdown.utf8), to: markdown) }
    guard Self.variable("GITHUB_ACTIONS") == "true" else { return }
    for annotation in findings.annotations { Terminal.say(annotation) }
    if let page = Self.variable("GITHUB_STEP_SUMMARY"), !page.isEmpty {
      // Other steps write to the same page.
      let before = try FileSystem.read(page) ?? []
      try FileSystem.write(before + Array(findings.markdown.utf8), to: page)
    }
  }

  private static func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }
}

/// What checks found, as other programs want to read it.
struct CheckFindings {
  /// One law, or one verdict, of one experiment.
  struct Case {
    enum Ending { case good, broken, unproven }
    let name: String
    let ending: Ending
    let sentence: String
    let line: Int
  }

  struct Part {
    let name: String
    let file: String?
    let seconds: Double
    let report: SuiteReport?
    /// The kind of experiment; nil for a program that is none.
    let kind: String?
    let cases: [Case]
  }

  private(set) var parts: [Part] = []

  /// - Parameter lines: the line of every field of the manifest.
  mutating func add(_ report: RunReport, manifest: String, lines: [(field: String, line: Int)]) {
    func line(_ field: String?) -> Int {
      lines.first { $0.field == field ?? "kind" }?.line ?? lines.first { $0.field == "kind" }?.line ?? 1
    }
    var cases: [Case] = []
    switch report.status {
    case .failed(let reason): cases.append(Case(name: "run", ending: .unproven, sentence: reason, line: line(nil)))
    case .interrupted:
      cases.append(Case(name: "run", ending: .unproven, sentence: "it was interrupted", line: line(nil)))
    case .completed: break
    }
    if let judgement = report.judgement {
      cases.append(
        Case(
          name: "outcome", ending: judgement.verdict.ending,
          sentence: judgement.findings.map(\.sentence).joined(separator: "\n"), line: line(nil)))
    }
    var told: Set<String> = []
    for law in report.laws?.report?.laws ?? [] {
      let findings = report.laws?.judgement.findings.filter { $0.item == "laws/\(law.law)" } ?? []
      told.insert("laws/\(law.law)")
      let worst = findings.map(\.verdict).max() ?? .identical
      var sentence = findings.map(\.sentence).joined(separator: "\n")
      if let replay = law.replay { sentence += "\n\(replay)" }
      cases.append(
        Case(
          name: law.law, ending: worst.ending, sentence: sentence.isEmpty ? law.reason : sentence,
          line: line(law.field)))
    }
    for finding in report.laws?.judgement.findings ?? [] where !told.contains(finding.item) {
      cases.append(
        Case(name: finding.item, ending: finding.verdict.ending, sentence: finding.sentence, line: line(nil)))
    }
    parts.append(
      Part(
        name: report.experiment, file: manifest, seconds: report.seconds, report: report.laws?.report,
        kind: report.laws?.kind, cases: cases))
  }

  /// An experiment that could not be judged, and why.
  mutating func add(_ experiment: String, unproven sentence: String, manifest: String) {
    let cases = [Case(name: "run", ending: .unproven, sentence: sentence, line: 1)]
    parts.append(Part(name: experiment, file: manifest, seconds: 0, report: nil, kind: nil, cases: cases))
  }

  /// The laws of a program that is no experiment.
  mutating func add(_ report: SuiteReport, seconds: Double) {
    var cases = report.laws.map { law in
      Case(
        name: law.law,
        ending: law.verdict == .kept ? .good : law.verdict == .broken ? .broken : .unproven,
        sentence: law.reason + (law.replay.map { "\n\($0)" } ?? ""), line: 1)
    }
    cases += report.survivors.map {
      Case(name: "faults/\($0)", ending: .broken, sentence: "the planted fault survived every law", line: 1)
    }
    parts.append(Part(name: report.subject, file: nil, seconds: seconds, report: report, kind: nil, cases: cases))
  }
}

extension Verdict {
  fileprivate var ending: CheckFindings.Case.Ending {
    switch self {
    case .identical, .within: .good
    case .diverged: .broken
    case .inconclusive: .unproven
    }
  }
}
