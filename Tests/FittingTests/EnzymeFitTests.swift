import Determinism
import Fitting
import Formulas
import Testing

/// Michaelis–Menten fits of R's Puromycin data, and of an inhibited enzyme whose constant the data cannot tell.
@Suite struct EnzymeFitTests {
  struct Puromycin: Decodable {
    let concentration: [Double]
    let rate: [Double]
    let state: [String]
    let fits: [Reference]
  }

  struct Reference: Decodable {
    let name: String
    let k: Int
    let rss: Double
    let sigma: Double
    let logLik: Double
    let aic: Double
    let aicc: Double
    let bic: Double
    let params: [String: Value]
    enum CodingKeys: String, CodingKey {
      case name, k, rss, sigma, logLik, params
      case aic = "AIC"
      case aicc = "AICc"
      case bic = "BIC"
    }
    struct Value: Decodable {
      let value: Double
      let stderr: Double
    }
  }

  static func puromycin() throws -> Puromycin { try Fixture.decode(Puromycin.self, "puromycin.json") }

  static func fit(_ data: Puromycin, maximum: Parameter.Scope, constant: Parameter.Scope) throws -> Fit {
    let formula = try CompiledFormula(Formula(parsing: "rate ~ Vm * c / (K + c)").expression, columns: ["c"])
    let blocks = try ["treated", "untreated"].map { state in
      let rows = data.state.indices.filter { data.state[$0] == state }
      return try DatasetBlock(
        name: state, model: FormulaModel(formula, columns: [rows.map { data.concentration[$0] }]),
        observed: rows.map { data.rate[$0] }, noise: .gaussian)
    }
    return try FitProblem(
      blocks: blocks,
      parameters: [
        Parameter("Vm", maximum, start: 150, lower: 0), Parameter("K", constant, start: 0.1, lower: 0),
      ]
    ).fit()
  }

  static func models(_ data: Puromycin) throws -> [(name: String, fit: Fit)] {
    [
      ("separate Vm and K (4)", try fit(data, maximum: .each, constant: .each)),
      ("separate Vm, shared K (3)", try fit(data, maximum: .each, constant: .shared)),
      ("shared Vm, separate K (3)", try fit(data, maximum: .shared, constant: .each)),
      ("all shared (2)", try fit(data, maximum: .shared, constant: .shared)),
    ]
  }

  @Test func agreesWithTwoOtherPrograms() throws {
    let data = try Self.puromycin()
    for (name, fit) in try Self.models(data) {
      let reference = try #require(data.fits.first { $0.name == name })
      let s = fit.statistics
      #expect(agree(s.objective, reference.rss, 1e-9))
      #expect(agree(try #require(s.scale), reference.sigma, 1e-9))
      #expect(agree(try #require(s.logLikelihood), reference.logLik, 1e-9))
      #expect(agree(try #require(s.aic), reference.aic, 1e-9))
      #expect(agree(try #require(s.aicc), reference.aicc, 1e-9))
      #expect(agree(try #require(s.bic), reference.bic, 1e-9))
      for (label, expected) in reference.params.sorted(by: { $0.key < $1.key }) {
        let parts = label.split(separator: "_")
        let instance = parts.count < 2 ? nil : parts[1] == "t" ? "treated" : "untreated"
        let estimate = try #require(fit[String(parts[0]), instance])
        #expect(agree(estimate.value, expected.value, 1e-5))
        #expect(agree(try #require(estimate.standardError), expected.stderr, 1e-5))
      }
    }
  }

  @Test func ranksWhoSharesWhat() throws {
    let models = try Self.models(Self.puromycin())
    let table = try ModelComparison(models)
    #expect(table.rows.map(\.name)[0] == "separate Vm, shared K (3)")
    #expect(table.rows.map(\.name)[3] == "all shared (2)")
    #expect(abs(table.rows.reduce(0) { $0 + $1.weight } - 1) < 1e-12)
    // R: anova gives F = 1.718, p = 0.2056.
    let test = try #require(NestedTest(models[1].fit, within: models[0].fit))
    #expect(abs(test.statistic - 1.718) < 5e-4)
    #expect(abs(test.pValue - 0.2056) < 5e-5)
  }

  /// Exact ends by root finding in SciPy; R's `confint` prints 145.853 … 176.280 and 0.031587 … 0.069658, off the
  /// root by the error of its spline.
  @Test func profilesAgreeWithRootFinding() throws {
    let fit = try Self.fit(Self.puromycin(), maximum: .each, constant: .each)
    let rows = [
      ("Vm", 145.8515533868426, 176.2790686994962), ("K", 0.03158125741284455, 0.06965744154975381),
    ]
    for (name, lower, upper) in rows {
      let c = try #require(fit.problem.index(of: name, "untreated"))
      let interval = try #require(fit.profile(c, level: 0.95))
      #expect(agree(try #require(interval.lower.value), lower, 1e-7))
      #expect(agree(try #require(interval.upper.value), upper, 1e-7))
    }
  }

  /// Mixed inhibition fitted to an enzyme that is inhibited uncompetitively: the competitive constant runs away.
  @Test func saysThatAConstantIsNotDetermined() throws {
    let fit = try Self.inhibited("v ~ Vmax * S / (Km * (1 + I / Kic) + S * (1 + I / Kiu))", ["Kic", "Kiu"]).fit()
    let kic = try #require(fit["Kic"])
    guard case .unidentified(.greater(let bound, let level)) = kic.state else {
      Issue.record("Kic is \(kic.state), \(kic.value) ± \(kic.standardError ?? .nan)")
      return
    }
    #expect(level == 0.95)
    #expect(kic.standardError == nil)
    #expect(try #require(kic.verdict).hasPrefix("Kic is not determined by the data: Kic > "))
    // The bound is where the profile has risen by the one-sided quantile: fixing Kic there costs just that.
    let fixed = try Self.inhibited(
      "v ~ Vmax * S / (Km * (1 + I / Kic) + S * (1 + I / Kiu))", ["Kic", "Kiu"], fixed: ["Kic": bound]
    ).fit()
    let rise = fixed.statistics.objective - fit.statistics.objective
    #expect(agree(rise, fit.rise(atLevel: 0.9), 1e-6))
    #expect(fit["Kiu"]?.state == .determined)
    #expect(bound > 100 && bound < 1e7)
  }

  static func inhibited(
    _ text: String, _ constants: [String], fixed: [String: Double] = [:]
  ) throws -> FitProblem {
    let formula = try CompiledFormula(Formula(parsing: text).expression, columns: ["S", "I"])
    var stream = RandomStream(seed: 5, name: "inhibited enzyme")
    let blocks = try [0.0, 10, 25, 50, 100].map { inhibitor in
      let s = (0..<12).map { Double($0 + 1) * 15 }
      let v = s.map { 21.7 * $0 / (28 + $0 * (1 + inhibitor / 72)) + 0.5 * stream.nextNormal() }
      let columns = formula.columns.map { $0 == "S" ? s : s.map { _ in inhibitor } }
      return try DatasetBlock(
        name: "I\(Int(inhibitor) + 1_000)", model: FormulaModel(formula, columns: columns), observed: v,
        noise: .gaussian)
    }
    let parameters =
      [Parameter("Vmax", .shared, start: 20, lower: 0), Parameter("Km", .shared, start: 20, lower: 0)]
      + constants.map {
        Parameter($0, .shared, start: fixed[$0] ?? 50, isFixed: fixed[$0] != nil, lower: 0)
      }
    return try FitProblem(blocks: blocks, parameters: parameters)
  }
}
