import Documents
import Foundation
import Testing

/// `kanon md` as a user meets it.
@Suite struct MotionCommandTests {
  @Test func motionsOnARecord() throws {
    let repository = try KanonProcess(["water", "decay"])
    defer { repository.remove() }
    func bytes(_ name: String) throws -> Data { try Data(contentsOf: repository.folder.appending(path: name)) }
    #expect(try repository.kanon("run", "water", "--budget", "smoke", "--no-figures", "--json").json?["record"] != nil)
    let first = try repository.kanon("md", "water.smoke", "--steps", "40", "--frames", "4", "--json")
    #expect(first.exit == 0, "\(first.complaint)")
    #expect(first.json?["status"]?.asString == "completed" && first.json?["frames"]?.asInteger == 5)
    #expect(first.json?["trajectory"]?.asString == "water.smoke-md.xyz")
    // A file that is there stays, unless the user says otherwise.
    let again = try repository.kanon("md", "water.smoke", "--steps", "40", "--frames", "4")
    #expect(again.exit == 2 && again.complaint.contains("--force"))
    let kept = try bytes("water.smoke-md.xyz")
    #expect(
      try repository.kanon("md", "water.smoke", "--steps", "40", "--frames", "4", "--force", "--threads", "3").exit == 0
    )
    #expect(try bytes("water.smoke-md.xyz") == kept)
    // Two parts are the whole.
    for (steps, output, more) in [("20", "a.xyz", [String]()), ("20", "b.xyz", ["--from", "a.xyz"])] {
      let line = "$KANON md water.smoke --steps \(steps) --frames 2 --output \(output) \(more.joined(separator: " "))"
      #expect(try repository.shell(line).exit == 0)
    }
    #expect(try bytes("a.xyz") + bytes("b.xyz") == kept)
    #expect(try repository.kanon("md", "water.smoke", "--steps", "10", "--frames", "3").exit == 2)
    #expect(try repository.kanon("md", "water.smoke", "--start", "100000", "--output", "c.xyz").exit == 2)
    let bad = try repository.shell("printf '1\\n\\nXx 0 0 0\\n' > bad.xyz; $KANON md water.smoke --from bad.xyz")
    #expect(bad.exit == 2 && bad.complaint.contains("bad.xyz:3:1"))
    _ = try repository.kanon("run", "decay", "--no-figures")
    #expect(try repository.kanon("md", "decay").complaint.contains("of the kind global-fit has no potential"))
  }
}
