import Laboratory
import Manifests
import Oracles
import Records
import Testing

extension FitFolder {
  /// The laws of a manifest's body, on an outcome or at its starts.
  func laws<Kind: Experiment>(_ kind: Kind.Type, _ body: String, on outcome: Outcome?) throws -> Suite {
    try #require(try suite(kind, body, on: outcome))
  }
}

extension Suite {
  /// Expects that every law is kept, and that every planted fault is killed.
  func expectSound(_ budget: CaseBudget = CaseBudget(cases: 200, scans: 12), seed: UInt64 = 1) throws {
    let report = try #require(examine(Settings(subject: "test", seed: seed, budget: budget)))
    for law in report.laws {
      #expect(law.verdict == .kept, "\(law.law): \(law.reason)")
    }
    #expect(report.survivors.isEmpty, "\(report.survivors)")
    #expect(report.faults.count >= 8)
  }
}
