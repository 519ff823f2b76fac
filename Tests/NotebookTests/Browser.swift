import Foundation
import TemporaryRepositories

/// Chromium without a window, as Debian packages it; tests that need it are skipped, visibly, without it.
enum Browser {
  static let path = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].first {
    FileManager.default.isExecutableFile(atPath: $0)
  }

  /// What a page's script found, and what the console said.
  struct Look {
    let document: String
    let complaints: [String]
  }

  /// Loads a page, runs a script in a copy of it, and gives the text that the script returns.
  ///
  /// - Parameter script: an expression that gives a string, evaluated when the page is loaded.
  static func evaluate(
    _ script: String, at file: String, width: Int = 1000, height: Int = 1200, isDark: Bool = false
  ) throws -> (result: String, complaints: [String]) {
    let page = try String(contentsOfFile: file, encoding: .utf8)
    let probe = """
      <script>addEventListener("load", () => { const found = \(script);
      document.documentElement.setAttribute("data-found", found); })</script></body>
      """
    let copy = file + ".probe.html"
    try page.replacing("</body>", with: probe).write(toFile: copy, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(atPath: copy) }
    let look = try load(copy, ["--dump-dom"], width, height, isDark)
    let found = look.document.split(separator: "data-found=\"", maxSplits: 1)
    let result = found.count == 2 ? String(found[1].prefix { $0 != "\"" }) : ""
    return (result.replacing("&quot;", with: "\"").replacing("&amp;", with: "&"), look.complaints)
  }

  /// A picture of a page.
  static func picture(
    of file: String, to place: String, width: Int = 1000, height: Int = 1200, isDark: Bool = false
  ) throws -> Look {
    try load(file, ["--hide-scrollbars", "--screenshot=\(place)"], width, height, isDark)
  }

  private static func load(
    _ file: String, _ arguments: [String], _ width: Int, _ height: Int, _ isDark: Bool
  ) throws -> Look {
    let profile = FileManager.default.temporaryDirectory.appending(path: "kanon-browser-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: profile) }
    let fixed = [
      "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--user-data-dir=\(profile.path)",
      "--window-size=\(width),\(height)", "--virtual-time-budget=2000", "--force-device-scale-factor=1",
      "--enable-logging=stderr", "--blink-settings=preferredColorScheme=\(isDark ? 0 : 1)",
    ]
    let result = try TemporaryRepository.run(
      path ?? "chromium", fixed + arguments + ["file://" + file], in: "/tmp", mayFail: true)
    return Look(
      document: result.output,
      complaints: result.output.split(separator: "\n").filter { $0.contains(":CONSOLE") }.map(String.init))
  }
}
