import Fitting
import Formulas

/// Decay runs with one lifetime and one background, and what an independent solver says of them.
struct DecayFits: Decodable {
  let fits: [Case]

  struct Case: Decodable {
    let count: Int
    let counts: [[Double]]
    let modes: [String: Reference]
  }

  struct Reference: Decodable {
    let lifetime: Double
    let background: Double
    let amplitudes: [Double]
    let objective: Double
    let lifetimeError: Double
    let backgroundError: Double
    let covariance: Double
    let profile: Profile?

    enum CodingKeys: String, CodingKey {
      case lifetime = "tau"
      case background = "B"
      case amplitudes = "A"
      case lifetimeError = "se_tau"
      case backgroundError = "se_B"
      case covariance = "cov_tauB"
      case objective, profile
    }
  }

  struct Profile: Decodable {
    let lifetime: [Double]
    let background: [Double]
    enum CodingKeys: String, CodingKey {
      case lifetime = "tau"
      case background = "B"
    }
  }

  static func load() throws -> [Case] { try Fixture.decode(DecayFits.self, "decay.json").fits }

  static let times = (0..<200).map { Double($0) * 0.1 }
  static let parameters = [
    Parameter("tau", .shared, start: 4, lower: 0.01), Parameter("B", .shared, start: 5),
    Parameter("A", .each, start: 500),
  ]

  static func formula() throws -> CompiledFormula {
    try CompiledFormula(Formula(parsing: "counts ~ A * exp(-t / tau) + B").expression, columns: ["t"])
  }

  static func blocks(_ counts: [[Double]], noise: Noise) throws -> [DatasetBlock] {
    let formula = try formula()
    return try counts.enumerated().map { k, counts in
      let name = k < 10 ? "run0\(k)" : "run\(k)"
      return try DatasetBlock(
        name: name, model: FormulaModel(formula, columns: [times]), observed: counts, noise: noise)
    }
  }

  static func problem(_ counts: [[Double]], noise: Noise) throws -> FitProblem {
    try FitProblem(blocks: blocks(counts, noise: noise), parameters: parameters)
  }
}
