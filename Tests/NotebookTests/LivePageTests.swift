import Documents
import Laboratory
import Notebook
import Testing

/// What is told of a run while it works.
@Suite struct LivePageTests {
  @Test func aRunIsToldWhileItWorksAndWhenItEnds() throws {
    let spring = try SpringRepository()
    let folder = LiveJournal.folder(of: try spring.workshop())
    let journal = LiveJournal(in: folder, of: "a/hooke")
    func page() -> String {
      String(decoding: LivePage(journals: LiveJournal.read(in: folder), version: "test").html, as: UTF8.self)
    }
    #expect(page().contains("running: begins"))
    try Progress { journal.note($0) }.report("<fit>", fraction: 0.25, metric: "loss = 0.5")
    #expect(page().contains("running: &lt;fit&gt;"))
    #expect(page().contains("value=\"25\""))
    #expect(page().contains("loss = 0.5"))
    var report = try spring.run()
    report.headline = "k = 1"
    journal.end(report)
    #expect(page().contains("inconclusive: k = 1"))
    #expect(page().contains("Nothing runs now."))
    // The next run begins anew.
    _ = LiveJournal(in: folder, of: "a/hooke")
    #expect(!page().contains("loss"))
  }
}
