import Documents
import Experiments
import Records
import Testing

/// Images with several labels, and simulated scans.
@Suite(.serialized) struct MultitaskImagesTests {
  /// Twenty-four images of 4 × 4 pixels: bright at the left or at the right, by any amount.
  private static let pixels: String = {
    let rows = (0..<24).map { i in
      (0..<16).map { p in "\((p % 4 < 2) == (i % 2 == 0) ? 2 + i % 5 : 0)" }.joined(separator: ",")
        + (i % 2 == 0 ? ",left" : ",right")
    }
    return ([(0..<16).map { "p\($0)" }.joined(separator: ",") + ",label"] + rows).joined(separator: "\n") + "\n"
  }()

  private static let labels: String =
    "brightness,reader\n" + (0..<24).map { "\(2 + $0 % 5),\($0 % 3 == 0 ? "" : "\($0 % 2)")\n" }.joined()

  private static let body = """
    data: {images: {from: {file: images.csv, height: 4, width: 4, scale: 6}, labels: labels.csv}}
    tasks:
      side: {classes: {column: class, levels: [left, right]}}
      brightness: {regression: {column: brightness}}
      reader: {binary: {column: reader}}
    trunk:
      - conv: {filters: 4, size: 3, padding: zero}
      - relu
      - flatten
    test: 8
    steps: 60
    batch: 8
    chunk: 4
    rate: 0.02
    """

  @Test func imagesMayHaveManyLabels() throws {
    let folder = try FitFolder(["images.csv": Self.pixels, "labels.csv": Self.labels])
    defer { folder.remove() }
    let outcome = try folder.run(Multitask.self, Self.body)
    #expect(outcome.metrics.path("tasks.side.shared.accuracy.value")?.asNumber == 1)
    #expect((outcome.metrics.path("tasks.brightness.shared.r2.value")?.asNumber ?? 0) > 0.5)
    #expect(outcome.arrays.first { $0.name == "samples" }?.array.shape == [8, 4, 4])
    // Without a contrast there is one network, and no verdict.
    #expect(outcome.table("learning")?.column(named: "separate") == nil)
  }

  @Test(arguments: [
    ("labels: labels.csv", "labels: images.csv", "expected a column of experiments/images.csv"),
    ("  - flatten\n", "", "expected a vector; end with flatten"), ("height: 4", "height: 5", "as many pixels as"),
    ("trunk:", "trunk: []\nlayers:", "a list of at least 1"),
    ("column: brightness", "column: class", "is the text left"),
  ])
  func nonsenseIsPointedAt(_ old: String, _ new: String, _ said: String) throws {
    let folder = try FitFolder(["images.csv": Self.pixels, "labels.csv": Self.labels])
    defer { folder.remove() }
    let problems = try folder.problems(Multitask.self, Self.body.replacing(old, with: new)) ?? "nothing"
    #expect(problems.contains(said), "\(new): \(problems)")
    #expect(problems.contains("experiments/fit.yaml:"))
  }

  @Test func scansAreSimulatedAnewInEachRepeat() throws {
    let folder = try FitFolder([:])
    defer { folder.remove() }
    let body = """
      seed: 5
      data: {scans: {}}
      tasks:
        diagnosis: {binary: {column: diagnosis}}
        death: {survival: {time: time, event: {column: event}}}
      trunk:
        - average-pool: 4
        - flatten
        - dense: 4
        - relu
      test: 40
      sizes: [16, 32]
      repeats: 2
      steps: 4
      batch: 16
      chunk: 8
      sharing: off
      """
    let outcome = try folder.run(Multitask.self, body)
    // Sharing is off: each task alone, their weights beside each other.
    #expect(outcome.metrics.path("tasks.death.shared") == nil)
    #expect(outcome.metrics.path("network.trainings")?.asInteger == 2)
    let runs = try #require(outcome.table("runs")).numbers(named: "separate")
    #expect(runs.count == 2 * 2 * 5 && Set(runs).count > 10)
    let file = try #require(outcome.blobs.first { $0.path == "weights.safetensors" })
    #expect(try Safetensors(parsing: file.bytes, file: file.path)["death/trunk.3-dense.weights"]?.shape == [64, 4])
    #expect(try folder.run(Multitask.self, body).tree() == outcome.tree())
  }
}
