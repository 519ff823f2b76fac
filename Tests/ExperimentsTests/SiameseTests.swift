import Determinism
import Documents
import Experiments
import Laboratory
import Manifests
import Oracles
import Records
import Testing

/// Twins on a few small signatures.
@Suite(.serialized) struct SiameseTests {
  static let body = """
    seed: 4
    data:
      signatures: {writers: 9, genuine: 4, forgeries: 3, height: 16, width: 32, error: 3}
    test: 3
    layers:
      - conv: {filters: 6, size: 3, padding: zero}
      - relu
      - max-pool: 4
      - flatten
      - dense: 12
    normalised: true
    rate: 0.005
    steps: 60
    interval: 15
    batch: 16
    chunk: 4
    resamples: 40
    """

  static let triplets = body.replacing("rate:", with: "loss: {triplet: {margin: 0.3}}\nmining: semi-hard\nrate:")
  private static let files: KeyValuePairs<String, String> = [
    "few.csv": "a,b,label\n1,2,x\n2,1,x\n1,1,y\n2,2,z\n2,3,z\n3,1,w\n1,3,w\n",
    "lost.csv": "a,b,label\n1,2,x\n2,1,x\n1,1,y.forged\n2,2,z\n2,3,z\n3,1,w\n1,3,w\n",
    "forged.csv": "a,b,c,d,label\n" + table,
  ]

  /// Rows of two pixels that are far apart; forgeries between the classes.
  private static let table = (0..<40).map { i -> String in
    let (own, isForged) = (i % 5, i >= 25)
    let pixels = (0..<4).map { (own * (3 + 2 * $0) + (isForged ? 2 : i / 5 % 2)) % 9 }
    return pixels.map(String.init).joined(separator: ",") + ",\(own)\(isForged ? ".forged" : "")\n"
  }.joined()

  private func outcome(_ body: String = body) throws -> Outcome {
    let folder = try FitFolder(Self.files)
    defer { folder.remove() }
    return try folder.run(Siamese.self, body)
  }

  @Test func theyLearnAndAreOne() throws {
    let outcome = try outcome()
    let metrics = outcome.metrics
    let losses = try #require(outcome.table("curve")).numbers(named: "loss")
    #expect(losses.count == 4 && losses[3] < 0.8 * losses[0], "\(losses)")
    for name in ["largest_change_by_exchange", "largest_distance_from_itself", "largest_change_alone"] {
      #expect(metrics.path("symmetry.\(name)")?.asNumber == 0, "\(name)")
    }
    // Every parameter is used once by either twin: a filter at 512 positions, the dense layer at one.
    for (name, positions) in [("1-conv.weights", 512), ("1-conv.bias", 512), ("5-dense.weights", 1)] {
      let uses = outcome.sharing?.path(["parameters", name, "uses"])?.asArray ?? []
      #expect(uses.count == 2 && uses.allSatisfy { $0["positions"]?.asInteger == Int64(positions) }, "\(name)")
    }
    #expect(metrics["parameters_count"]?.asInteger == 2376)
    let file = try #require(outcome.blobs.first { $0.path == "weights.safetensors" })
    #expect(try Safetensors(parsing: file.bytes, file: file.path)["5-dense.weights"]?.shape == [192, 12])
    #expect(outcome.arrays.first { $0.name == "examples" }?.array.shape == [3, 7, 16, 32])
    #expect(Siamese.headline(of: metrics)?.contains("on forgeries") == true)
  }

  /// The area is the part of genuine pairs nearer than impostors, and at the equal error rate both errors meet.
  @Test func ratesAreWhatTheRecordedDistancesSay() throws {
    let outcome = try outcome(Self.body.replacing("steps: 60", with: "steps: 5"))
    let pairs = try #require(outcome.table("pairs"))
    let (sorts, distances) = (try pairs.texts(named: "sort"), try pairs.numbers(named: "distance"))
    func among(_ sort: String) -> [Double] { zip(sorts, distances).filter { $0.0 == sort }.map(\.1) }
    let genuine = among("genuine")
    #expect(genuine.count == 3 * 6 && among("forgery").count == 3 * 12)
    for (sort, name) in [("forgery", "forgeries"), ("other", "other_classes")] {
      let others = among(sort)
      let wins = genuine.reduce(0.0) { sum, g in
        others.reduce(sum) { $0 + (g < $1 ? 1 : g == $1 ? 0.5 : 0) }
      }
      let found = try #require(outcome.metrics.path(["verification", name]))
      let area = found["auc"]?.asNumber ?? 0, rate = found["eer"]?.asNumber ?? 0
      #expect((area - wins / Double(genuine.count * others.count)).magnitude < 1e-12)
      let threshold = found["eer_threshold"]?.asNumber ?? 0
      let accepted = Double(others.count { $0 <= threshold }) / Double(others.count)
      let refused = Double(genuine.count { $0 > threshold }) / Double(genuine.count)
      let step = 1 / Double(genuine.count) + 1 / Double(others.count)
      #expect((rate - accepted).magnitude <= step && (rate - refused).magnitude <= step)
      #expect((found.path("eer_interval.lower")?.asNumber ?? 1) <= rate)
      #expect((found.path("eer_interval.upper")?.asNumber ?? 0) >= rate)
    }
  }

  @Test func untiedTwinsAreNotOne() throws {
    let outcome = try outcome(Self.body + "\ncontrast: sharing")
    let contrast = try #require(outcome.metrics["contrast"])
    #expect(contrast.path("shared.symmetry.largest_change_by_exchange")?.asNumber == 0)
    #expect((contrast.path("unshared.symmetry.largest_change_by_exchange")?.asNumber ?? 0) > 0.01)
    #expect((contrast.path("unshared.symmetry.largest_distance_from_itself")?.asNumber ?? 0) > 0.01)
    let counts = ["shared", "unshared"].map { contrast.path([$0, "parameters_count"])?.asInteger ?? 0 }
    #expect(counts[1] == 2 * counts[0])
    let work = ["shared", "unshared"].map { contrast.path([$0, "multiplications_per_pair"])?.asInteger ?? 0 }
    #expect(work == [Int64(2 * (512 * 54 + 192 * 12)), work[0]])
  }

  @Test func threadsReachNoBit() throws {
    defer { try? WorkerPool.setThreadCount() }
    let body = Self.triplets.replacing("steps: 60", with: "steps: 6")
    let trees = try [1, 2, 3].map { threads in
      try WorkerPool.setThreadCount(threads)
      return try outcome(body).tree()
    }
    #expect(trees[0] == trees[1] && trees[0] == trees[2])
  }

  /// Also where the weights choose what the next step sees.
  @Test(arguments: [body, triplets]) func aRunThatGoesOnHasTheSameBits(_ body: String) throws {
    let folder = try FitFolder(Self.files)
    defer { folder.remove() }
    let short = body.replacing("steps: 60", with: "steps: 8").replacing("interval: 15", with: "interval: 2")
    #expect(try folder.goesOn(Siamese.self, short, stage: "training"))
  }

  @Test func aWriterWritesTheSameAgainOnlyWithTheSameSeed() throws {
    func examples(_ body: String) throws -> NumericArray? {
      try outcome(body.replacing("steps: 60", with: "steps: 1")).arrays.first { $0.name == "examples" }?.array
    }
    let first = try #require(try examples(Self.body))
    #expect(try examples(Self.body) == first)
    // More writers leave the others alone: writer 7 is the first of the test in both.
    let more = Self.body.replacing("writers: 9", with: "writers: 10").replacing("test: 3", with: "test: 4")
    guard case .f32(let pixels) = first.scalars, case .f32(let others)? = try examples(more)?.scalars else {
      Issue.record("examples are not in single precision")
      return
    }
    #expect(pixels[...] == others[..<pixels.count])
    #expect(try examples(Self.body.replacing("seed: 4", with: "seed: 5")) != first)
    let size = 16 * 32
    for image in 0..<21 {
      let own = pixels[image * size..<(image + 1) * size]
      #expect(own.allSatisfy { $0 >= 0 && $0 <= 1 } && own.contains { $0 > 0.5 } && own.count { $0 == 0 } > size / 3)
    }
  }

  @Test(arguments: [
    body, triplets, body.replacing("normalised: true", with: "distance: squared"),
    body.replacing("normalised: true", with: "distance: cosine\nmining: random"), body + "\nsharing: off",
  ])
  func lawsAreKeptAndKillTheirFaults(_ body: String) throws {
    let folder = try FitFolder(Self.files)
    defer { folder.remove() }
    let short = body.replacing("steps: 60", with: "steps: 6")
    let outcome = try folder.run(Siamese.self, short)
    let experiment = try folder.experiment(Siamese.self, short).0
    for outcome in [nil, outcome] {
      let suite = try #require(try experiment.suite(on: outcome))
      let report = try #require(suite.examine(Suite.Settings(subject: "fit", seed: 1, budget: CaseBudget(cases: 200))))
      for law in report.laws { #expect(law.verdict == .kept, "\(law.law): \(law.reason)") }
      let killed = Set(report.laws.flatMap(\.kills))
      #expect(
        suite.faults.filter { !killed.contains($0) }.isEmpty, "\(suite.faults.filter { !killed.contains($0) }) live")
      if !body.contains("sharing: off") { #expect(suite.faults.count >= 14) }
    }
  }

  @Test(arguments: [
    ("margin: 0", "loss: {contrastive: {margin: 0}}\nrate:", "rate:", "above 0"),
    ("one image", "genuine: 1", "genuine: 4", "no genuine pair"),
    ("all classes", "test: 8", "test: 3", "at least 2 classes left"),
    ("unknown class", "test: [writer 1, writer 77]", "test: 3", "there is no class writer 77"),
    ("twice", "test: [writer 1, writer 1]", "test: 3", "stands here twice"),
    ("images", "average-pool: 2", "flatten\n  - dense: 12", "expected a vector"),
    ("chunk", "batch: 18", "batch: 16", "a multiple of the chunk, 4"),
    ("pairs", "mining: semi-hard\nrate:", "rate:", "semi-hard chooses among triplets"),
    ("distance", "distance: euclid\nnormalised:", "normalised:", "euclidean"),
    ("rate", "false_accept: 1\nrate:", "rate:", "below 1"),
    ("table", "data: {file: few.csv, height: 1, width: 2}", data, "the class y has 1 genuine image"),
    ("lost", "data: {file: lost.csv, height: 1, width: 2}", data, "there is no class y"),
  ])
  func nonsenseIsPointedAt(_ name: String, _ new: String, _ old: String, _ said: String) throws {
    let folder = try FitFolder(Self.files)
    defer { folder.remove() }
    let problems = try folder.problems(Siamese.self, Self.body.replacing(old, with: new)) ?? "nothing"
    #expect(problems.contains(said), "\(name): \(problems)")
    #expect(problems.contains("experiments/fit.yaml:"))
  }

  /// A class `1.forged` of a user's own images holds forgeries of class `1`.
  @Test func forgeriesGoByTheirNames() throws {
    let body = Self.body.replacing(Self.data, with: "data: {file: forged.csv, height: 2, width: 2, scale: 9}")
      .replacing("test: 3", with: "test: [1, 3]").replacing("  - max-pool: 4\n", with: "")
    let outcome = try outcome(body.replacing("steps: 60", with: "steps: 4"))
    let pairs = try #require(outcome.table("pairs"))
    // Five genuine images and three forgeries of each class.
    #expect(try pairs.texts(named: "sort").count { $0 == "genuine" } == 2 * 10)
    #expect(try pairs.texts(named: "sort").count { $0 == "forgery" } == 2 * 15)
    #expect(try pairs.texts(named: "sort").count { $0 == "other" } == 25)
    #expect(try Set(pairs.texts(named: "class")) == ["1", "3"])
    #expect(outcome.metrics.path("classes.training")?.asInteger == 3)
  }

  private static let data = """
    data:
      signatures: {writers: 9, genuine: 4, forgeries: 3, height: 16, width: 32, error: 3}
    """

  @Test func aLossThatIsNotFiniteEndsTheRun() throws {
    #expect {
      try outcome(Self.body.replacing("rate: 0.005", with: "loss: {contrastive: {margin: 1e30}}\nrate: 0.005"))
    } throws: { error in "\(error)".contains("the loss is not finite at step") }
  }
}
