import Determinism
import Documents
import Oracles
import Testing

/// The error model of derivatives: no alarm on sound ones, and nothing larger than it says goes unseen.
@Suite struct StepScanTests {
  /// Σ aₖ sin(k x) + an offset that makes rounding worse, with its derivative.
  private struct Waves: Subject {
    var offset: Double
    var error = 0.0

    func callAsFunction(_ inputs: Arrays) throws(SubjectFailure) -> Arrays {
      let x = try inputs.numbers("x")
      var (value, slopes) = (offset, [Double]())
      for (k, x) in x.enumerated() {
        let n = Double(k + 1)
        value += Elementary.sin(n * x) / n
        slopes.append(Elementary.cos(n * x))
      }
      slopes[0] += error * (slopes.reduce(0) { $0 + $1 * $1 } / Double(slopes.count)).squareRoot()
      return Arrays(["value": NumericArray(value), "slopes": NumericArray(shape: [slopes.count], slopes)])
    }
  }

  private func law(_ steps: ScanSteps) -> Law<any Subject> {
    .gradient(
      "slopes", "slopes = dvalue/dx", of: "value", along: "x", claimed: "slopes", inputs: ["x"], steps: steps,
      cases: Generator<NumericArray>.dyadic(shape: [4], within: 4, bits: 20).map { Arrays(["x": $0]) })
  }

  private func report(_ waves: Waves, scans: Int = 100, steps: ScanSteps = ScanSteps(largest: 0.25)) throws -> LawReport
  {
    let suite = Suite(of: waves as any Subject, laws: [law(steps)], faults: [])
    let settings = Suite.Settings(subject: "waves", seed: 1, budget: CaseBudget(cases: scans, scans: scans))
    return try #require(suite.examine(settings)).laws[0]
  }

  @Test(arguments: [0, 1, 1e3, 1e6]) func soundDerivativesRaiseNoAlarm(_ offset: Double) throws {
    let report = try report(Waves(offset: offset), scans: 300)
    #expect(report.counterexample == nil, "\(report.reason)")
    #expect(report.visible < 1e-9 * max(1, offset))
  }

  /// Whatever the scan says that it sees, it sees: an error of twice that is found in every case.
  @Test(arguments: [0, 1e3, 1e6]) func whatIsVisibleIsSeen(_ offset: Double) throws {
    let visible = try report(Waves(offset: offset)).visible
    let broken = try report(Waves(offset: offset, error: 3 * visible), scans: 1)
    #expect(broken.verdict == .broken)
  }

  @Test func theStepIsNoConstant() throws {
    // A fixed step of 1e-6 would be off by 1e-4 here; the scan finds the bottom and says where it was.
    let report = try report(Waves(offset: 1e6))
    #expect(report.sentence.contains("floor of central differences"))
    #expect(report.visible < 1e-5)
  }
}
