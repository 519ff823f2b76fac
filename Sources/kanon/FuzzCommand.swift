import ArgumentParser
import Experiments
import Laboratory
import Manifests
import Records

struct FuzzCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fuzz", abstract: "Read spoiled manifests: none may crash, hang or eat memory.",
    discussion: "Example:\n  kanon fuzz --cases 200000 --seed 1", shouldDisplay: false)

  @Option(help: "How many texts.")
  var cases = 2000

  @Option(help: "The seed of the mutations.")
  var seed: UInt64 = 1

  @OptionGroup var common: CommonOptions

  /// No text may make the process hold more.
  private static let mostMemory = 200 << 20

  func run() throws {
    let workshop = try common.workshop()
    let texts = try workshop.entries([]).map { entry in
      try ManifestText(file: entry.file, root: workshop.root).bytes
    }
    let report = ManifestFuzz(seed: seed, texts: texts, kinds: Catalogue.kinds).run(cases: cases) { number in
      if number % 1000 == 0, Terminal.isWatched { Terminal.showProgress("case \(number) of \(cases)") }
    }
    Terminal.clearProgress()
    Terminal.say(
      "\(report.cases) texts in \(report.elapsed): \(report.read) read, \(report.refused) refused; the slowest, number "
        + "\(report.slowest.number), took \(report.slowest.time); peak memory \(report.peakMemory.after >> 20) MB")
    for violation in report.violations { Terminal.say("case \(violation.number): \(violation.law)") }
    let isSound = report.violations.isEmpty && report.peakMemory.after <= Self.mostMemory
    try Ended.check(isSound ? .success : .failed)
  }
}
