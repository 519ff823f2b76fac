import ArgumentParser
import Determinism
import Experiments
import Glibc
import Laboratory
import Manifests
import Records

/// The command: arguments in, exit codes out.
@main
struct Kanon: ParsableCommand {
  static let version = Catalogue.version

  static let configuration = CommandConfiguration(
    commandName: "kanon",
    abstract: "Runs experiments from manifests, bit for bit, records them in git and judges them.",
    discussion: """
      Works in any git repository that has experiments/ and golden/.

      Examples:
        kanon run decay              run one experiment, record it, judge it, draw it
        kanon reproduce              run them all, one line each
        kanon diff decay~1 decay     two records side by side
        kanon --generate-completion-script bash

      Exit codes: 0 all identical or within, 1 diverged or a law broken, 2 bad manifest or usage, 3 inconclusive, 4 a run failed,
      130 interrupted. Of several the worst counts, in the order 130, 2, 4, 1, 3, 0.
      """,
    version: version,
    subcommands: [
      RunCommand.self, ReproduceCommand.self, VerifyCommand.self, CheckCommand.self, AdapterCommand.self,
      BlessCommand.self, LogCommand.self, ShowCommand.self, DiffCommand.self, BisectCommand.self, FiguresCommand.self,
      MotionCommand.self, PushCommand.self, FetchCommand.self, NotebookCommand.self, ServeCommand.self,
      InitCommand.self, KindsCommand.self, SchemaCommand.self, DoctorCommand.self, BenchCommand.self, FuzzCommand.self,
      StressCommand.self, PortabilityCommand.self,
    ])

  static func main() {
    // A reader that leaves (`kanon run | head`) must not lose a record.
    signal(SIGPIPE, SIG_IGN)
    Interrupts.listen()
    do {
      var command = try parseAsRoot()
      try command.run()
      if Terminal.lostWords { Glibc.exit(Records.ExitCode.failed.rawValue) }
    } catch {
      Glibc.exit(code(of: error).rawValue)
    }
  }

  /// Says what an error has to say, once, and tells the exit code.
  static func code(of error: any Error) -> Records.ExitCode {
    switch error {
    case let ended as Ended: return ended.code
    case let error as ManifestErrors:
      Terminal.complain("\(error)")
      return .usage
    case let error as RecordError:
      Terminal.complain("kanon: \(error)")
      switch error.kind {
      case .notFound, .ambiguous, .invalid, .refused: return .usage
      case .git, .system, .corrupt: return .failed
      }
    case is DeterminismError, is InstructionSetError:
      Terminal.complain("kanon: \(error)")
      return .usage
    default: break
    }
    let message = fullMessage(for: error)
    guard exitCode(for: error).isSuccess else {
      Terminal.complain(message)
      return .usage
    }
    Terminal.say(message)
    return .success
  }
}

/// The end of a command that has said what it had to say.
struct Ended: Error {
  let code: Records.ExitCode

  /// Ends the command unless the code is success.
  static func check(_ code: Records.ExitCode) throws {
    if code != .success { throw Ended(code: code) }
  }
}

/// Ctrl-C asks the running experiment to stop and be recorded; a second one ends the program.
enum Interrupts {
  static func listen() {
    for number in [SIGINT, SIGTERM, SIGHUP] {
      signal(number) { _ in
        if Cancellation.isRequested { _exit(130) }
        Cancellation.request()
      }
    }
  }
}
