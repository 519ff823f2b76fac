import Figures
import Glibc
import Testing

/// How a gnuplot that is missing, fails or hangs is met: with programs of that name that do so.
@Suite struct GnuplotTests {
  @Test func withoutGnuplotTheFigureIsInconclusive() throws {
    let gnuplot = try Gnuplot.find(searchPath: "")
    #expect(gnuplot == nil)
    guard case .inconclusive(let package, let how) = try Gallery.small.draw(with: gnuplot) else {
      Issue.record("drawn without gnuplot")
      return
    }
    #expect(package == "gnuplot-nox")
    #expect(how == "apt-get install gnuplot-nox")
  }

  @Test func foldersThatAreRelativeAreNotSearched() throws {
    let stub = try Stub("exit 0")
    let here = String(cString: getcwd(nil, 0))
    let up = String(repeating: "../", count: here.split(separator: "/").count)
    #expect(try Gnuplot.find(searchPath: up + stub.folder.dropFirst()) == nil)
    #expect(try Gnuplot.find(searchPath: ":/nonexistent:" + stub.folder)?.executable == stub.folder + "/gnuplot")
  }

  @Test func aFailureTellsWhatGnuplotSaid() throws {
    let stub = try Stub("echo 'line 3: broken' >&2; exit 3")
    #expect(throws: FigureError.gnuplotFailed(figure: "small", status: 3, message: "line 3: broken\n")) {
      try Gallery.small.draw(with: stub.gnuplot())
    }
  }

  @Test func aGnuplotThatHangsIsKilled() throws {
    let stub = try Stub("exec sleep 60")
    let start = clock(CLOCK_MONOTONIC)
    #expect(throws: FigureError.timedOut(figure: "small", seconds: 0.2)) {
      try Gallery.small.draw(with: stub.gnuplot(), timeout: 0.2)
    }
    #expect(clock(CLOCK_MONOTONIC) - start < 5)
  }

  @Test func cancellingTheTaskKillsGnuplot() async throws {
    let stub = try Stub("exec sleep 60")
    let gnuplot = try stub.gnuplot()
    let drawing = Task { try Gallery.small.draw(with: gnuplot) }
    try await Task.sleep(for: .milliseconds(100))
    drawing.cancel()
    await #expect(throws: FigureError.cancelled(figure: "small")) { try await drawing.value }
  }

  @Test func theEnvironmentIsEmptyAndTheFolderGoes() throws {
    let stub = try Stub(
      "env > \"$HOME/../seen-$$\"; echo $HOME > \"${0%/*}/home\"; mv \"$HOME/../seen-$$\" \"${0%/*}/seen\"")
    setenv("GNUPLOT_LIB", "/evil", 1)
    #expect(throws: FigureError.self) { try Gallery.small.draw(with: stub.gnuplot()) }
    let names = try stub.read("seen").split(separator: "\n").compactMap {
      $0.split(separator: "=").first.map(String.init)
    }
    // The shell of the stub adds PWD.
    #expect(
      names.filter { $0 != "PWD" && $0 != "_" }.sorted() == ["HOME", "LC_ALL", "PATH", "SOURCE_DATE_EPOCH", "TZ"])
    let home = try stub.read("home").split(separator: "\n").joined()
    #expect(home.contains("/kanon-figure-"))
    #expect(access(home, F_OK) != 0)
  }

  private func clock(_ kind: clockid_t) -> Double {
    var time = timespec()
    clock_gettime(kind, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}

/// A program called gnuplot in a folder of its own, which answers `--version` and otherwise does as told.
private struct Stub: ~Copyable {
  let folder: String

  init(_ commands: String) throws {
    folder = try Self.folder(commands)
  }

  private static func folder(_ commands: String) throws -> String {
    var template = Array("/tmp/kanon-gnuplot-stub-XXXXXX".utf8CString)
    let folder = String(cString: try #require(mkdtemp(&template)))
    let script = "#!/bin/sh\nif [ \"$1\" = --version ]; then echo gnuplot 0 stub; exit; fi\n\(commands)\n"
    let file = try #require(fopen(folder + "/gnuplot", "w"))
    fputs(script, file)
    fclose(file)
    chmod(folder + "/gnuplot", 0o700)
    return folder
  }

  func gnuplot() throws -> Gnuplot { try #require(try Gnuplot.find(searchPath: folder)) }

  func read(_ name: String) throws -> String {
    let file = try #require(fopen(folder + "/" + name, "r"))
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 65_536)
    return String(decoding: bytes[..<fread(&bytes, 1, bytes.count, file)], as: UTF8.self)
  }

  deinit {
    for name in ["gnuplot", "seen", "home"] { unlink(folder + "/" + name) }
    rmdir(folder)
  }
}
