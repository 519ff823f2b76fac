import Determinism
import Fitting
import Testing

/// The arrowhead against its slow, obvious twin: the same problem as one dense block.
@Suite struct TwinTests {
  static let count = 7
  static let times = (0..<25).map { Double($0) * 0.3 }
  /// Two overlapping kinds of groups, so that clusters are linked in a ring and one dataset stands alone.
  static let odd = [0, 0, 1, 1, 2, 2, 3]

  static func data(_ k: Int) -> [Double] {
    var stream = RandomStream(seed: 3, name: "twin \(k)")
    let rate = 0.5 + 0.1 * Double(odd[k])
    return times.map { (3 + Double(k)) * Elementary.exp(-rate * $0) + 0.7 + 0.05 * stream.nextNormal() }
  }

  static func arrowhead(_ order: [Int], noise: Noise = .gaussian, priors: Bool = false) throws -> FitProblem {
    let blocks = try order.map { k in
      let model = DualModel(["a", "rate", "base"], rows: times.map { [$0] }) { b, x in
        b[0] * exp(-b[1] * x[0]) + b[2]
      }
      return try DatasetBlock(name: "set\(k)", model: model, observed: data(k), noise: noise)
    }
    let groups = (0..<4).map { g in
      Parameter.Group("g\(g)", (0..<count).filter { odd[$0] == g }.map { "set\($0)" })
    }
    return try FitProblem(
      blocks: blocks,
      parameters: [
        Parameter("a", .each, start: 1, prior: priors ? .init(value: 5, sigma: 0.5) : nil),
        Parameter("rate", .groups(groups), start: 1, prior: priors ? .init(value: 0.6, sigma: 0.01) : nil),
        Parameter("base", .shared, start: 0, prior: priors ? .init(value: 0.6, sigma: 0.02) : nil),
      ])
  }

  /// The same data in one block; its parameters are a0 … a6, rate0 … rate3, base.
  static func dense(priors: Bool = false) throws -> FitProblem {
    let names = (0..<count).map { "a\($0)" } + (0..<4).map { "rate\($0)" } + ["base"]
    let rows = (0..<count).flatMap { k in times.map { [$0, Double(k)] } }
    let model = DualModel(names, rows: rows) { b, x in
      let k = Int(x[1])
      return b[k] * exp(-b[count + odd[k]] * x[0]) + b[11]
    }
    let block = try DatasetBlock(
      name: "all", model: model, observed: (0..<count).flatMap { data($0) }, noise: .gaussian)
    let parameters = names.enumerated().map { i, name in
      Parameter(
        name, .shared, start: i == 11 ? 0 : 1,
        prior: !priors
          ? nil
          : i < 7
            ? .init(value: 5, sigma: 0.5) : i < 11 ? .init(value: 0.6, sigma: 0.01) : .init(value: 0.6, sigma: 0.02))
    }
    return try FitProblem(blocks: [block], parameters: parameters)
  }

  @Test(arguments: [false, true]) func agreesWithADenseSolver(priors: Bool) throws {
    let fit = try Self.arrowhead(Array(0..<Self.count), priors: priors).fit()
    let twin = try Self.dense(priors: priors).fit()
    #expect(fit.status.hasConverged && twin.status.hasConverged)
    #expect(agree(fit.statistics.objective, twin.statistics.objective, 1e-10))
    #expect(fit.statistics.degreesOfFreedom == twin.statistics.degreesOfFreedom)
    for i in fit.estimates.indices {
      #expect(agree(fit.estimates[i].value, twin.estimates[i].value, 1e-9))
      for j in fit.estimates.indices {
        let (c, t) = (try #require(fit.covariance.covariance(i, j)), try #require(twin.covariance.covariance(i, j)))
        let size = ((fit.covariance.variance(i) ?? 0) * (fit.covariance.variance(j) ?? 0)).squareRoot()
        #expect(abs(c - t) <= 1e-8 * size)
      }
    }
  }

  @Test func orderOfDatasetsDoesNotMoveABit() throws {
    let a = try Self.arrowhead([0, 1, 2, 3, 4, 5, 6]).fit()
    let b = try Self.arrowhead([5, 2, 6, 0, 3, 1, 4]).fit()
    #expect(a.minimum.point.map(\.bitPattern) == b.minimum.point.map(\.bitPattern))
    #expect(a.estimates == b.estimates)
    #expect(a.statistics == b.statistics)
  }

  @Test func profileOfAGroupAgreesWithTheDenseOne() throws {
    let fit = try Self.arrowhead(Array(0..<Self.count)).fit()
    let twin = try Self.dense().fit()
    let mine = try #require(fit.profile(7, level: 0.95))
    let other = try #require(twin.profile(7, level: 0.95))
    #expect(fit.estimates[7].coordinate.label == "rate[g0]")
    #expect(agree(try #require(mine.lower.value), try #require(other.lower.value), 1e-8))
    #expect(agree(try #require(mine.upper.value), try #require(other.upper.value), 1e-8))
  }
}
