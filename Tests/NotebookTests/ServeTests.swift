import Foundation
import TemporaryRepositories
import Testing

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

/// The server of the loopback: this machine's own, read-only.
@Suite struct ServeTests {
  static let program = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: ".build/release/kanon-notebook")

  private func withServer(_ folder: String, _ body: (URL) async throws -> Void) async throws {
    let process = Process()
    process.executableURL = Self.program
    process.arguments = ["serve", "--port", "0", "-C", folder]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    defer {
      process.terminate()
      process.waitUntilExit()
    }
    let line = String(decoding: pipe.fileHandleForReading.availableData, as: UTF8.self)
    let address = try #require(URL(string: line.trimmingCharacters(in: .whitespacesAndNewlines)))
    #expect(address.host == "127.0.0.1")
    try await body(address)
  }

  private func answer(_ url: URL, method: String = "GET", host: String? = nil) async throws -> (Int, String) {
    var request = URLRequest(url: url)
    request.httpMethod = method
    if let host { request.setValue(host, forHTTPHeaderField: "Host") }
    let (data, response) = try await URLSession.shared.data(for: request)
    return ((response as? HTTPURLResponse)?.statusCode ?? 0, String(decoding: data, as: UTF8.self))
  }

  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: program.path), "inconclusive: built in debug"))
  func servesPagesReadOnly() async throws {
    let spring = try SpringRepository()
    try spring.run()
    try await withServer(spring.repository.folder) { address in
      let (status, index) = try await answer(address)
      #expect(status == 200 && index.contains("hooke/index.html"))
      #expect(try await answer(address.appending(path: "hooke")).1.contains("spring"))
      #expect(try await answer(address.appending(path: "live.html")).1.contains("Nothing has run yet."))
      #expect(try await answer(address.appending(path: "nothing.html")).0 == 404)
      #expect(try await answer(address.appending(path: "..%2f..%2fetc/passwd")).0 == 404)
      #expect(try await answer(address, method: "POST").0 == 405)
      #expect(try await answer(address, method: "DELETE").0 == 405)
      // A page of another origin that had its name lead here gets nothing.
      #expect(try await answer(address, host: "evil.example").0 == 403)
    }
  }
}
