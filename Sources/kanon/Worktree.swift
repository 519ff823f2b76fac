import Git
import Glibc
import Records

/// A private worktree in which commits are checked out and run; made when first needed.
final class Worktree {
  private let repository: String
  private let folder: String
  private var isMade = false

  init(of ledger: Ledger) {
    repository = ledger.root ?? "."
    folder = "/tmp/kanon-bisect-\(getpid())"
  }

  /// Checks out a commit and runs the experiment there.
  /// - Parameter command: a line of shell; nil runs this program.
  /// - Returns: how it ended, in a few words.
  /// - Throws: `RecordError` when the commit can't be checked out.
  func run(_ command: String?, _ experiment: String, at commit: ObjectID) throws(RecordError) -> String {
    let checkout =
      isMade
      ? Shell.run("git -C \(Shell.quoted(folder)) checkout -q --force --detach \(commit.hex)")
      : Shell.run(
        "git -C \(Shell.quoted(repository)) worktree add -q --force --detach \(Shell.quoted(folder)) \(commit.hex)")
    guard checkout.code == 0 else {
      throw RecordError(
        .system(checkout.code), at: folder, found: "git could not check out \(commit.short): \(checkout.lastLine)")
    }
    isMade = true
    let own = "\(Shell.quoted(Shell.executable)) run \(experiment) --no-figures"
    let ended = Shell.run("cd \(Shell.quoted(folder)) && \(command ?? own)")
    return [0, 1, 3].contains(ended.code) ? "run" : "run, exit code \(ended.code): \(ended.lastLine)"
  }

  func remove() {
    guard isMade else { return }
    _ = Shell.run("git -C \(Shell.quoted(repository)) worktree remove --force \(Shell.quoted(folder))")
  }
}

/// Lines of shell.
enum Shell {
  struct Ending {
    let code: Int32
    let output: String
    var lastLine: String { output.split(separator: "\n").last.map(String.init) ?? "" }
  }

  /// Runs a line to its end; what it says on either stream is its output.
  static func run(_ line: String) -> Ending {
    guard let stream = popen("exec 2>&1; " + line, "r") else {
      return Ending(code: 127, output: String(cString: strerror(errno)))
    }
    var bytes: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = fread(&part, 1, part.count, stream)
      if count == 0 { break }
      bytes += part.prefix(count)
    }
    let status = pclose(stream)
    let code = status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F)
    return Ending(code: code, output: String(decoding: bytes, as: UTF8.self))
  }

  /// A word that the shell takes as it is.
  static func quoted(_ word: String) -> String { "'" + word.replacing("'", with: "'\\''") + "'" }

  /// This program's own file.
  static var executable: String {
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = buffer.withUnsafeMutableBytes { bytes in
      bytes.baseAddress.map { readlink("/proc/self/exe", $0, bytes.count) } ?? 0
    }
    return count > 0 ? String(decoding: buffer.prefix(count), as: UTF8.self) : "kanon"
  }
}
