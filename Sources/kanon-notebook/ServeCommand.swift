import ArgumentParser
import Experiments
import FlyingFox
import FlyingSocks
import Foundation
import Glibc
import Laboratory
import Notebook
import Records

struct ServeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve", abstract: "Serve the notebook and the page of what runs now, to this machine alone.",
    discussion: """
      Examples:
        kanon serve                     http://127.0.0.1:8090/ and http://127.0.0.1:8090/live.html
        kanon serve --port 0            any free port; it is printed

      Bound to 127.0.0.1, read-only. Pages follow the ledger: a run that ends shows at the next look.
      """)

  @Option(help: "The port; 0 for any that is free.")
  var port: UInt16 = 8090

  @Option(help: .hidden)
  var whileProcess: Int32?

  @OptionGroup var repository: RepositoryOptions

  func run() async throws {
    let workshop = try repository.workshop()
    let site = ServedSite(folder: workshop.root)
    let server = HTTPServer(address: try .inet(ip4: "127.0.0.1", port: port), logger: .disabled)
    await server.appendRoute("*") { request in await site.answer(request) }
    let task = Task { try await server.run() }
    do { try await server.waitUntilListening(timeout: 5) } catch {
      task.cancel()
      throw ValidationError("port \(port) of 127.0.0.1 can't be had: another program listens there; try --port 0")
    }
    let address = await server.listeningAddress
    guard case .ip4(_, let bound)? = address else {
      throw ValidationError("the server did not come up")
    }
    KanonNotebook.say("http://127.0.0.1:\(bound)/\(whileProcess == nil ? "" : "live.html")")
    if let whileProcess {
      // A little longer than the run, so that a page still open learns how it ended.
      while kill(whileProcess, 0) == 0 { try await Task.sleep(for: .milliseconds(200)) }
      try await Task.sleep(for: .seconds(2))
      await server.stop()
      return
    }
    try await task.value
  }
}

/// The files that are served: the notebook as the ledger stands, and the live page.
actor ServedSite {
  private let folder: String
  private var files: [String: [UInt8]] = [:]
  private var tips: [String] = []

  /// - Parameter folder: in the repository.
  init(folder: String) { self.folder = folder }

  /// Answers a request. Only this machine's own names are answered to, so that no page of another origin reads along.
  func answer(_ request: HTTPRequest) -> HTTPResponse {
    let host = request.headers[.host]?.split(separator: ":").first.map(String.init) ?? ""
    guard ["127.0.0.1", "localhost"].contains(host) else { return plain(.forbidden, "only for this machine") }
    guard request.method == .GET || request.method == .HEAD else {
      return plain(.methodNotAllowed, "read-only")
    }
    var path = String(request.path.drop { $0 == "/" })
    if path.isEmpty || path.hasSuffix("/") { path += "index.html" }
    do {
      let workshop = try Workshop(at: folder, kinds: Catalogue.kinds, version: Catalogue.version)
      if path == "live.html" {
        let journals = LiveJournal.read(in: LiveJournal.folder(of: workshop))
        return page(LivePage(journals: journals, version: Catalogue.version).html, path)
      }
      try refresh(workshop)
    } catch { return plain(.internalServerError, "\(error)") }
    if files[path] == nil, files[path + "/index.html"] != nil {
      return HTTPResponse(statusCode: .found, headers: HTTPHeaders([.location: "/\(path)/index.html"]))
    }
    guard let bytes = files[path] else { return plain(.notFound, "there is no page \(path)") }
    return page(bytes, path)
  }

  /// Writes the pages anew when a record has come.
  private func refresh(_ workshop: Workshop) throws {
    let now = try workshop.ledger.experiments().map { try "\($0) \(workshop.ledger.record($0).commit)" }
    guard now != tips || files.isEmpty else { return }
    var pages: [String: [UInt8]] = [:]
    try Notebook(of: workshop) { pages[$0.path] = $0.bytes }.writePages()
    (files, tips) = (pages, now)
  }

  private func page(_ bytes: [UInt8], _ path: String) -> HTTPResponse {
    HTTPResponse(
      statusCode: .ok,
      headers: HTTPHeaders([
        .contentType: Self.type(of: path), HTTPHeader("Cache-Control"): "no-store",
        HTTPHeader("X-Content-Type-Options"): "nosniff",
      ]), body: Data(bytes))
  }

  private func plain(_ status: HTTPStatusCode, _ text: String) -> HTTPResponse {
    HTTPResponse(
      statusCode: status, headers: HTTPHeaders([.contentType: "text/plain; charset=utf-8"]),
      body: Data((text + "\n").utf8))
  }

  private static func type(of path: String) -> String {
    switch path.split(separator: ".").last {
    case "html": "text/html; charset=utf-8"
    case "svg": "image/svg+xml"
    case "pdf": "application/pdf"
    case "png": "image/png"
    case "jpg", "jpeg": "image/jpeg"
    case "csv", "gp", "txt", "json": "text/plain; charset=utf-8"
    default: "application/octet-stream"
    }
  }
}
