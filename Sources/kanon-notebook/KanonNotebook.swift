import ArgumentParser
import Experiments
import Foundation
import Glibc
import Laboratory
import Records

/// The pages of a notebook, and the server of the loopback. `kanon notebook` and `kanon serve` run it.
///
/// A program of its own, because the templates and the server need Foundation, and no run should wait for that.
@main
struct KanonNotebook: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "kanon", abstract: "The pages of a notebook.",
    subcommands: [NotebookCommand.self, ServeCommand.self])

  static func main() async {
    signal(SIGPIPE, SIG_IGN)
    do {
      var command = try parseAsRoot()
      if var waiting = command as? any AsyncParsableCommand {
        try await waiting.run()
      } else {
        try command.run()
      }
    } catch {
      Glibc.exit(code(of: error).rawValue)
    }
  }

  private static func code(of error: any Error) -> Records.ExitCode {
    if let error = error as? RecordError {
      complain("kanon: \(error)")
      switch error.kind {
      case .notFound, .ambiguous, .invalid, .refused: return .usage
      case .git, .system, .corrupt: return .failed
      }
    }
    let message = fullMessage(for: error)
    guard exitCode(for: error).isSuccess else {
      complain(message)
      return .usage
    }
    say(message)
    return .success
  }

  static func say(_ text: String) { FileHandle.standardOutput.write(Data((text + "\n").utf8)) }
  static func complain(_ text: String) { FileHandle.standardError.write(Data((text + "\n").utf8)) }
}

/// What both commands take.
struct RepositoryOptions: ParsableArguments {
  @Option(name: [.customShort("C"), .customLong("repository")], help: "Work in this folder's repository.")
  var folder = "."

  func workshop() throws -> Workshop {
    try Workshop(at: folder, kinds: Catalogue.kinds, version: Catalogue.version)
  }
}
