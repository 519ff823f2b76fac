import Documents
import Manifests
import Testing

@Suite struct ManifestFuzzTests {
  private let texts = [
    swing("noise: {gaussian: {sigma: 2}}\nstarts: [[1, 2], [3]]\nnotes: |\n  some\n  notes\n"),
    swing("budgets: {smoke: {steps: 1}}\nmatrix: {seed: [1, 2]}\ntruth: {g: {value: 9.81, relative: 1e-3}}\n"),
    swing("compare:\n  own: {parameters: {g: {shared: on}}}\nexpect: {default: {relative: 1e-6}}\n"),
  ].map { Array($0.utf8) }

  @Test func twoThousandSpoiledTextsBreakNoLaw() {
    let fuzz = ManifestFuzz(seed: 1, texts: texts, kinds: [Pendulum.self])
    let report = fuzz.run(cases: 2000)
    #expect(report.cases == 2000)
    #expect(report.violations.isEmpty)
    // A spoiler that spoils everything, or nothing, tests nothing.
    #expect(report.read > 50)
    #expect(report.refused > 1000)
  }

  @Test func aCaseIsAFunctionOfSeedAndNumber() {
    let fuzz = ManifestFuzz(seed: 1, texts: texts, kinds: [])
    let other = ManifestFuzz(seed: 2, texts: texts, kinds: [])
    #expect((0..<50).allSatisfy { fuzz.text(case: $0) == fuzz.text(case: $0) })
    #expect((0..<50).contains { fuzz.text(case: $0) != other.text(case: $0) })
    #expect(fuzz.text(case: 3) != fuzz.text(case: 7))
  }

  /// A kind that is planted to break a law: it reads a text otherwise each time.
  private enum Fickle: ManifestKind {
    static let name = "pendulum"
    static let summary = "a planted fault"
    nonisolated(unsafe) static var readings = 0
    static func declare(_ fields: inout Fields) {
      readings += 1
      _ = fields.optional("reading\(readings)", .text, "named by how often it was declared")
    }
  }

  @Test func aPlantedFaultIsSeen() {
    let report = ManifestFuzz(seed: 1, texts: texts, kinds: [Fickle.self]).run(cases: 20)
    #expect(report.violations.contains { $0.law == "two readings differ" })
  }

  @Test func aSlowCaseIsAViolation() {
    let fuzz = ManifestFuzz(seed: 1, texts: texts, kinds: [Pendulum.self], limit: .zero)
    #expect(fuzz.run(cases: 3).violations.count == 3)
  }
}
