import Determinism
import Experiments
import Laboratory
import Molecules
import Testing

/// Motions on a trained model: written whole, gone on with bit for bit, stopped where the model has no answer.
@Suite(.serialized) struct MotionTests {
  private func model() throws -> (potential: any Potential, start: Frame) {
    let folder = try FitFolder(["springs.xyz": MoleculeTests.frames])
    defer { folder.remove() }
    let body = MoleculeTests.body.replacing("steps: 120", with: "steps: 60")
    let outcome = try folder.run(Molecule.self, body)
    let experiment = try folder.experiment(Molecule.self, body).0
    return (try experiment.potential(of: outcome), experiment.restFrames[1])
  }

  private func motion(steps: Int, friction: Double?) -> Motion {
    Motion(
      steps: steps, interval: 5, timeStep: 0.5, temperature: 100, friction: friction,
      stream: RandomStream(seed: 5, name: "motion"))
  }

  @Test(arguments: [nil, 0.02]) func twoPartsAreTheWhole(_ friction: Double?) throws {
    let (potential, start) = try model()
    func run(_ steps: Int, from start: Frame) throws -> ([UInt8], Motion.Report) {
      var bytes: [UInt8] = []
      let report = try motion(steps: steps, friction: friction).run(from: start, on: potential, .silent) {
        ExtendedXYZ.append($0, to: &bytes)
      }
      return (bytes, report)
    }
    let (whole, report) = try run(40, from: start)
    #expect(report.frames == 9 && report.steps == 40 && report.failure == nil)
    let first = try run(15, from: start).0
    let frames = try ExtendedXYZ.frames(first, file: "first.xyz")
    #expect(frames.count == 4 && frames[3].remark("step") == "15")
    #expect(first + (try run(25, from: frames[3]).0) == whole)
    if friction == nil {
      #expect(abs(report.balance.drift) < 0.1 && report.balance.largest < 0.05, "\(report.balance)")
    }
  }

  @Test func whatTheModelHasNotSeenStopsBeforeTheStart() throws {
    let (potential, start) = try model()
    var other = start
    other.species[0] = try #require(Element(symbol: "Xe"))
    #expect {
      try motion(steps: 5, friction: nil).run(from: other, on: potential, .silent) { _ in }
    } throws: { "\($0)".contains("is Xe, which the model has not seen") }
  }
}
