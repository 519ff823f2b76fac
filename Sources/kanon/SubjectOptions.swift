import ArgumentParser
import Documents
import Laboratory
import Oracles
import Records

/// A program under test that is no experiment.
struct SubjectOptions: ParsableArguments {
  @Option(name: .customLong("subject"), help: "Check a program instead: a line of shell that speaks the protocol.")
  var command: String?

  @Option(help: "How many seconds an answer of the program may take.")
  var timeout = 60.0

  /// Tries the laws of a program.
  func check(_ cases: CaseOptions, _ output: CheckOutput, isJSON: Bool, folder: String) throws -> Records.ExitCode {
    let started = Timing.now()
    let program: ExternalSubject
    let suite: Suite
    let claimed: [String]
    do throws(SubjectFailure) {
      program = try ExternalSubject(command: command ?? "", seconds: timeout)
      (suite, claimed) = try Suite.program(program, program.hello.document)
    } catch {
      Terminal.complain("kanon: the subject gave no answer: \(error)")
      return error.kind == .prerequisite ? .inconclusive : .failed
    }
    for law in cases.law where !suite.laws.contains(law) {
      throw ValidationError(
        "\(program.hello.name) can't be asked \(law); there are \(suite.laws.joined(separator: ", "))")
    }
    let store = try? Workshop(at: folder, kinds: [], version: Kanon.version)
    let name = Self.slug(program.hello.name)
    let quoted = "'" + (command ?? "").replacing("'", with: "'\\''") + "'"
    let progress = ProgressLine(program.hello.name).progress
    let settings = Suite.Settings(
      subject: name, seed: cases.seed ?? 0, budget: cases.caseBudget, laws: cases.law.isEmpty ? claimed : cases.law,
      counterexamples: try store?.counterexamples(of: "subjects/" + name) ?? [],
      command: "kanon check --subject \(quoted)", number: cases.number)
    guard let report = suite.examine(settings, { try? progress.report($0, fraction: $1) }) else {
      throw Ended(code: .interrupted)
    }
    Terminal.clearProgress()
    let written = GoldenFolder.isUnderCI ? [] : try store?.keep(report.counterexamples, of: "subjects/" + name) ?? []
    let seconds = Timing.now() - started
    if isJSON {
      Terminal.say(report.document.render(pretty: false))
    } else {
      let kept = report.laws.filter { $0.verdict == .kept }.count
      Terminal.say(
        "\(program.hello.name): \(kept) of \(report.laws.count) laws kept, \(report.killed.count) of "
          + "\(report.faults.count) planted faults killed; \(program.calls) answers in \(seconds.shown) s")
      for line in report.lines { Terminal.say("  " + line) }
      for law in report.laws { if let replay = law.replay { Terminal.say("  → \(replay)") } }
      for found in report.counterexamples { Terminal.say("  " + found.document.render(pretty: false)) }
      for survivor in report.survivors { Terminal.say("  the planted fault \(survivor) survived every law") }
      for path in written { Terminal.say("  stored as \(path)") }
    }
    var findings = CheckFindings()
    findings.add(report, seconds: seconds)
    try output.write(findings)
    return Self.code(of: report)
  }

  private static func code(of report: SuiteReport) -> Records.ExitCode {
    .worst(
      of: report.laws.map { law in
        switch law.verdict {
        case .kept: .success
        case .broken: .diverged
        case .inconclusive: .inconclusive
        case .failed: .failed
        }
      } + (report.survivors.isEmpty ? [] : [.diverged]))
  }

  /// A name fit for a folder.
  private static func slug(_ name: String) -> String {
    let parts = name.lowercased().utf8.map { byte -> Character in
      let isFit = (0x61...0x7a).contains(byte) || (0x30...0x39).contains(byte)
      return isFit ? Character(UnicodeScalar(byte)) : "-"
    }
    return String(String(parts).split(separator: "-").joined(separator: "-").prefix(60))
  }
}
