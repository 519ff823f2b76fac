import ArgumentParser
import Laboratory
import Records

struct StressCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stress", abstract: "Record from many processes at once and kill some: no record may be lost.",
    discussion: """
      Works in a repository made for the purpose.

      Example:
        git init /tmp/stress && kanon stress -C /tmp/stress --writers 16 --runs 100 --kill 0.05
      """, shouldDisplay: false)

  @Option(help: "Processes at once.")
  var writers = 16

  @Option(help: "Runs of each of them.")
  var runs = 100

  @Option(help: "The part of the runs that is killed with SIGKILL.")
  var kill = 0.05

  @Option(help: "The seed of who is killed, and when.")
  var seed: UInt64 = 1

  @OptionGroup var common: CommonOptions

  /// What a child process is told to do: folder, number and journal.
  @Option(parsing: .upToNextOption, help: .hidden)
  var once: [String] = []

  func run() throws {
    if once.count == 3, let number = Int(once[1]) {
      try RecordStress.recordOnce(folder: once[0], number: number, journal: once[2])
      return
    }
    var stress = RecordStress(folder: try common.workshop().root)
    (stress.writers, stress.runs, stress.kill, stress.seed) = (writers, runs, kill, seed)
    let report = try stress.run(command: ["/proc/self/exe", "stress", "--once"])
    Terminal.say(
      "\(writers * runs) runs in \(report.seconds.shown) s: \(report.completed) completed, \(report.killed) killed, "
        + "\(report.recorded) recorded, \(report.lost) lost, \(report.locks.count) locks left")
    for failure in report.failed.prefix(20) + report.locks.prefix(20) { Terminal.say("  " + failure) }
    try Ended.check(report.isSound ? .success : .failed)
  }
}
