import ArgumentParser
import Glibc
import Records

/// The program `kanon-notebook` beside this one, which takes over for the pages and their server.
enum Companion {
  static let name = "kanon-notebook"

  /// Where it is: in the folder of this program, as built and as installed.
  static var path: String {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = readlink("/proc/self/exe", &buffer, buffer.count - 1)
    let own = String(decoding: buffer.prefix(max(0, count)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    return own.lastIndex(of: "/").map { String(own[...$0]) + name } ?? name
  }

  /// Becomes the companion, with these arguments.
  /// - Throws: when there is none.
  static func become(_ arguments: [String]) throws {
    var pointers = ([path] + arguments).map { strdup($0) } + [nil]
    signal(SIGINT, SIG_DFL)
    execv(path, &pointers)
    throw missing
  }

  /// Starts the companion beside this process; its output goes to ours.
  static func start(_ arguments: [String]) throws {
    var pid: pid_t = 0
    var pointers = ([path] + arguments).map { strdup($0) } + [nil]
    defer { for pointer in pointers { free(pointer) } }
    guard posix_spawn(&pid, path, nil, nil, &pointers, environ) == 0 else { throw missing }
  }

  private static var missing: RecordError {
    RecordError(
      .refused, at: path, found: "the program is not there",
      remedy: "build it with `make build`, or install both with `make install`")
  }
}

struct NotebookCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "notebook", abstract: "Write the pages of the notebook from the ledger; nothing runs.",
    helpNames: [])

  @Argument(parsing: .captureForPassthrough, help: "See kanon notebook --help.")
  var arguments: [String] = []

  func run() throws { try Companion.become(["notebook"] + arguments) }
}

struct ServeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve", abstract: "Serve the notebook and the page of what runs now, to this machine alone.",
    helpNames: [])

  @Argument(parsing: .captureForPassthrough, help: "See kanon serve --help.")
  var arguments: [String] = []

  func run() throws { try Companion.become(["serve"] + arguments) }
}
