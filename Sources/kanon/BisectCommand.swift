import ArgumentParser
import Determinism
import Git
import Laboratory
import Records

struct BisectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bisect", abstract: "Find the first commit whose outcome differs.",
    discussion: """
      Examples:
        kanon bisect decay --good v1.0
        kanon bisect decay --good 1a2b3c4 --bad HEAD
        kanon bisect decay --good v1.0 --with 'make build && .build/release/kanon run decay'

      Records answer where they exist: of the commit, or of another with the same source. Only where there is none the
      experiment is run, in a private worktree that is removed afterwards, by this kanon or by the command of --with;
      what was run is recorded, so that nothing runs twice. Nothing in your working tree is touched.

      Exits with 0 when the commit was found, 3 when there is none, because both ends have one outcome, or when runs
      left no outcome and several commits remain.
      """)

  @Argument(help: "The experiment.")
  var name: String

  @Option(help: "A commit whose outcome is the right one.")
  var good: String

  @Option(help: "A later commit whose outcome is another.")
  var bad = "HEAD"

  @Option(help: "A line of shell that makes a record of the experiment, run in the worktree of each commit.")
  var with: String?

  @OptionGroup var common: CommonOptions

  func run() throws {
    let ledger = try common.workshop().ledger
    let experiment = Workshop.experiment(name)
    var bisection = try Bisection(experiment, good: good, bad: bad, in: ledger)
    let worktree = Worktree(of: ledger)
    defer { worktree.remove() }
    var runs = 0
    /// The record of a commit, made if need be.
    func record(_ commit: ObjectID) throws -> (record: Record?, how: String) {
      if let record = try bisection.record(of: commit) { return (record, "recorded") }
      if Cancellation.isRequested { throw Ended(code: .interrupted) }
      runs += 1
      let ended = try worktree.run(with, experiment, at: commit)
      return (try bisection.record(of: commit), ended)
    }
    let first = try Bisection.commit(good, ledger)
    let (recorded, how) = try record(first)
    guard let right = recorded, let due = right.outcome else {
      throw RecordError(
        .notFound, at: good, found: "its run left no outcome to compare with: \(how)", remedy: "give another --good")
    }
    bisection.expect(due)
    let last = try Bisection.commit(bad, ledger)
    guard let wrong = try record(last).record else {
      throw RecordError(.notFound, at: bad, found: "its run left no outcome", remedy: "give another --bad")
    }
    guard wrong.outcome != due else {
      Terminal.say("\(experiment): \(good) and \(bad) have the same outcome, \(due.short)")
      throw Ended(code: .inconclusive)
    }
    Terminal.say("\(bisection.suspects.count) commits, about \(bisection.steps) questions")
    while let commit = bisection.next {
      let (record, how) = try record(commit)
      let answer = record.map { bisection.answer($0) } ?? .unknown(how)
      bisection.take(answer, about: commit)
      let word = answer == .same ? "same" : answer == .other ? "other" : "unknown"
      Terminal.say("  \(commit.short)  \(word.padded(to: 8))\(how)   \(bisection.title(of: commit))")
    }
    let suspects = bisection.suspects
    guard let found = suspects.last, suspects.count == 1 else {
      Terminal.say("one of \(suspects.count) commits; their runs left no outcome:")
      for commit in suspects { Terminal.say("  \(commit.hex)  \(bisection.title(of: commit))") }
      throw Ended(code: .inconclusive)
    }
    Terminal.say("\(found.hex) is the first whose outcome differs, after \(runs) run\(runs == 1 ? "" : "s")")
    Terminal.say("  \(bisection.title(of: found))")
    if let record = try bisection.record(of: found) {
      for difference in try ledger.differences(from: right, to: record).prefix(5) {
        Terminal.say("  \(difference.sentence)")
      }
    }
  }
}
