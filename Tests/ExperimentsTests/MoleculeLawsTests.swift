import Documents
import Experiments
import Oracles
import Records
import Testing

/// A trained model keeps every law, every slip is noticed, and a head of its own promises no gradient.
@Suite(.serialized) struct MoleculeLawsTests {
  private func examine(_ body: String, trained: Bool) throws -> SuiteReport {
    let folder = try FitFolder(["springs.xyz": MoleculeTests.frames])
    defer { folder.remove() }
    let outcome = trained ? try folder.run(Molecule.self, body) : nil
    let suite = try #require(try folder.experiment(Molecule.self, body).0.suite(on: outcome))
    let settings = Suite.Settings(
      subject: "springs", seed: 7, budget: CaseBudget(cases: 40, scans: 8, trajectories: 1))
    return try #require(suite.examine(settings))
  }

  @Test func aTrainedModelKeepsItsLawsAndEverySlipDies() throws {
    let report = try examine(MoleculeTests.body.replacing("steps: 120", with: "steps: 30"), trained: true)
    expectKept(report)
    #expect(report.survivors == [])
    #expect(report.killed.count >= 20)
  }

  private func expectKept(_ report: SuiteReport) {
    for law in report.laws { #expect(law.verdict == .kept, "\(law.law): \(law.reason)") }
  }

  @Test func lawsHoldBeforeTraining() throws {
    expectKept(try examine(MoleculeTests.body, trained: false))
  }

  @Test func aHeadOfItsOwnPromisesNoGradient() throws {
    let report = try examine(MoleculeTests.body + "\nsharing: off", trained: false)
    #expect(!report.laws.contains { $0.law == "forces" || $0.law == "stress" })
    #expect(report.laws.first { $0.law == "rotation" }?.verdict == .kept)
  }
}
