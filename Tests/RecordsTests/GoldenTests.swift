import Documents
import Foundation
import Git
import Records
import TemporaryRepositories
import Testing

@Suite struct GoldenTests {
  private func folder() throws -> (TemporaryRepository, GoldenFolder) {
    let temporary = try TemporaryRepository()
    return (temporary, GoldenFolder(root: temporary.folder))
  }

  private let large = outcome(weights: (0..<10_000).map { Double($0) / 64 })

  @Test func whatIsBlessedComesBack() throws {
    let (temporary, folder) = try folder()
    #expect(try folder.golden(of: "nist/misra1a") == nil)
    let rules = OracleRules(document: [
      "laws": ["gradient": ["cases": 100, "defect": 0.5, "visible": 0]], "faults": [],
    ])
    let news = try folder.bless(outcome(), as: "nist/misra1a", oracleRules: rules, isUnderCI: false)
    #expect(news.map(\.sentence) == ["golden/nist/misra1a: it is new"])
    let golden = try #require(try folder.golden(of: "nist/misra1a"))
    #expect(try golden == Golden(outcome(), of: "nist/misra1a", oracleRules: rules))
    #expect(try golden.outcome == outcome().tree())
    #expect(try folder.experiments() == ["nist/misra1a"])
    // The golden is the outcome, file by file, as plain git sees it.
    try temporary.write("* -text\n", to: ".gitattributes")
    try temporary.git("add", "golden")
    try temporary.git("rm", "--quiet", "--cached", "golden/nist/misra1a/golden.json")
    let tree = try temporary.git("write-tree", "--prefix=golden/nist/misra1a/")
    #expect(try tree == outcome().tree().hex)
  }

  @Test func blessingShowsWhatMoves() throws {
    let (temporary, folder) = try folder()
    try folder.bless(outcome(), as: "decay", isUnderCI: false)
    var fewer = outcome(tau: 5.5)
    fewer.arrays = []
    let moved = try folder.bless(fewer, as: "decay", isUnderCI: false)
    #expect(
      moved.map(\.sentence) == [
        "arrays/weights.npy: the file is gone",
        "metrics/parameters.tau.value: 5.0 became 5.5 (562949953421312 ulps, +10 %)",
      ])
    #expect(!temporary.exists("golden/decay/arrays"))
    #expect(try folder.bless(fewer, as: "decay", isUnderCI: false) == [])
    #expect(try FileManager.default.contentsOfDirectory(atPath: temporary.folder + "/golden") == ["decay"])
  }

  @Test func nothingIsBlessedUnderCI() throws {
    let (temporary, folder) = try folder()
    let error = #expect(throws: RecordError.self) { try folder.bless(outcome(), as: "decay", isUnderCI: true) }
    #expect(error?.kind == .refused)
    #expect(!temporary.exists("golden"))
  }

  @Test func largeFilesAreSummarised() throws {
    let (temporary, folder) = try folder()
    try folder.bless(large, as: "decay", isUnderCI: false)
    #expect(!temporary.exists("golden/decay/arrays/weights.npy"))
    let golden = try #require(try folder.golden(of: "decay"))
    let series = try #require(golden.files.first?.summary?.series.first)
    #expect(series.item == "arrays/weights")
    #expect(series.shape == [1, 10_000])
    #expect(series.sum == 9_999 * 10_000 / 2 / 64.0)
    #expect(series.samples.first?.value == 0 && series.samples.last?.value == 9_999 / 64.0)
    // A reversal keeps the plain sum and moves the ordered one.
    let reversed = try Golden(outcome(weights: (0..<10_000).reversed().map { Double($0) / 64 }), of: "decay")
    #expect(reversed.files[0].summary?.series[0].sum == series.sum)
    #expect(reversed.files[0].summary?.series[0].orderedSum != series.orderedSum)
    #expect(try golden.largeBlobs.count == 1 && temporary.read("golden/decay/golden.json").utf8.count < 2000)
  }

  @Test(arguments: [
    "echo 1 >> tables/fit.csv", "rm metrics.json", "truncate -s 40 arrays/weights.npy", "touch stray",
    "sed -i 's/\"outcome\": \"./\"outcome\": \"/' golden.json", "sed -i '2s/[0-9a-f]\\{8\\}/00000000/' golden.json",
    "sed -i 's/fit.csv/..\\/fit.csv/' golden.json", "echo '{}' > golden.json", "echo '[' > golden.json",
  ])
  func damageIsCorrupt(damage: String) throws {
    let (temporary, folder) = try folder()
    try folder.bless(outcome(), as: "decay", isUnderCI: false)
    try TemporaryRepository.run("sh", ["-c", damage], in: temporary.folder + "/golden/decay")
    let error = #expect(throws: RecordError.self) { try folder.golden(of: "decay") }
    #expect(error?.kind == .corrupt)
    // It can be blessed anew.
    try folder.bless(outcome(), as: "decay", isUnderCI: false)
    #expect(try folder.golden(of: "decay")?.outcome == outcome().tree())
  }

  @Test func lineEndingsAndModesOfACheckoutDoNotMatter() throws {
    let (temporary, folder) = try folder()
    try folder.bless(outcome(), as: "decay", isUnderCI: false)
    try temporary.commitAll()
    let clone = try TemporaryRepository(
      cloning: temporary.folder, "--config", "core.autocrlf=true", "--config", "core.eol=crlf")
    #expect(try clone.read("golden/decay/tables/fit.csv").contains("\r\n"))
    try TemporaryRepository.run("chmod", ["-R", "u=rwX,go=", "golden"], in: clone.folder)
    #expect(try GoldenFolder(root: clone.folder).golden(of: "decay") == folder.golden(of: "decay"))
  }

  @Test func whatNoManifestClaimsIsListed() throws {
    let (temporary, folder) = try folder()
    for name in ["decay", "nist/misra1a", "old"] { try folder.bless(outcome(), as: name, isUnderCI: false) }
    try temporary.write("x", to: "golden/nist/stray.csv")
    try temporary.write("x", to: "golden/.gitattributes")
    #expect(try folder.orphans(claimed: ["decay", "nist/misra1a", "new"]) == ["golden/nist/stray.csv", "golden/old/"])
  }
}
