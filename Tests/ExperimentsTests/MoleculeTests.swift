import Determinism
import Documents
import Experiments
import Records
import Testing

/// A model of small molecules whose atoms are held together by springs.
@Suite(.serialized) struct MoleculeTests {
  /// Frames of two kinds, water-like and a pair of atoms, with energies, forces and dipoles of springs and charges.
  static let frames: String = {
    var stream = RandomStream(seed: 3, name: "springs")
    return (0..<60).map { i -> String in
      let symbols = i % 3 == 0 ? ["O", "H"] : ["O", "H", "H"]
      let rest: [[Double]] = [[0, 0, 0], [0.96, 0, 0], [-0.24, 0.93, 0]]
      let places: [[Double]] = rest.prefix(symbols.count).map { atom in
        atom.map { (x: Double) -> Double in x + 0.05 * stream.nextNormal() }
      }
      var energy = -10 * Double(symbols.count)
      var forces: [[Double]] = places.map { _ in [0, 0, 0] }
      for a in places.indices {
        for b in places.indices where b > a {
          let r: [Double] = (0..<3).map { places[b][$0] - places[a][$0] }
          let length = (r[0] * r[0] + r[1] * r[1] + r[2] * r[2]).squareRoot()
          let stretch = length - (a == 0 ? 0.96 : 1.5)
          energy += 4 * stretch * stretch
          for k in 0..<3 {
            forces[a][k] += 8 * stretch * r[k] / length
            forces[b][k] -= 8 * stretch * r[k] / length
          }
        }
      }
      let dipole: [Double] = (0..<3).map { k in
        places.indices.dropFirst().reduce(0.0) { $0 + 0.4 * (places[$1][k] - places[0][k]) }
      }
      func line(_ numbers: [Double]) -> String { numbers.map { "\($0)" }.joined(separator: " ") }
      let head =
        "Properties=species:S:1:pos:R:3:forces:R:3 energy=\(energy) dipole=\"\(line(dipole))\" pbc=\"F F F\""
      let rows: [String] = symbols.indices.map { "\(symbols[$0]) \(line(places[$0] + forces[$0]))" }
      return (["\(symbols.count)", head] + rows).joined(separator: "\n")
    }.joined(separator: "\n") + "\n"
  }()

  static let body = """
    seed: 4
    data: springs.xyz
    split: {train: [0, 39], validate: [40, 49], test: [50, 59]}
    model: {features: 16, interactions: 2, functions: 8, cutoff: 3}
    rate: 0.005
    schedule: cosine
    steps: 120
    batch: 8
    chunk: 4
    interval: 60
    """

  private func outcome(_ body: String = body) throws -> Outcome {
    let folder = try FitFolder(["springs.xyz": Self.frames])
    defer { folder.remove() }
    return try folder.run(Molecule.self, body)
  }

  private func problems(_ old: String, _ new: String) throws -> String {
    let folder = try FitFolder([
      "springs.xyz": Self.frames, "bare.xyz": "1\nProperties=species:S:1:pos:R:3 energy=1\nH 0 0 0\n",
      "torn.xyz": "2\nenergy=1\nH 0 0 0\n",
    ])
    defer { folder.remove() }
    return try folder.problems(Molecule.self, Self.body.replacing(old, with: new)) ?? "nothing"
  }

  private func number(_ metrics: JSON, _ path: String) -> Double { metrics.path(path)?.asNumber ?? .nan }

  @Test func itLearnsMoleculesOfSeveralSizes() throws {
    let outcome = try outcome()
    // Forces are of the order of 400 meV/Å.
    #expect(number(outcome.metrics, "test.forces.mae") < 120)
    #expect(number(outcome.metrics, "test.dipole.mae") < 60)
    let serves = outcome.sharing?.path(["serves", "1.filter.scalars.weights"])?.asArray ?? []
    #expect(serves.compactMap(\.asString) == ["energy", "forces", "dipole"])
    let head = outcome.sharing?.path(["serves", "energy.weights"])?.asArray ?? []
    #expect(head.compactMap(\.asString) == ["energy", "forces"])
    let weights = try #require(outcome.blobs.first { $0.path == "weights.safetensors" })
    #expect(try Safetensors(parsing: weights.bytes, file: weights.path)["embedding"]?.shape == [2, 16])
    #expect(outcome.blobs.contains { $0.path == "model.json" })
  }

  @Test func theTwinWithAForceHeadHasACurl() throws {
    let contrast = try #require(try outcome(Self.body + "\ncontrast: sharing").metrics["contrast"])
    #expect(number(contrast, "shared.curl") < 1e-12)
    #expect(number(contrast, "unshared.curl") > 1e-3)
    // Paths that cross the cutoff, where the energy is smooth to second order alone, are summed less exactly.
    let (work, other) = (number(contrast, "shared.work.mean_meV"), number(contrast, "unshared.work.mean_meV"))
    #expect(work < 0.05 * other, "\(work), \(other)")
    #expect(number(contrast, "unshared.work.mean_meV") > 1e-3)
    #expect(number(contrast, "unshared.parameters_count") > number(contrast, "shared.parameters_count"))
  }

  @Test func aLearningCurveHasARowForEachSize() throws {
    let outcome = try outcome(
      Self.body.replacing("steps: 120", with: "steps: 10\nlearning: {frames: [20, 4], steps: 5}\naverage: 0.9"))
    #expect(try outcome.table("learning")?.numbers(named: "frames") == [4, 20])
  }

  @Test func threadsReachNoBit() throws {
    defer { try? WorkerPool.setThreadCount() }
    let trees = try [1, 2, 3].map { threads in
      try WorkerPool.setThreadCount(threads)
      return try outcome(Self.body.replacing("steps: 120", with: "steps: 6")).tree()
    }
    #expect(trees[0] == trees[1] && trees[0] == trees[2])
  }

  @Test func aRunThatGoesOnHasTheSameBits() throws {
    let folder = try FitFolder(["springs.xyz": Self.frames])
    defer { folder.remove() }
    let body = Self.body.replacing("steps: 120", with: "steps: 8\naverage: 0.9").replacing(
      "interval: 60", with: "interval: 3")
    #expect(try folder.goesOn(Molecule.self, body, stage: "training"))
  }

  @Test(arguments: [
    ("springs.xyz", "bare.xyz", "frame 0 of"), ("springs.xyz", "torn.xyz", "torn.xyz:"),
    ("test: [50, 59]", "test: [50, 60]", "the first and the last of frames 0 to 59"),
    ("test: [50, 59]", "test: [45, 59]", "meet those of another part, 40 to 49"),
    ("batch: 8", "batch: 6", "a multiple of the chunk, 4"), ("cutoff: 3", "cutof: 3", "cutof"),
    ("steps: 120", "steps: 120\nlearning: {frames: [41]}", "at most the 40 frames"),
  ])
  func nonsenseIsPointedAt(_ old: String, _ new: String, _ said: String) throws {
    let problems = try problems(old, new)
    #expect(problems.contains(said), "\(new): \(problems)")
    #expect(problems.contains("experiments/fit.yaml:"))
  }

  @Test func aLossThatIsNotFiniteEndsTheRun() throws {
    #expect {
      try outcome(Self.body.replacing("rate: 0.005", with: "rate: 1e30\noptimizer: sgd"))
    } throws: { error in "\(error)".contains("the loss is not finite at step") }
  }
}
