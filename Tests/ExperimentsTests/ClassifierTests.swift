import Determinism
import Documents
import Experiments
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

  @Test func theUnsharedTwinIsNot() throws {
    let outcome = try outcome(Self.body + "\ncontrast: sharing")
    let contrast = try #require(outcome.metrics["contrast"])
    #expect(contrast.path("shared.translations.largest_change_of_a_logit")?.asNumber == 0)
    #expect((contrast.path("unshared.translations.largest_change_of_a_logit")?.asNumber ?? 0) > 0)
    #expect(contrast.path("unshared.parameters_count")?.asInteger == 1521)
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
