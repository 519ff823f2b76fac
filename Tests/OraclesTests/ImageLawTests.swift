import Documents
import Oracles
import Testing

/// The laws of image classifiers on a network that is exact, and on every fault that it might have.
@Suite struct ImageLawTests {
  static let images = Generator<NumericArray>.images(height: 3...6, width: 3...6)
  static let squares = Generator<Int>.integer(in: 3...5).flatMap { .dyadic(shape: [1, $0, $0]) }

  private func examine(
    _ subject: ImageSubject, _ laws: [Law<any Subject>], _ faults: [Fault<any Subject>], cases: Int = 200
  ) throws -> SuiteReport {
    let suite = Suite(of: subject as any Subject, laws: laws, faults: faults)
    return try #require(
      suite.examine(Suite.Settings(subject: "cnn", seed: 1, budget: CaseBudget(cases: cases))))
  }

  /// A change of the network itself.
  private func fault(
    _ name: String, _ laws: [String], _ change: @escaping @Sendable (inout ImageSubject) -> Void
  ) -> Fault<any Subject> {
    Fault(name, name, laws: laws) { subject in
      guard var network = subject as? ImageSubject else { return subject }
      change(&network)
      return network
    }
  }

  @Test func translationIsExactAndItsFaultsDie() throws {
    let report = try examine(
      ImageSubject(), [.cyclicTranslation(of: Self.images), .batchIsSingle(of: Self.images)],
      [
        fault("zero-padding", ["cyclic-translation"]) { $0.padding = .zero },
        fault("edge-padding", ["cyclic-translation"]) { $0.padding = .shifted },
        .inInputs("forgotten-pixel", "the last pixel is not seen") { $0.change("image") { $0[$0.count - 1] = 0 } },
        .inOutputs("batch-leak", "a score sees its neighbour", laws: ["batch-is-single"]) { _, outputs in
          outputs.change("scores") { if $0.count > 3 { $0[0] += $0[3] * 0x1p-40 } }
        },
      ])
    #expect(report.laws.map(\.verdict) == [.kept, .kept])
    #expect(report.survivors.isEmpty)
    #expect(report.laws[0].defect == 0 && report.laws[0].cases == 200)
  }

  @Test func turnsAndMirrorImagesAreExactAndTheirFaultsDie() throws {
    let report = try examine(
      ImageSubject(symmetries: 8), [.quarterTurns(of: Self.squares), .reflection(of: Self.squares)],
      [
        fault("one-rotation-missing", ["quarter-turns"]) { $0.symmetries = 3 },
        fault("no-mirror-copies", ["reflection"]) { $0.symmetries = 4 },
        fault("turned-copy", ["quarter-turns", "reflection"]) { $0.mistaken = [2] },
      ])
    #expect(report.laws.map(\.verdict) == [.kept, .kept])
    #expect(report.survivors.isEmpty)
  }

  @Test func aCounterexampleIsMinimal() throws {
    var network = ImageSubject()
    network.padding = .zero
    let report = try examine(network, [.cyclicTranslation(of: Self.images)], [])
    #expect(report.laws[0].verdict == .broken)
    let counterexample = try #require(report.laws[0].counterexample)
    let image = try #require(counterexample.values["image"])
    // One pixel of one, at the edge, moved by one: nothing simpler shows a missing wrap.
    #expect(image.shape == [1, 3, 3])
    #expect(image.doubles.filter { $0 != 0 } == [1])
    #expect(counterexample.values["shift"]?.integers.reduce(0, +) == 1)
    #expect(report.laws[0].replay?.hasPrefix("kanon check --law cyclic-translation --seed 1 --case ") == true)
    // The value replays without the generator that made it.
    let text = counterexample.document.render(pretty: true)
    #expect(Counterexample(document: try JSON(parsing: Array(text.utf8))) == counterexample)
  }

  @Test func aStoredCaseComesFirst() throws {
    var network = ImageSubject()
    network.padding = .zero
    let law = Law<any Subject>.cyclicTranslation(of: Self.images)
    let found = try #require(try examine(network, [law], []).laws[0].counterexample)
    let suite = Suite(of: network as any Subject, laws: [law], faults: [])
    let report = try #require(
      suite.examine(
        Suite.Settings(subject: "cnn", seed: 99, budget: CaseBudget(cases: 1), counterexamples: [found])))
    #expect(report.laws[0].verdict == .broken)
    #expect(report.laws[0].replayed == 1 && report.laws[0].cases == 1)
    #expect(report.laws[0].counterexample?.values == found.values)
  }

  @Test func aLawWithoutAKillProvesNothing() throws {
    let report = try examine(ImageSubject(), [.cyclicTranslation(of: Self.images)], [])
    #expect(report.laws[0].verdict == .inconclusive)
    let harmless = try examine(
      ImageSubject(), [.cyclicTranslation(of: Self.images)],
      [Fault("harmless", "changes nothing") { $0 }])
    #expect(harmless.laws[0].verdict == .inconclusive)
    #expect(harmless.survivors == ["harmless"])
  }

  @Test func aSubjectThatFailsIsReportedAsSuch() throws {
    let bad = FunctionSubject { _ in Arrays(["scores": NumericArray(.nan)]) }
    let suite = Suite(of: bad as any Subject, laws: [.cyclicTranslation(of: Self.images)], faults: [])
    let report = try #require(suite.examine(Suite.Settings(subject: "bad", seed: 1, budget: .smoke)))
    #expect(report.laws[0].verdict == .failed)
    #expect(report.laws[0].failure?.kind == .notFinite)
    #expect(report.laws[0].counterexample == nil)
  }
}
