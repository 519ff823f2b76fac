import Documents
import Foundation
import Testing

/// `kanon check` and `kanon bisect` as a user meets them.
@Suite struct CheckTests {
  @Test func theGate() throws {
    let repository = try KanonProcess(["decay"])
    defer { repository.remove() }
    #expect(try repository.kanon("check", "decay").exit == 3)
    #expect(try repository.kanon("reproduce", "--no-figures").exit == 3)
    #expect(try repository.kanon("bless", "decay").output.contains("it is new"))
    #expect(try repository.kanon("reproduce", "--no-figures").exit == 0)
    #expect(try repository.kanon("verify").exit == 0)
    let check = try repository.kanon("check", "--json")
    #expect(check.exit == 0)
    #expect(check.json?["laws_verdict"]?.asString == "identical")
    #expect(check.json?.path("laws.laws.gradient.verdict")?.asString == "kept")
    // The same seed: the same report on any number of threads.
    let one = try repository.kanon("check", "--json", "--threads", "1")
    let three = try repository.kanon("check", "--json", "--threads", "3")
    #expect(one.json?["laws"] != nil && one.json?["laws"] == three.json?["laws"])
    let golden = repository.folder.appending(path: "golden/decay/golden.json")
    let text = try String(contentsOf: golden, encoding: .utf8)
    try Data(text.replacing("\"cases\": 20", with: "\"cases\": 21").utf8).write(to: golden)
    #expect(try repository.kanon("verify").exit == 1)
    let red = try repository.kanon(
      "check", "--junit", "laws.xml", "--markdown", "laws.md",
      environment: ["GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": "page.md"])
    #expect(red.exit == 1)
    #expect(red.output.contains("::error file=experiments/decay.yaml,line="))
    let xml = try String(contentsOf: repository.folder.appending(path: "laws.xml"), encoding: .utf8)
    #expect(xml.contains("<testcase classname=\"decay\" name=\"gradient\"><failure message="))
    for page in ["laws.md", "page.md"] {
      let summary = try String(contentsOf: repository.folder.appending(path: page), encoding: .utf8)
      #expect(summary.contains("| `gradient`"))
    }
    #expect(try repository.kanon("bless", "decay", "--dry-run").output.contains("laws/gradient"))
  }

  @Test func usage() throws {
    let repository = try KanonProcess(["decay"])
    defer { repository.remove() }
    #expect(try repository.kanon("check", "--cases", "0").exit == 2)
    #expect(try repository.kanon("check", "decay", "--subject", "true").exit == 2)
    #expect(try repository.kanon("check", "--subject", "no-such-program").exit == 3)
    #expect(try repository.kanon("check", "--subject", "echo hello").exit == 4)
    #expect(try repository.kanon("adapter", "ase").output.contains("from ase import Atoms"))
    _ = try repository.kanon("run", "decay", "--no-figures")
    let wrong = try repository.kanon("check", "decay", "--law", "gravity")
    #expect(wrong.exit == 2)
    #expect(wrong.complaint.contains("shared-gradient"))
    let part = try repository.kanon("check", "decay", "--law", "gradient", "--case", "3")
    #expect(part.output.contains("1 case"))
  }

  @Test func bisectRunsOnlyWhatNoRecordKnows() throws {
    let repository = try KanonProcess(["decay"])
    defer { repository.remove() }
    let file = repository.folder.appending(path: "experiments/decay.yaml")
    let text = try String(contentsOf: file, encoding: .utf8)
    for number in 1...8 {
      let start = number < 6 ? "start: 3" : "start: 3, max: 4.5"
      try Data((text.replacing("start: 3", with: start) + "# \(number)\n").utf8).write(to: file)
      try repository.git("commit", "-q", "-a", "-m", "commit \(number)")
    }
    let first = try repository.kanon("bisect", "decay", "--good", "HEAD~8")
    #expect(first.exit == 0, "\(first.complaint)")
    #expect(first.output.contains("commit 6"))
    #expect(first.output.contains("after 5 runs"))
    // Everything is recorded now.
    #expect(try repository.kanon("bisect", "decay", "--good", "HEAD~8").output.contains("after 0 runs"))
    #expect(try repository.git("worktree", "list").split(separator: "\n").count == 1)
    #expect(try repository.git("status", "--porcelain").isEmpty)
    #expect(try repository.kanon("bisect", "decay", "--good", "HEAD", "--bad", "HEAD~1").exit == 2)
  }
}
