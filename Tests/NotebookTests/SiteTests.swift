import Documents
import Experiments
import Git
import Laboratory
import Notebook
import Records
import TemporaryRepositories
import Testing

/// The site as files: whole, escaped, and a function of the ledger and the goldens.
@Suite struct SiteTests {
  private func site(_ spring: SpringRepository, _ options: Notebook.Options = .init()) throws -> [String: String] {
    try Self.site(spring.workshop(), options)
  }

  static func site(_ workshop: Workshop, _ options: Notebook.Options = .init()) throws -> [String: String] {
    var files: [String: String] = [:]
    try Notebook(of: workshop, options) { file in
      #expect(files[file.path] == nil, "\(file.path) is written twice")
      files[file.path] = String(decoding: file.bytes, as: UTF8.self)
    }.writePages()
    return files
  }

  @Test func theSameLedgerGivesTheSameBytes() throws {
    let spring = try SpringRepository()
    try spring.run()
    try spring.bless()
    try spring.run()
    let first = try site(spring)
    // Nothing but the ledger, the goldens and HEAD is read.
    try spring.write(7)
    try spring.repository.write("x", to: "unknown.txt")
    #expect(try site(spring) == first)
  }

  @Test func anExperimentsPageTellsEverything() throws {
    let spring = try SpringRepository()
    let report = try spring.run()
    try spring.bless()
    let page = try #require(try site(spring)["hooke/index.html"])
    let record = try #require(report.record)
    for text in [
      "A &lt;spring&gt; &amp; &quot;its&quot; stiffness", "<math>", "k = 2.5 N/m", "identical", "shared by all",
      "1 number serves 2 uses", "They agree (F test: 1.5 on 1 and 7 degrees of freedom, p = 0.3).", "2 × 2 float64",
      "0.25", record.commit.hex, record.source.hex, record.outcome?.hex ?? "?", "git worktree add --detach",
      "git rev-parse \(record.commit.hex):outcome", "<path d=\"M0 0L2 2\"/>", "stiffness", "2.500", "± 0.012",
    ] { #expect(page.contains(text), "\(text)") }
  }

  @Test func nothingOfAManifestOrAnOutcomeIsObeyed() throws {
    let spring = try SpringRepository()
    try spring.run()
    try spring.write(200)
    try spring.run()
    for (path, page) in try site(spring) where path.hasSuffix(".html") {
      for text in ["<spring>", "<script>alert", "onload=", "<b>\"bold", "<i>small", "<a>", "<100"] {
        #expect(!page.contains(text), "\(path) holds \(text)")
      }
    }
  }

  @Test func everyLinkLeadsToAFile() throws {
    let spring = try SpringRepository()
    try spring.run()
    try spring.bless()
    try spring.write(3)
    try spring.run()
    try spring.write(200)
    try spring.run()
    let files = try site(spring, .init(comparisons: [("hooke~2", "hooke~1")]))
    #expect(files.keys.contains { $0.hasPrefix("hooke/compare/") })
    #expect(files.keys.contains { $0.hasSuffix("changes.html") })
    var links = 0
    for (path, page) in files where path.hasSuffix(".html") {
      for target in Self.targets(of: page) {
        links += 1
        #expect(!target.contains(":") || target.hasPrefix("data:"), "\(path) loads or leads to \(target)")
        guard !target.hasPrefix("#"), !target.hasPrefix("data:") else { continue }
        #expect(files[Self.resolved(target, from: path)] != nil, "\(path) leads to \(target), which is not there")
      }
    }
    #expect(links > 40)
  }

  @Test func redAndStaleAreSaid() throws {
    let spring = try SpringRepository()
    try spring.run()
    try spring.bless()
    #expect(try site(spring)["hooke/index.html"]?.contains("Stale: the source has changed") == false)
    try spring.repository.write("new", to: "program.c")
    try spring.repository.commitAll("another source")
    let stale = try #require(try site(spring)["hooke/index.html"])
    #expect(stale.contains("Stale: the source has changed since this was drawn."))
    #expect(stale.contains("kanon run hooke"))
    try spring.write(3)
    try spring.run()
    let red = try #require(try site(spring)["hooke/index.html"])
    #expect(red.contains("Diverged: the outcome differs from the golden one."))
    #expect(red.contains("run from changes that were not committed"))
    #expect(red.contains("+20 %"))
  }

  @Test func aFailedRunAnUnknownKindAndAGoldenAloneHavePages() throws {
    let spring = try SpringRepository(200)
    try spring.run()
    #expect(try site(spring)["hooke/index.html"]?.contains("the spring broke at &lt;100 N/m&gt;") == true)
    try spring.write(2)
    try spring.run()
    try spring.bless()
    // Another program that does not know springs shows the same record, and judges it by its bits.
    let stranger = try Workshop(at: spring.repository.folder, kinds: Catalogue.kinds, version: "other")
    #expect(try Self.site(stranger)["hooke/index.html"]?.contains("identical") == true)
    try spring.repository.git("update-ref", "-d", "refs/kanon/hooke")
    let alone = try #require(try site(spring)["hooke/index.html"])
    #expect(alone.contains("The ledger holds no record of it here"))
    #expect(alone.contains("2.000"))
    let empty = try SpringRepository()
    #expect(try site(empty)["index.html"]?.contains("The ledger is empty") == true)
  }

  @Test func theHistoryTellsWhatMoved() throws {
    let spring = try SpringRepository()
    for stiffness in [2, 2, 4.0] {
      try spring.write(stiffness)
      try spring.run()
    }
    let page = try #require(try site(spring)["hooke/history.html"])
    #expect(page.contains("3 records with an outcome, from 2 source commits"))
    #expect(page.contains("<code>parameters.k.value</code>"))
    #expect(page.contains("+100 %"))
    #expect(page.contains("2 values never moved."))
    let limited = try site(spring, .init(recordLimit: 1))
    #expect(limited.keys.filter { $0.hasSuffix("/index.html") && $0.contains("/records/") }.count == 1)
    #expect(limited["hooke/history.html"] == page)
  }

  static func targets(of page: String) -> [String] {
    ["href=\"", "src=\""].flatMap { mark in
      page.split(separator: mark, omittingEmptySubsequences: false).dropFirst().map { part in
        String(part.prefix { $0 != "\"" }).replacing("&amp;", with: "&")
      }
    }
  }

  static func resolved(_ target: String, from page: String) -> String {
    var folders = page.split(separator: "/").dropLast().map(String.init)
    for part in target.split(separator: "#").first?.split(separator: "/").map(String.init) ?? [] {
      if part == ".." {
        folders.removeLast()
      } else {
        folders.append(part.replacing("%5B", with: "[").replacing("%5D", with: "]"))
      }
    }
    return folders.joined(separator: "/")
  }
}
