import Oracles
import Testing

extension Suite {
  /// Expects that every law is kept, and that every planted fault is killed, but for those that this system can't show
  /// and the laws that stand on them alone: no law may be broken.
  func expectSound(
    _ budget: CaseBudget = CaseBudget(cases: 200, scans: 12), seed: UInt64 = 1, unseen: Set<String> = []
  ) throws {
    let report = try #require(examine(Settings(subject: "test", seed: seed, budget: budget)))
    for law in report.laws {
      let mayBeOpen = law.verdict == .inconclusive && unseen.contains(law.law)
      #expect(law.verdict == .kept || mayBeOpen, "\(law.law): \(law.reason)")
    }
    let survivors = report.survivors.filter { !unseen.contains($0) }
    #expect(survivors.isEmpty, "\(survivors)")
    #expect(report.faults.count >= 8)
  }
}
