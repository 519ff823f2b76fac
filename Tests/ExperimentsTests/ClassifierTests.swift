import Determinism
import Documents
import Experiments
import Oracles
import Records
import Testing

/// A classifier of small images whose classes can be told by one filter each.
@Suite(.serialized) struct ClassifierTests {
  /// Bars across, bars down, and diagonals, somewhere in 5 × 5 pixels.
  static let table: String = {
    var stream = RandomStream(seed: 3, name: "bars")
    let header = (0..<25).map { "p\($0)" }.joined(separator: ",") + ",kind"
    let rows = (0..<120).map { i -> String in
      let (kind, y, x) = (i % 3, Int(stream.nextInteger(below: 5)), Int(stream.nextInteger(below: 5)))
      var pixels = (0..<25).map { _ in Int(stream.nextInteger(below: 3)) }
      for k in 0..<3 {
        let (row, column) = ((y + (kind == 0 ? 0 : k)) % 5, (x + (kind == 1 ? 0 : k)) % 5)
        pixels[row * 5 + column] = 9
      }
      return pixels.map(String.init).joined(separator: ",") + "," + ["across", "down", "diagonal"][kind]
    }
    return ([header] + rows).joined(separator: "\n") + "\n"
  }()

  static let body = """
    seed: 4
    data: {file: bars.csv, label: kind, height: 5, width: 5, scale: 9}
    test: 30
    layers:
      - conv: {filters: 6, size: 3}
      - relu
      - global-max-pool
      - dropout: 0.1
      - dense: 3
    rate: 0.02
    epochs: 12
    batch: 16
    chunk: 4
    """

  private func outcome(_ body: String = body) throws -> Outcome {
    let folder = try FitFolder(["bars.csv": Self.table])
    defer { folder.remove() }
    return try folder.run(Classifier.self, body)
  }

  private func problems(_ old: String, _ new: String) throws -> String {
    let folder = try FitFolder(["bars.csv": Self.table, "text.csv": "a,b,kind\n1,x,u\n2,y,v\n"])
    defer { folder.remove() }
    return try folder.problems(Classifier.self, Self.body.replacing(old, with: new)) ?? "nothing"
  }

  @Test func itLearnsAndIsExactlyInvariant() throws {
    let outcome = try outcome()
    let metrics = outcome.metrics
    #expect((metrics.path("test.accuracy")?.asNumber ?? 0) >= 0.9)
    #expect(metrics.path("translations.largest_change_of_a_logit")?.asNumber == 0)
    #expect(metrics.path("alone.largest_change_of_a_logit")?.asNumber == 0)
    #expect(metrics["parameters_count"]?.asInteger == 81)
    // One filter, at 25 positions of each image.
    let uses: [JSON] = outcome.sharing?.path(["parameters", "1-conv.weights", "uses"])?.asArray ?? []
    #expect(uses.count == 1 && uses[0]["positions"]?.asInteger == 25)
    let file = try #require(outcome.blobs.first { $0.path == "weights.safetensors" })
    #expect(try Safetensors(parsing: file.bytes, file: file.path)["5-dense.weights"]?.shape == [6, 3])
  }

  @Test func theTwinsAreNot() throws {
    let outcome = try outcome(Self.body + "\ncontrast: sharing")
    let contrast = try #require(outcome.metrics["contrast"])
    func number(_ path: String) -> Double? { contrast.path(path)?.asNumber }
    #expect(number("shared.translations.largest_change_of_a_logit") == 0)
    #expect((number("locally-connected.translations.largest_change_of_a_logit") ?? 0) > 0)
    #expect((number("dense.translations.largest_change_of_a_logit") ?? 0) > 0)
    // 25 positions, each with its own 3 × 3 taps and bias for 6 filters; or 6 features of 25 pixels. 7 × 3 in the end.
    #expect(number("shared.parameters_count") == 81)
    #expect(number("locally-connected.parameters_count") == 1521)
    #expect(number("dense.parameters_count") == 177)
    #expect(number("shared.multiply_adds") == 1368)
    #expect(number("locally-connected.multiply_adds") == 1368)
    #expect(number("dense.multiply_adds") == 168)
    let table = try #require(outcome.table("translations"))
    #expect(table.columns.map(\.name) == ["move", "shared", "locally-connected", "dense"] && table.rowCount == 5)
  }

  static let networks = """
    seed: 4
    data: {file: bars.csv, label: kind, height: 5, width: 5, scale: 9}
    test: 30
    rotations: 45
    layers:
      cnn: [{conv: {filters: 4}}, relu, global-max-pool, {dense: 3}]
      p4: [{group-conv: {filters: 3}}, relu, {group-conv: {filters: 3}}, relu, {channel-dropout: 0.1}, group-pool, global-average-pool, {dense: 3}]
      p4m: [{group-conv: {group: p4m, filters: 2, padding: zero}}, relu, {group-pool: mean}, global-max-pool, {dense: 3}]
    rate: 0.02
    epochs: 3
    batch: 16
    chunk: 4
    """

  @Test func turnedNetworksSayTheSame() throws {
    let outcome = try outcome(Self.networks)
    let contrast = try #require(outcome.metrics["contrast"])
    func number(_ path: String) -> Double? { contrast.path(path)?.asNumber }
    #expect((number("cnn.rotations.largest_change_of_a_logit") ?? 0) > 0)
    #expect(number("p4.rotations.largest_change_of_a_logit") == 0)
    #expect((number("p4.reflection.largest_change_of_a_logit") ?? 0) > 0)
    #expect(number("p4m.rotations.largest_change_of_a_logit") == 0)
    #expect(number("p4m.reflection.largest_change_of_a_logit") == 0)
    #expect(number("p4.translations.largest_change_of_a_logit") == 0)
    let table = try #require(outcome.table("rotations"))
    let (angles, p4) = (try table.numbers(named: "move"), try table.numbers(named: "p4"))
    #expect(angles == [0, 45, 90, 135, 180, 225, 270, 315])
    // Angles that differ by quarters differ by exact moves.
    #expect(p4.enumerated().allSatisfy { $1 == p4[$0 % 2] })
    #expect(outcome.sharing?.path(["p4", "parameters", "3-group-conv.weights", "copies"])?.asInteger == 4)
    let uses: [JSON] = outcome.sharing?.path(["p4", "parameters", "3-group-conv.weights", "uses"])?.asArray ?? []
    #expect(uses.count == 1 && uses[0]["positions"]?.asInteger == 100)
    let warnings = outcome.metrics["warnings"]?.asArray?.compactMap(\.asString) ?? []
    #expect(warnings.count == 1 && warnings[0].hasPrefix("p4m: 1-group-conv:"), "\(warnings)")
    #expect(outcome.blobs.map(\.path).sorted() == ["cnn", "p4", "p4m"].map { "weights-\($0).safetensors" })
  }

  @Test func itsLawsHoldAndKillWhatIsPlanted() throws {
    let folder = try FitFolder(["bars.csv": Self.table])
    defer { folder.remove() }
    let outcome = try folder.run(Classifier.self, Self.networks)
    for trained in [nil, outcome] {
      let suite = try #require(try folder.suite(Classifier.self, Self.networks, on: trained))
      #expect(
        suite.laws.filter { $0.hasPrefix("cnn/") }.map { String($0.dropFirst(4)) } == [
          "cyclic-translation", "batch-is-single", "training-translation", "shared-gradient", "forward-reverse",
        ])
      #expect(suite.laws.contains("p4/quarter-turns") && suite.laws.contains("p4m/reflection"))
      #expect(!suite.laws.contains("p4/reflection"))
      let report = try #require(
        suite.examine(Suite.Settings(subject: "fit", seed: 1, budget: CaseBudget(cases: 60))))
      // One lifting layer and a pool over the group: the eight copies are the same set, whichever way they are turned.
      let unseen = ["p4m/turned-copies", "p4m/turned-the-other-way"]
      for law in report.laws where !unseen.contains(law.law) {
        #expect(law.verdict == .kept, "\(law.law): \(law.reason)")
      }
      let killed = Set(report.laws.flatMap(\.kills) + unseen)
      #expect(suite.faults.filter { !killed.contains($0) } == [])
      #expect(suite.faults.count >= 38)
    }
  }

  @Test func threadsReachNoBit() throws {
    defer { try? WorkerPool.setThreadCount() }
    let trees = try [1, 2, 3].map { threads in
      try WorkerPool.setThreadCount(threads)
      return try outcome(Self.body.replacing("epochs: 12", with: "epochs: 2")).tree()
    }
    #expect(trees[0] == trees[1] && trees[0] == trees[2])
  }

  @Test func aRunThatGoesOnHasTheSameBits() throws {
    let folder = try FitFolder(["bars.csv": Self.table])
    defer { folder.remove() }
    let body = Self.body.replacing("epochs: 12", with: "epochs: 3")
    #expect(try folder.goesOn(Classifier.self, body, stage: "training"))
  }

  @Test func anotherChunkOrSeedIsAnotherOutcome() throws {
    let short = Self.body.replacing("epochs: 12", with: "epochs: 2")
    let tree = try outcome(short).tree()
    #expect(try outcome(short.replacing("chunk: 4", with: "chunk: 8")).tree() != tree)
    #expect(try outcome(short.replacing("seed: 4", with: "seed: 5")).tree() != tree)
  }

  @Test(arguments: [
    ("label: kind", "label: knid", "found knid"), ("height: 5", "height: 4", "columns beside the label, 25"),
    ("test: 30", "test: 120", "fewer test images than the 120"),
    ("batch: 16", "batch: 18", "a multiple of the chunk, 4"),
    ("dense: 3", "dense: 4", "expected 3, one for each class"),
    ("global-max-pool", "average-pool: 9", "windows of 9 x 9"),
    (
      "bars.csv, label: kind, height: 5, width: 5", "text.csv, label: kind, height: 1, width: 2",
      "holds text where pixels are due"
    ),
    ("relu", "rleu", "relu"), ("test: 30", "test: 118", "no image of class"),
    ("test: 30", "test: 30\nrotations: 40", "expected a divisor of 90, found 40"),
    ("conv: {filters: 6, size: 3}", "group-conv: {filters: 6, group: p5}", "p4 or p4m"),
    ("conv: {filters: 6, size: 3}", "group-conv: {filters: 6}", "after group-pool"),
    ("conv: {filters: 6, size: 3}", "conv: {filters: 6, size: 3, stride: 2}", "output size times stride"),
    ("kind, height: 5", "kind, classes: 3, height: 5", "the label across is out of range"),
  ])
  func nonsenseIsPointedAt(_ old: String, _ new: String, _ said: String) throws {
    let problems = try problems(old, new)
    #expect(problems.contains(said), "\(new): \(problems)")
    #expect(problems.contains("experiments/fit.yaml:"))
  }

  @Test func aLossThatIsNotFiniteEndsTheRun() throws {
    #expect {
      try outcome(Self.body.replacing("rate: 0.02", with: "rate: 1e30\noptimizer: sgd"))
    } throws: { error in "\(error)".contains("the loss is not finite at step") }
  }
}
