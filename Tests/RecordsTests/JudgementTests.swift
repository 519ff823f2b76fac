import Documents
import Records
import TemporaryRepositories
import Testing

@Suite struct JudgementTests {
  private func judge(_ found: Outcome, golden: Outcome = outcome(), _ tolerances: Tolerances = .none) throws
    -> Judgement
  {
    try Judgement(of: found, against: Golden(golden, of: "decay"), tolerances: tolerances)
  }

  @Test func equalTreesAreIdentical() throws {
    let judgement = try judge(outcome())
    #expect(judgement.verdict == .identical && judgement.findings.isEmpty)
    #expect(try judge(outcome(tau: .nan), golden: outcome(tau: .nan)).verdict == .identical)
  }

  @Test func withoutTolerancesEveryBitCounts() throws {
    let judgement = try judge(outcome(tau: 5.nextUp))
    #expect(judgement.verdict == .diverged)
    #expect(
      judgement.findings.map(\.sentence) == [
        "metrics/parameters.tau.value: 5.0 became 5.000000000000001 (1 ulp, +1.78e-14 %), allowed no difference"
      ])
    #expect(judgement.uncovered == [])
    #expect(try judge(outcome(tau: -0.0), golden: outcome(tau: 0)).verdict == .diverged)
  }

  @Test func tolerancesAreRelativeToTheGolden() throws {
    let tenth = Tolerances(default: Tolerance(relative: 0.1))
    #expect(try judge(outcome(tau: 5.5), tenth).verdict == .within)
    #expect(try judge(outcome(tau: 5.51), tenth).verdict == .diverged)
    // 5 of 5.5 is inside when 5.5 is golden, 5.5 of 5 too; 4.54 of 5 is inside, 5 of 4.54 is not.
    #expect(try judge(outcome(tau: 4.54), golden: outcome(tau: 5), tenth).verdict == .within)
    #expect(try judge(outcome(tau: 5), golden: outcome(tau: 4.54), tenth).verdict == .diverged)
    #expect(try judge(outcome(tau: .infinity), tenth).verdict == .diverged)
    #expect(try judge(outcome(tau: .nan), tenth).verdict == .diverged)
    #expect(try judge(outcome(tau: 1e-3), golden: outcome(tau: 0), tenth).verdict == .diverged)
    let absolute = Tolerances(default: Tolerance(absolute: 1e-3))
    #expect(try judge(outcome(tau: 1e-3), golden: outcome(tau: 0), absolute).verdict == .within)
  }

  @Test func rulesNameItems() throws {
    let found = outcome(tau: 5.1, curve: [1, 2, 3.01], weights: [0.5, -0.2500001])
    let rules = Tolerances(rules: [
      .init("parameters.*.value", Tolerance(relative: 0.1)), .init("tables/**", Tolerance(relative: 0.1)),
      .init("tables/fit/curve", Tolerance(relative: 0.001)),
    ])
    let judgement = try judge(found, rules)
    #expect(judgement.uncovered == ["arrays/weights"])
    #expect(
      judgement.findings.map { "\($0.item) \($0.verdict)" } == [
        "arrays/weights diverged", "metrics/parameters.tau.value within", "tables/fit/curve diverged",
      ])
    #expect(judgement.findings[0].sentence.hasPrefix("arrays/weights[0, 1]: -0.25 became -0.2500001 "))
    #expect(judgement.findings[0].sentence.hasSuffix(", allowed no difference; 1 of 2 values are outside"))
    #expect(
      judgement.findings[2].sentence
        == "tables/fit/curve, row 3: 3.0 became 3.01 (22517998136852 ulps, +0.333 %), allowed relative 0.001; "
        + "1 of 3 values are outside")
  }

  @Test func structureHasNoTolerance() throws {
    let wide = Tolerances(default: Tolerance(relative: 10, absolute: 10))
    var text = outcome()
    text.metrics = ["parameters": ["tau": ["value": 5.0, "unit": "ms"]], "converged": true]
    #expect(try judge(text, wide).findings.map(\.sentence) == ["metrics/parameters.tau.unit: \"s\" became \"ms\""])
    var flag = outcome()
    flag.metrics = ["parameters": ["tau": ["value": 5.0, "unit": "s"]], "converged": false]
    #expect(try judge(flag, wide).verdict == .diverged)
    #expect(
      try judge(outcome(weights: [1, 2, 3]), wide).findings.map(\.sentence) == [
        "arrays/weights: shape [1, 2] became [1, 3]"
      ])
    #expect(try judge(outcome(curve: [1, 2, 3]), wide).verdict == .identical)
    var gone = outcome()
    gone.tables = []
    #expect(try judge(gone, wide).findings.map(\.sentence) == ["tables/fit.csv: the file is gone"])
    #expect(try judge(outcome(), golden: gone, wide).findings.map(\.sentence) == ["tables/fit.csv: the file is new"])
    var blob = outcome()
    blob.blobs = [StoredFile("notes", [1, 2])]
    var other = outcome()
    other.blobs = [StoredFile("notes", [1, 3, 3])]
    #expect(
      try judge(other, golden: blob, wide).findings.map(\.sentence)
        == ["notes: 2 bytes became 3; the first difference is at byte 1"])
  }

  @Test func spellingAloneNeedsATolerance() throws {
    var found = outcome()
    found.metrics = ["converged": true, "parameters": ["tau": ["unit": "s", "value": 5.0]]]
    #expect(try judge(found).verdict == .diverged)
    #expect(try judge(found, Tolerances(default: .exact)).verdict == .within)
  }

  @Test func contentThatIsNotAtHandIsAtBestInconclusive() throws {
    let numbers = (0..<10_000).map { Double($0) / 64 }
    var nudged = numbers
    nudged[5001] = nudged[5001].nextUp
    var spoiled = numbers
    spoiled[9_999] = -1
    let (golden, near, far) = (outcome(weights: numbers), outcome(weights: nudged), outcome(weights: spoiled))
    let judgement = try judge(near, golden: golden)
    #expect(judgement.verdict == .inconclusive)
    #expect(judgement.remedy?.hasPrefix("kanon fetch") == true)
    #expect(try judge(near, golden: golden, Tolerances(default: Tolerance(relative: 1))).verdict == .inconclusive)
    #expect(try judge(far, golden: golden).verdict == .diverged)
    #expect(try judge(golden, golden: golden).verdict == .identical)

    // With the ledger at hand it is judged to the last bit.
    let temporary = try TemporaryRepository()
    let ledger = try Ledger(at: temporary.folder)
    try ledger.record(draft("decay", .outcome(golden)))
    let full = try Judgement(of: near, against: Golden(golden, of: "decay"), ledger: ledger)
    #expect(full.verdict == .diverged)
    #expect(full.findings.map(\.sentence).first?.hasPrefix("arrays/weights[0, 5001]: 78.140625 became") == true)
    let tolerant = try Judgement(
      of: near, against: Golden(golden, of: "decay"), tolerances: Tolerances(default: Tolerance(relative: 1e-12)),
      ledger: ledger)
    #expect(tolerant.verdict == .within && tolerant.remedy == nil)
  }

  @Test func theWorstExitCounts() {
    #expect(ExitCode.worst(of: []) == .success)
    let order: [ExitCode] = [.interrupted, .usage, .failed, .diverged, .inconclusive, .success]
    #expect(ExitCode.allCases.sorted(by: >) == order)
    #expect(order.map(\.rawValue) == [130, 2, 4, 1, 3, 0])
    #expect(Verdict.allCases.max() == .diverged)
    #expect(Verdict.allCases.map(\.exitCode) == [.success, .success, .inconclusive, .diverged])
  }
}
