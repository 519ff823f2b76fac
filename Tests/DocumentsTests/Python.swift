import Foundation

/// The Python on this machine, for tests of what it reads and writes; they are skipped, visibly, without it.
enum Python {
  static let hasNumPy = imports("numpy")
  static let hasSafetensors = imports("numpy, safetensors.numpy")

  private static func imports(_ modules: String) -> Bool { (try? run("import \(modules)"))?.status == 0 }

  /// Runs a script with arguments and gives its exit status and what it printed.
  static func run(_ script: String, _ arguments: [String] = []) throws -> (status: Int32, output: String) {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["python3", "-c", script] + arguments
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: output, as: UTF8.self))
  }

  /// Gives a file of these bytes to a body, and removes it.
  static func withFile<Result>(_ name: String, _ bytes: [UInt8], _ body: (URL) throws -> Result) throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appending(path: "kanon-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: name)
    try Data(bytes).write(to: file)
    return try body(file)
  }
}
