import ArgumentParser
import Determinism
import Documents
import Laboratory
import Manifests
import Records

struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor", abstract: "Say what this machine and this repository have, and what they lack.",
    discussion: """
      Examples:
        kanon doctor
        kanon doctor --json

      Exits with 3 when something is missing. The JSON: a list of objects with name, ok, found and remedy.
      """)

  @OptionGroup var common: CommonOptions

  func run() throws {
    let checks = Examination.machine() + Examination.repository(common)
    if common.json { Terminal.say(JSON.array(checks.map(\.document)).render(pretty: false)) }
    for check in checks where !common.json {
      Terminal.say(
        "\(check.isSound ? "ok     " : "MISSING")  \(check.name.padded(to: 18)) \(check.found)"
          + (check.isSound ? "" : "\n         → \(check.remedy)"))
    }
    try Ended.check(checks.allSatisfy(\.isSound) ? .success : .inconclusive)
  }
}

/// One thing that was looked at.
struct Examination {
  let name: String
  let isSound: Bool
  let found: String
  var remedy = ""

  var document: JSON {
    [
      "name": .string(name), "ok": .bool(isSound), "found": .string(found),
      "remedy": isSound ? .null : .string(remedy),
    ]
  }

  /// The processor's and the system's part.
  static func machine() -> [Examination] {
    var checks: [Examination] = []
    func check(_ name: String, _ remedy: String, _ body: () throws -> String) {
      do {
        checks.append(Examination(name: name, isSound: true, found: try body()))
      } catch {
        checks.append(Examination(name: name, isSound: false, found: "\(error)", remedy: remedy))
      }
    }
    check("floating point", "start kanon from a program that leaves the rounding mode alone") {
      try FloatingPointEnvironment.check()
      return "rounds to nearest, keeps subnormal numbers"
    }
    check("instruction set", "unset KANON_ISA, or set it to one of those") {
      try InstructionSet.checkRequest()
      let others = InstructionSet.available.map(\.rawValue).joined(separator: ", ")
      return "\(InstructionSet.current.rawValue) (of \(others))"
    }
    check("threads", "unset KANON_THREADS, or set it to a number") {
      try WorkerPool.setThreadCount()
      return "\(WorkerPool.threadCount)"
    }
    check("gnuplot", "apt-get install gnuplot-nox; without it outcomes are judged but figures are not drawn") {
      guard let version = try Workshop.gnuplotVersion() else { throw Lack("no gnuplot on the PATH") }
      return version
    }
    check("libgit2", "apt-get install libgit2-dev") { Workshop.libraryVersion }
    return checks
  }

  /// The repository's part.
  static func repository(_ common: CommonOptions) -> [Examination] {
    let workshop: Workshop
    do { workshop = try common.workshop() } catch {
      return [Examination(name: "repository", isSound: false, found: "\(error)", remedy: "run in a git repository")]
    }
    var checks = [Examination(name: "repository", isSound: true, found: workshop.root)]
    let catalogue = workshop.catalogue()
    for problem in catalogue.problems {
      checks.append(Examination(name: "experiments", isSound: false, found: "\(problem)", remedy: "rename the file"))
    }
    for entry in catalogue.entries {
      do { _ = try workshop.plan(entry) } catch {
        checks.append(Examination(name: entry.name, isSound: false, found: "\(error)", remedy: "mend the manifest"))
      }
    }
    checks.append(
      Examination(
        name: "experiments", isSound: !catalogue.entries.isEmpty, found: "\(catalogue.entries.count)",
        remedy: "write experiments/NAME.yaml"))
    do {
      let names = catalogue.entries.map(\.name)
      for orphan in try workshop.goldens.orphans(claimed: names) {
        checks.append(
          Examination(name: "golden", isSound: false, found: orphan, remedy: "no experiment claims it: delete it"))
      }
      let missing = try names.filter { try workshop.goldens.golden(of: $0) == nil }
      checks.append(
        Examination(
          name: "goldens", isSound: missing.isEmpty,
          found: missing.isEmpty ? "\(names.count)" : "none for " + missing.joined(separator: ", "),
          remedy: "kanon run and kanon bless them"))
      checks.append(
        Examination(name: "records", isSound: true, found: "of \(try workshop.ledger.experiments().count) experiments"))
    } catch {
      checks.append(Examination(name: "golden", isSound: false, found: "\(error)", remedy: "restore it with git"))
    }
    return checks
  }
}

private struct Lack: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}
