import Fitting
import Testing

/// What is refused before anything runs, and in which words.
@Suite struct ProblemTests {
  static let one = DualModel(["a"], rows: [[1], [2]]) { b, x in b[0] * x[0] }

  static func block(_ name: String, noise: Noise = .gaussian) throws -> DatasetBlock {
    try DatasetBlock(name: name, model: one, observed: [1, 2], noise: noise)
  }

  static func refusal(_ blocks: [DatasetBlock], _ parameters: [Parameter]) -> String? {
    do throws(FittingError) {
      _ = try FitProblem(blocks: blocks, parameters: parameters)
      return nil
    } catch { return error.description }
  }

  @Test func refusesWithThePlaceAndTheRemedy() throws {
    let blocks = [try Self.block("u"), try Self.block("v")]
    let a = Parameter("a", .shared, start: 1)
    #expect(Self.refusal(blocks, [a]) == nil)
    let rows: [([DatasetBlock], [Parameter], String)] = [
      ([], [a], "datasets: none given"),
      (blocks + [blocks[0]], [a], "u: two datasets"),
      (blocks, [], "a: the model of u uses it"),
      (blocks, [a, a], "a: declared twice"),
      (blocks, [a, Parameter("z", .shared, start: 1)], "z: no dataset's model"),
      (blocks, [Parameter("a", .shared, start: 1, lower: 2)], "a: starts at 1.0, outside 2.0"),
      (blocks, [Parameter("a", .shared, start: 1, lower: 2, upper: 1)], "a: its bounds"),
      (blocks, [Parameter("a", .shared, start: .nan)], "a: starts at nan"),
      (blocks, [Parameter("a", .groups([.init("g", ["u"])]), start: 1)], "a: v stands in none"),
      (
        blocks, [Parameter("a", .groups([.init("g", ["u", "v"]), .init("h", ["v"])]), start: 1)], "a: v stands in g and"
      ),
      (blocks, [Parameter("a", .groups([.init("g", ["u", "w"])]), start: 1)], "a: group g names w"),
      (blocks, [Parameter("a", .each, start: 1, overrides: [.init(instance: "w", start: 2)])], "a: has no instance w"),
      (blocks, [Parameter("a", .shared, start: 1, prior: .init(value: 1, sigma: 0))], "a: its prior"),
      ([blocks[0], try Self.block("w", noise: .gaussianKnown(sigma: [1, 1]))], [a], "w: its noise is known"),
    ]
    for (blocks, parameters, expected) in rows {
      let said = try #require(Self.refusal(blocks, parameters), "accepted, expected: \(expected)")
      #expect(said.hasPrefix(expected), "\(said)")
    }
  }

  @Test func refusesUselessData() {
    func said(_ observed: [Double], _ noise: Noise) -> String? {
      do throws(FittingError) {
        _ = try DatasetBlock(name: "u", model: Self.one, observed: observed, noise: noise)
        return nil
      } catch { return error.description }
    }
    #expect(said([1], .gaussian)?.hasPrefix("u: has 1 observed values for 2 rows") == true)
    #expect(said([1, .nan], .gaussian)?.hasPrefix("u: row 2: the observed value is nan") == true)
    #expect(said([1, -2], .poisson)?.hasPrefix("u: row 2: -2.0 is negative") == true)
    #expect(said([1, 2], .gaussianKnown(sigma: [1, 0]))?.hasPrefix("u: row 2: sigma is 0.0") == true)
    #expect(said([1, 2], .huber(sigma: [1, 1], threshold: 0))?.contains("threshold") == true)
  }

  @Test func overridesReachOneInstance() throws {
    let a = Parameter("a", .each, start: 1, overrides: [.init(instance: "v", start: 3, isFixed: true)])
    let fit = try FitProblem(blocks: [try Self.block("u"), try Self.block("v")], parameters: [a]).fit()
    #expect(fit["a", "u"]?.value == 1)
    #expect(fit["a", "v"]?.value == 3 && fit["a", "v"]?.state == .fixed)
  }
}
