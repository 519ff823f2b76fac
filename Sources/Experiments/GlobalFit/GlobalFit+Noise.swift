import Determinism
import Documents
import Fitting
import Manifests

extension GlobalFit {
  /// How observed values scatter, as the manifest says it.
  enum NoiseChoice: Sendable {
    /// Poisson for counts, Gaussian of unknown σ for everything else.
    case automatic
    case poisson
    case neyman
    case gaussian(Sigma?)
    case huber(Sigma, threshold: Double)
    case cauchy(Sigma, threshold: Double)

    /// σ: one number, or a column.
    enum Sigma: Sendable {
      case number(Double)
      case column(Located<String>)
    }
  }
}

extension GlobalFit.NoiseChoice {
  static var schema: Schema<Self> {
    .variants([
      .word("automatic", .automatic, "poisson where the response is a column called counts or count, else gaussian"),
      .word("poisson", .poisson, "counts, with their exact likelihood"),
      .word("gaussian", .gaussian(nil), "one unknown σ for all, estimated from the residuals"),
      .record("gaussian", "known σ") { .gaussian(Sigma.required(&$0)) },
      .word("neyman", .neyman, "χ² with σ = √N on counts: biased, and said so"),
      .record("huber", "quadratic within the threshold, linear beyond") { fields in
        .huber(Sigma.required(&fields), threshold: threshold(&fields, 1.345))
      },
      .record("cauchy", "heavy tails") { fields in
        .cauchy(Sigma.required(&fields), threshold: threshold(&fields, 2.385))
      },
    ])
  }

  /// The usual thresholds have 95 % efficiency where the noise is Gaussian after all.
  private static func threshold(_ fields: inout Fields, _ usual: Double) -> Double {
    fields.optional("threshold", .number(above: 0), default: .number(usual), "in standard errors")
  }

  /// The noise of one dataset.
  /// - Parameter isCounted: whether the response is a column of counts by its name.
  /// - Throws: a σ column that is missing or not positive.
  func noise(of dataset: GlobalFit.Dataset, isCounted: Bool) throws(ManifestErrors) -> Noise {
    switch self {
    case .automatic: isCounted ? .poisson : .gaussian
    case .poisson: .poisson
    case .neyman: .neyman
    case .gaussian(nil): .gaussian
    case .gaussian(let sigma?): .gaussianKnown(sigma: try sigma.values(of: dataset))
    case .huber(let sigma, let threshold): .huber(sigma: try sigma.values(of: dataset), threshold: threshold)
    case .cauchy(let sigma, let threshold): .cauchy(sigma: try sigma.values(of: dataset), threshold: threshold)
    }
  }

  /// The columns that σ is read from.
  var columns: [Located<String>] {
    switch self {
    case .gaussian(.column(let column)?), .huber(.column(let column), _), .cauchy(.column(let column), _): [column]
    default: []
    }
  }
}

extension GlobalFit.NoiseChoice.Sigma {
  fileprivate static func required(_ fields: inout Fields) -> Self {
    fields.required(
      "sigma",
      .either(Schema<Double>.number(above: 0).map { .number($0) }, Schema.text("a column").located.map { .column($0) }),
      "the standard error of an observed value: a number, or a column")
  }

  fileprivate func values(of dataset: GlobalFit.Dataset) throws(ManifestErrors) -> [Double] {
    switch self {
    case .number(let sigma): return Array(repeating: sigma, count: dataset.rows)
    case .column(let column):
      let numbers = try dataset.numbers(column.value, at: column.place)
      if let row = numbers.firstIndex(where: { !($0 > 0 && $0.isFinite) }) {
        throw ManifestErrors([
          dataset.problem(
            row, column.value, at: column.place, expected: "a standard error, above 0",
            remedy: "correct the cell, or remove its row")
        ])
      }
      return numbers
    }
  }
}
