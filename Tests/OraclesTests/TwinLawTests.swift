import Determinism
import Documents
import Oracles
import Testing

/// Twins and shared gradients.
@Suite struct TwinLawTests {
  /// d(a, b) = Σ (f(a) − f(b))², f one layer with weights of its own for each twin.
  private struct Twins: Subject {
    var weights: [[Double]]

    init() {
      var stream = RandomStream(seed: 9, name: "twins")
      let shared = (0..<8).map { _ in stream.nextUniform() - 0.5 }
      weights = [shared, shared]
    }

    func callAsFunction(_ inputs: Arrays) throws(SubjectFailure) -> Arrays {
      let (a, b) = (try inputs.numbers("first"), try inputs.numbers("second"))
      func encoded(_ x: [Double], _ w: [Double]) -> [Double] {
        (0..<2).map { row in Elementary.tanh((0..<4).reduce(0) { $0 + w[4 * row + $1] * x[$1] }) }
      }
      let (left, right) = (encoded(a, weights[0]), encoded(b, weights[1]))
      return Arrays(["distance": NumericArray(ExactSum.sum(zip(left, right).map { ($0 - $1) * ($0 - $1) }))])
    }
  }

  @Test func twinsAreExactAndTheirFaultsDie() throws {
    let items = Generator<NumericArray>.dyadic(shape: [4])
    func fault(_ name: String, _ change: @escaping @Sendable (inout Twins) -> Void) -> Fault<any Subject> {
      Fault(name, name) { subject in
        guard var twins = subject as? Twins else { return subject }
        change(&twins)
        return twins
      }
    }
    let suite = Suite(
      of: Twins() as any Subject, laws: [.twinExchange(of: items), .selfDistance(of: items)],
      faults: [
        fault("untied-weight") { $0.weights[1][3] += 1e-9 },
        fault("stale-twin") { $0.weights[1] = $0.weights[1].map { $0 * (1 - 1e-12) } },
        .inOutputs("margin", "a distance that is never 0", laws: ["self-distance"]) { _, outputs in
          outputs.change("distance") { $0[0] += 1e-12 }
        },
      ])
    let report = try #require(suite.examine(Suite.Settings(subject: "twins", seed: 1, budget: .headline)))
    #expect(report.laws.map(\.verdict) == [.kept, .kept])
    #expect(report.survivors.isEmpty)
  }

  /// The gradient of Σₖ (θ·xₖ − 1)², shared and per use.
  private struct Shared: Subject {
    func callAsFunction(_ inputs: Arrays) throws(SubjectFailure) -> Arrays {
      let theta = try inputs.numbers("theta")
      var parts: [Double] = []
      for use in 0..<5 {
        let x = (0..<3).map { Double((use * 7 + $0 * 3) % 5) / 3 }
        let residual = zip(theta, x).reduce(-1) { $0 + $1.0 * $1.1 }
        parts += x.map { 2 * residual * $0 }
      }
      // Backwards, as reverse mode adds them.
      let sum = (0..<3).map { k in (0..<5).reversed().reduce(0) { $0 + parts[3 * $1 + k] } }
      return Arrays([
        "gradient": NumericArray(shape: [3], sum), "parts": NumericArray(shape: [5, 3], parts),
      ])
    }
  }

  @Test func aSharedGradientMissesNoUse() throws {
    let suite = Suite(
      of: Shared() as any Subject,
      laws: [
        .sharedGradient(
          inputs: ["theta"], cases: Generator<NumericArray>.dyadic(shape: [3]).map { Arrays(["theta": $0]) })
      ],
      faults: [
        .inOutputs("missed-use", "one use is not counted") { _, outputs in
          let parts = outputs["parts"]?.doubles ?? []
          outputs.change("gradient") { for k in 0..<3 { $0[k] -= parts[3 + k] } }
        },
        .inOutputs("scaled", "one component is 1e-12 too large") { _, outputs in
          outputs.change("gradient") { $0[2] *= 1 + 1e-12 }
        },
      ])
    let report = try #require(suite.examine(Suite.Settings(subject: "shared", seed: 1, budget: .headline)))
    #expect(report.laws[0].verdict == .kept, "\(report.laws[0].reason)")
    #expect(report.survivors.isEmpty)
  }

  /// The gradient by u and v of Σₖ k (u³ + 10⁻¹² v³) / 3, whose numbers are unlike: v is a million.
  private struct Unlike: Subject {
    func callAsFunction(_ inputs: Arrays) throws(SubjectFailure) -> Arrays {
      let point = try inputs.numbers("point")
      let parts = (1...4).flatMap { [Double($0) * point[0] * point[0], Double($0) * 1e-12 * point[1] * point[1]] }
      let sum = (0..<2).map { k in (0..<4).reduce(0) { $0 + parts[2 * $1 + k] } }
      return Arrays(["gradient": NumericArray(shape: [2], sum), "parts": NumericArray(shape: [4, 2], parts)])
    }
  }

  @Test(arguments: [(Allowance.reRounding, false), (.reRoundingEach, true)])
  func unlikeNumbersHideNoDefectWhereEachIsRoundedByItself(_ allowance: Allowance, _ isSeen: Bool) throws {
    let cases = Generator<Double>.dyadic(in: 1...2, bits: 10).map {
      Arrays(["point": NumericArray(shape: [2], [$0, 1e6])])
    }
    let suite = Suite(
      of: Unlike() as any Subject,
      laws: [.sharedGradient(inputs: ["point"], allowance: allowance, cases: cases)],
      faults: [
        .inOutputs("small", "one component is 1e-11 too large") { _, outputs in
          outputs.change("gradient") { $0[0] += 1e-11 }
        }
      ])
    let report = try #require(suite.examine(Suite.Settings(subject: "unlike", seed: 1, budget: .headline)))
    #expect(report.survivors.isEmpty == isSeen)
    #expect(report.laws[0].verdict == (isSeen ? .kept : .inconclusive), "\(report.laws[0].reason)")
  }
}
