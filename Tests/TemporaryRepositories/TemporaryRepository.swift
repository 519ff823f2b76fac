import Foundation

/// A git repository in a folder of its own that is removed with the value. Made and examined by the `git` command, so
/// that what libgit2 wrote is judged by another program.
public final class TemporaryRepository {
  /// The working tree, without a closing `/`.
  public let folder: String

  /// - Parameter arguments: of `git init`, such as `--bare`.
  public init(_ arguments: String...) throws {
    folder = try Self.freshFolder()
    try git(["init", "--quiet", "--initial-branch=main"] + arguments + ["."])
    try git("config", "user.name", "Test")
    try git("config", "user.email", "test@localhost")
  }

  /// A clone.
  public init(cloning origin: String, _ arguments: String...) throws {
    folder = try Self.freshFolder()
    try git(["clone", "--quiet"] + arguments + [origin, "."])
    try git("config", "user.name", "Test")
    try git("config", "user.email", "test@localhost")
  }

  deinit {
    try? FileManager.default.removeItem(atPath: folder)
    try? FileManager.default.removeItem(atPath: beside)
  }

  /// A place beside the repository, for a linked worktree or a folder in no repository; removed with it.
  public var beside: String { folder + "-beside" }

  private static func freshFolder() throws -> String {
    let folder = "/tmp/kanon-test-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    return folder
  }

  /// Runs git in the repository and returns what it printed, without the last line end.
  @discardableResult
  public func git(_ arguments: String...) throws -> String { try git(arguments) }

  @discardableResult
  public func git(_ arguments: [String]) throws -> String { try Self.run("git", arguments, in: folder).output }

  public func write(_ text: String, to path: String) throws {
    let place = folder + "/" + path
    try FileManager.default.createDirectory(
      atPath: (place as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
    try Data(text.utf8).write(to: URL(fileURLWithPath: place))
  }

  public func read(_ path: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(fileURLWithPath: folder + "/" + path)), as: UTF8.self)
  }

  public func remove(_ path: String) throws { try FileManager.default.removeItem(atPath: folder + "/" + path) }

  public func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: folder + "/" + path) }

  /// Commits everything that is not ignored.
  public func commitAll(_ message: String = "change") throws {
    try git("add", "--all")
    try git("commit", "--quiet", "--allow-empty", "-m", message)
  }

  /// The files below the git folder, with their sizes: what a command changed can be told from it.
  public func gitFiles() throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: folder + "/.git").sorted()
  }

  /// A command that failed, with what it said.
  public struct Failure: Error, CustomStringConvertible {
    public let description: String
  }

  public struct Result {
    public let status: Int32
    public let output: String
  }

  /// Runs a program to its end.
  /// - Throws: `Failure` unless it succeeds or may fail.
  @discardableResult
  public static func run(
    _ program: String, _ arguments: [String], in folder: String, environment: [String: String] = [:],
    mayFail: Bool = false
  ) throws -> Result {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program.hasPrefix("/") ? program : "/usr/bin/env")
    process.arguments = program.hasPrefix("/") ? arguments : [program] + arguments
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    var variables = ProcessInfo.processInfo.environment
    variables["GIT_CONFIG_GLOBAL"] = "/dev/null"
    variables["GIT_CONFIG_SYSTEM"] = "/dev/null"
    // Submodules and clones of folders are what these tests are made of.
    variables["GIT_CONFIG_COUNT"] = "1"
    variables["GIT_CONFIG_KEY_0"] = "protocol.file.allow"
    variables["GIT_CONFIG_VALUE_0"] = "always"
    process.environment = variables.merging(environment) { $1 }
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    var output = String(decoding: data, as: UTF8.self)
    if output.hasSuffix("\n") { output.removeLast() }
    let status = process.terminationReason == .exit ? process.terminationStatus : 128 + process.terminationStatus
    guard status == 0 || mayFail else {
      throw Failure(description: "\(program) \(arguments.joined(separator: " ")): \(status)\n\(output)")
    }
    return Result(status: status, output: output)
  }
}
