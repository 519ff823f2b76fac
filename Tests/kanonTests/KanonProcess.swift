import Documents
import Foundation

/// The built command, run as a user runs it, in a repository of its own.
struct KanonProcess {
  /// The root of the package.
  static let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// The executable of a configuration: `debug` or `release`.
  static func executable(_ configuration: String) -> URL {
    package.appending(path: ".build/\(configuration)/kanon")
  }

  #if DEBUG
    static let own = executable("debug")
    static let other = executable("release")
  #else
    static let own = executable("release")
    static let other = executable("debug")
  #endif

  struct Result {
    let exit: Int32
    let output: String
    let complaint: String

    /// The last line of the output, as JSON.
    var json: JSON? {
      output.split(separator: "\n").last.flatMap { try? JSON(parsing: Array($0.utf8)) }
    }

    /// The tree id of the outcome.
    var outcome: String? { json?["outcome"]?.asString }
  }

  let folder: URL

  /// A new repository with some of the shipped experiments, all committed.
  init(_ experiments: [String]) throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "kanon-\(UUID().uuidString)")
    let source = Self.package.appending(path: "experiments")
    let target = folder.appending(path: "experiments")
    try FileManager.default.createDirectory(at: target, withIntermediateDirectories: true)
    try FileManager.default.copyItem(at: source.appending(path: "data"), to: target.appending(path: "data"))
    for name in experiments {
      let file = target.appending(path: name + ".yaml")
      try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try FileManager.default.copyItem(at: source.appending(path: name + ".yaml"), to: file)
    }
    try write("figures/\n", to: ".gitignore")
    try git("init", "-q")
    try git("add", "-A")
    try git("commit", "-q", "-m", "experiments")
  }

  func remove() { try? FileManager.default.removeItem(at: folder) }

  func write(_ text: String, to path: String) throws {
    let file = folder.appending(path: path)
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }

  @discardableResult
  func git(_ arguments: String...) throws -> String {
    let identity = ["-c", "user.name=Tester", "-c", "user.email=tester@example.org"]
    let result = try Self.run(
      URL(filePath: "/usr/bin/env"), ["git", "-C", folder.path] + identity + arguments, [:], in: folder)
    guard result.exit == 0 else { throw Failure(description: "git \(arguments): \(result.complaint)") }
    return result.output
  }

  /// Runs the command here.
  func kanon(
    _ arguments: String..., environment: [String: String] = [:], executable: URL = own
  ) throws -> Result {
    try Self.run(executable, arguments, environment, in: folder)
  }

  /// Runs a line of shell here, with the command as `$KANON`.
  func shell(_ line: String, environment: [String: String] = [:]) throws -> Result {
    try Self.run(
      URL(filePath: "/bin/sh"), ["-c", line], environment.merging(["KANON": Self.own.path]) { $1 }, in: folder)
  }

  struct Failure: Error, CustomStringConvertible { let description: String }

  private static func run(
    _ program: URL, _ arguments: [String], _ environment: [String: String], in folder: URL
  ) throws -> Result {
    let process = Process()
    process.executableURL = program
    process.arguments = arguments
    process.currentDirectoryURL = folder
    // A neutral environment: CI would refuse to bless, and threads or locale of the caller would be silent inputs.
    var variables = ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin", "HOME": folder.path]
    variables.merge(environment) { $1 }
    process.environment = variables
    let name = UUID().uuidString
    let paths = ["out", "err"].map { FileManager.default.temporaryDirectory.appending(path: "kanon-\(name).\($0)") }
    defer { for path in paths { try? FileManager.default.removeItem(at: path) } }
    for path in paths { try Data().write(to: path) }
    process.standardOutput = try FileHandle(forWritingTo: paths[0])
    process.standardError = try FileHandle(forWritingTo: paths[1])
    process.standardInput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    let texts = try paths.map { String(decoding: try Data(contentsOf: $0), as: UTF8.self) }
    return Result(exit: process.terminationStatus, output: texts[0], complaint: texts[1])
  }
}
