import Glibc

/// The gnuplot of this machine, run without the user's settings in an emptied environment.
public struct Gnuplot: Sendable, Equatable {
  /// The executable.
  public let executable: String

  /// What it says of itself: `gnuplot 5.4 patchlevel 4`. A circumstance of every record that has figures.
  public let version: String

  /// The first `gnuplot` of the folders in `searchPath`, or `nil`.
  ///
  /// - Parameter searchPath: folders separated by colons; `nil` takes `PATH`. Relative folders are skipped,
  ///   so that a `gnuplot` in a repository is never run.
  /// - Throws: `FigureError.system` when it is there but cannot be run.
  public static func find(searchPath: String? = nil) throws(FigureError) -> Gnuplot? {
    let path = searchPath ?? getenv("PATH").map { String(cString: $0) } ?? ""
    for folder in path.split(separator: ":") where folder.hasPrefix("/") {
      let executable = String(folder + "/gnuplot")
      var info = stat()
      guard stat(executable, &info) == 0, info.st_mode & S_IFMT == S_IFREG, access(executable, X_OK) == 0
      else { continue }
      let home = try PrivateFolder()
      let (status, output) = try run(executable, ["--version"], in: home, figure: "(version)", timeout: 10)
      guard status == 0 else { throw .gnuplotFailed(figure: "(version)", status: status, message: output) }
      return Gnuplot(executable: executable, version: String(output.prefix { $0 != "\n" }))
    }
    return nil
  }

  /// Runs a script of this module in a folder that holds it and its data.
  func run(script: String, in folder: borrowing PrivateFolder, figure: String, timeout: Double) throws(FigureError) {
    let (status, output) = try Self.run(
      executable, ["-d", "-e", "cd \(ScriptText.quoted(folder.path))", script], in: folder, figure: figure,
      timeout: timeout)
    if status != 0 { throw .gnuplotFailed(figure: figure, status: status, message: output) }
  }

  /// Nothing of the user's: no settings, no locale, no time zone (cairo writes local time).
  private static func run(
    _ executable: String, _ arguments: [String], in folder: borrowing PrivateFolder, figure: String, timeout: Double
  ) throws(FigureError) -> (status: Int32, output: String) {
    let said = "gnuplot.output"
    let process = ChildProcess(
      executable: executable, arguments: arguments,
      environment: [
        "PATH=/usr/bin:/bin", "LC_ALL=C.UTF-8", "TZ=UTC", "SOURCE_DATE_EPOCH=0", "HOME=" + folder.path,
      ],
      output: folder.path + "/" + said)
    let status: Int32
    do {
      status = try process.run(timeout: timeout)
    } catch {
      switch error {
      case .timedOut: throw .timedOut(figure: figure, seconds: timeout)
      case .cancelled: throw .cancelled(figure: figure)
      case .system(let call, let reason): throw .system(call: call, path: executable, reason: reason)
      }
    }
    return (status, String(decoding: try folder.read(said).prefix(8192), as: UTF8.self))
  }
}
