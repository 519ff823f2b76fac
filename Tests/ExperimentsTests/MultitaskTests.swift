import Determinism
import Documents
import Experiments
import Oracles
import Records
import Testing

/// Three tasks on one table, of which all see the same two numbers; and what is wrong with such a manifest.
@Suite(.serialized) struct MultitaskTests {
  static let table: String = {
    var stream = RandomStream(seed: 7, name: "clinic")
    let rows = (0..<90).map { i -> String in
      let (a, b) = (stream.nextNormal(), stream.nextNormal())
      let yes = a + b + 0.3 * stream.nextNormal() > 0 ? 1 : 0
      let level = ["low", "middle", "high"][a - b < -0.5 ? 0 : a - b < 0.5 ? 1 : 2]
      let time = (10 * Elementary.exp(-a) + 0.01).rounded(.up)
      // Every third has no class, every fifth no second number.
      return "\(Numeral.render(a)),\(i % 5 == 0 ? "" : Numeral.render(b)),\(i % 2 == 0 ? "x" : "y"),\(yes),"
        + "\(i % 3 == 0 ? "NA" : level),\(Numeral.render(a - 2 * b)),\(Int(time)),\(i % 4 == 0 ? 0 : 1)"
    }
    return (["a,b,side,yes,level,score,time,event"] + rows).joined(separator: "\n") + "\n"
  }()

  static let body = """
    seed: 3
    data:
      table:
        file: clinic.csv
        inputs:
          a: numeric
          b: {numeric: {missing: median}}
          side: {categorical: {levels: [x, y], coding: treatment}}
    tasks:
      yes: {binary: {column: yes}}
      level: {classes: {column: level, levels: [low, middle, high]}}
      score: {regression: {column: score}}
      death: {survival: {time: time, event: {column: event}}}
    trunk:
      - dense: 12
      - tanh
    test: 30
    sizes: [30, 60]
    repeats: 2
    steps: 120
    rate: 0.03
    contrast: sharing
    """

  private func outcome(_ body: String = body) throws -> Outcome {
    let folder = try FitFolder(["clinic.csv": Self.table])
    defer { folder.remove() }
    return try folder.run(Multitask.self, body)
  }

  private static let short = body.replacing("steps: 120", with: "steps: 5")

  @Test func itLearnsEveryTask() throws {
    let metrics = try outcome().metrics
    func score(_ path: String) -> Double { metrics.path("tasks.\(path).value")?.asNumber ?? .nan }
    #expect(score("yes.shared.auc") > 0.9)
    #expect(score("level.shared.accuracy") > 0.6)
    #expect(score("score.shared.r2") > 0.5)
    #expect(score("death.shared.concordance") > 0.8)
    #expect(score("death.separate.concordance") > 0.8)
    // A third of the classes is missing, and nothing else.
    #expect(metrics.path("tasks.level.training_labels")?.asInteger ?? 60 < 50)
    #expect(metrics.path("tasks.yes.training_labels")?.asInteger == 60)
    #expect(metrics.path("learning.death.gain")?.asArray?.count == 2)
    // The trunk once, or once for each task, of 4 inputs with the indicator; heads of 1, 3, 1 and 1.
    #expect(metrics.path("contrast.shared.parameters_count")?.asInteger == 138)
    #expect(metrics.path("contrast.separate.parameters_count")?.asInteger == 318)
    #expect(metrics.path("contrast.shared.largest_difference_of_trunks")?.asNumber == 0)
    #expect((metrics.path("contrast.separate.largest_difference_of_trunks")?.asNumber ?? 0) > 0)
  }

  @Test func theOrderOfTasksInTheManifestMovesNoBit() throws {
    let lines = [
      "  yes: {binary: {column: yes}}\n", "  level: {classes: {column: level, levels: [low, middle, high]}}\n",
    ]
    let swapped = Self.short.replacing(lines[0], with: "").replacing(lines[1], with: lines[1] + lines[0])
    #expect(swapped != Self.short)
    #expect(try outcome(swapped).tree() == outcome(Self.short).tree())
  }

  @Test func threadsReachNoBit() throws {
    defer { try? WorkerPool.setThreadCount() }
    let trees = try [1, 2, 3].map { threads in
      try WorkerPool.setThreadCount(threads)
      return try outcome(Self.short.replacing("sizes: [30, 60]", with: "sizes: [60]\nbatch: 30\nchunk: 10")).tree()
    }
    #expect(trees[0] == trees[1] && trees[0] == trees[2])
  }

  @Test func aRunThatGoesOnHasTheSameBits() throws {
    let folder = try FitFolder(["clinic.csv": Self.table])
    defer { folder.remove() }
    let dropped = Self.short.replacing("  - tanh", with: "  - tanh\n  - dropout: 0.2")
    #expect(try folder.goesOn(Multitask.self, dropped, stage: "training"))
  }

  @Test func weightsMayBeLearned() throws {
    let outcome = try outcome(Self.short + "\nweighting: uncertainty")
    let file = try #require(outcome.blobs.first { $0.path == "weights.safetensors" })
    let weights = try Safetensors(parsing: file.bytes, file: file.path)
    #expect(weights["death.log-variance"]?.shape == [1])
    #expect(try outcome.tree() != self.outcome(Self.short).tree())
  }

  @Test func aLandmarkKnowsNothingOfWhoWasLostBefore() throws {
    let task = "yes: {landmark: {time: time, event: {column: event}, after: 10, among: {column: side, values: [x]}}}"
    let metrics = try outcome(Self.short.replacing("yes: {binary: {column: yes}}", with: task)).metrics
    let labels = metrics.path("tasks.yes.training_labels")?.asInteger ?? 0
    #expect(labels > 10 && labels < 40)
    #expect(metrics.path("tasks.yes.kind")?.asString == "binary")
  }

  @Test func lawsHoldAndFaultsAreKilled() throws {
    let folder = try FitFolder(["clinic.csv": Self.table])
    defer { folder.remove() }
    let suite = try #require(try folder.suite(Multitask.self, Self.short))
    #expect(suite.laws.count == 7)
    #expect(suite.faults.count >= 15)
    let report = try #require(
      suite.examine(Suite.Settings(subject: "clinic", seed: 1, budget: CaseBudget(cases: 60, scans: 6))))
    for law in report.laws { #expect(law.verdict == .kept, "\(law.law): \(law.reason)") }
    #expect(report.survivors == [])
  }

  @Test(arguments: [
    ("column: yes}", "column: yse}", "did you mean \"yes\"?"), ("a: numeric", "aa: numeric", "a column of"),
    ("file: clinic.csv", "file: clinic.cvs", "clinic.csv"),
    ("b: {numeric: {missing: median}}", "b: numeric", "clinic.csv:2: b is missing; say what takes its place"),
    ("levels: [x, y]", "levels: [x, z]", "clinic.csv:3: side is y, none of the levels x, z"),
    ("levels: [low, middle, high]", "levels: [low, high]", "none of the classes low, high"),
    ("event: {column: event}", "event: {column: time}", "expected 0 or 1"),
    ("event: {column: event}", "event: {column: event, values: [2]}", "no event of experiments/clinic.csv is 2"),
    ("time: time", "time: a", "expected a finite time above 0"),
    ("score: {regression: {column: score}}", "score: {regression: {column: side}}", "side is the text x"),
    (
      "yes: {binary: {column: yes}}", "yes: {binary: {column: yes, head: [{dense: 2}]}}",
      "expected 1; end with {dense: 1}"
    ),
    ("yes: {binary: {column: yes}}", "trunk: {binary: {column: yes}}", "no task may be called trunk"),
    ("  - dense: 12", "  - conv: {filters: 3}", "experiments/fit.yaml:17"),
    ("test: 30", "test: 90", "fewer test samples"),
    ("sizes: [30, 60]", "sizes: [30, 61]", "sizes up to 60"), ("sizes: [30, 60]", "sizes: [60, 30]", "sizes that rise"),
    ("steps: 120", "steps: 120\nbatch: 30\nchunk: 7", "a multiple of the chunk, 7"),
    ("steps: 120", "steps: 120\nchunk: 7", "say its size, too"),
    (
      "yes: {binary: {column: yes}}", "yes: {binary: {column: yes, among: {column: yes, values: [1]}}}",
      "there is no no among the 30 training samples of repeat 1"
    ),
    ("a: numeric", "a: {numeric: {transform: log}}", "which has no logarithm"),
  ])
  func nonsenseIsPointedAt(_ old: String, _ new: String, _ said: String) throws {
    let folder = try FitFolder(["clinic.csv": Self.table])
    defer { folder.remove() }
    let problems = try folder.problems(Multitask.self, Self.body.replacing(old, with: new)) ?? "nothing"
    #expect(problems.contains(said), "\(new): \(problems)")
    #expect(problems.contains("experiments/fit.yaml:"))
  }

  @Test func aLossThatIsNotFiniteEndsTheRun() throws {
    #expect {
      try outcome(Self.body.replacing("rate: 0.03", with: "rate: 1e30\noptimizer: sgd"))
    } throws: { error in "\(error)".contains("the loss is not finite at step") }
  }

  /// Twelve subjects with ties; the values are those of lifelines 0.30.3 and scikit-learn 1.9.1, the second case of
  /// Tests/LayersTests/Fixtures/survival.json.
  @Test func scoresAreThoseOfOtherPrograms() {
    let times: [Double] = [3, 20, 5, 9, 2, 5, 2, 6, 2, 5, 1, 1]
    let events = [1, 1, 1, 0, 0, 1, 1, 1, 1, 1, 1, 0].map { $0 == 1 }
    let risks = [
      0.5625, 0.12890625, -0.74609375, 0.984375, -0.5625, 0.14453125, -0.97265625, 1.45703125, 0.87109375, 1.00390625,
      1.2734375, -2.375,
    ]
    #expect(abs(concordance(times: times, events: events, risks: risks) - 0.5227272727272727) < 1e-14)
    #expect(abs(rankingArea(risks, events) - 0.7037037037037037) < 1e-14)
    let curve = KaplanMeier(times: times, events: events, at: 4)
    #expect(abs(curve.survival - 0.6285714285714283) < 1e-14)
    #expect(abs(curve.lower - 0.2822095868259319) < 1e-8 && abs(curve.upper - 0.8433235785043967) < 1e-8)
    let baseline = BaselineHazard(times: times, events: events, risks: risks)
    #expect(abs(baseline.value(at: 4) - 0.23134496028094342) < 1e-14)
    #expect(baseline.value(at: 0.5) == 0)
    // Equal scores count half; without a yes or a no there is nothing to rank.
    #expect(rankingArea([1, 1, 2], [true, false, true]) == 0.75)
    #expect(rankingArea([1, 2], [true, true]).isNaN)
  }
}
