import Determinism

/// Numbers that judge a fit as a whole.
public struct FitStatistics: Sendable, Equatable {
  /// The minimum of the objective: χ², deviance or residual sum of squares, priors included.
  public let objective: Double
  /// The number of observations n.
  public let observations: Int
  /// The number of free coordinates that do not stand at a bound.
  public let freeCount: Int
  /// n + priors − free.
  public let degreesOfFreedom: Int
  /// The estimated σ of the noise, √(RSS / degrees of freedom); nil when the noise is known.
  public let scale: Double?
  /// The probability of an objective at least as large, by the χ² distribution; nil when the noise is estimated.
  public let pValue: Double?
  /// The log-likelihood; with estimated noise at σ² = RSS / n. Nil for robust losses.
  public let logLikelihood: Double?
  /// k in the criteria below: free coordinates, and one more for an estimated σ (as R's `logLik` counts).
  public let parameterCount: Int

  /// −2 lnL + 2k. Akaike, doi:10.1109/TAC.1974.1100705.
  public var aic: Double? { logLikelihood.map { -2 * $0 + 2 * Double(parameterCount) } }

  /// AIC + 2k(k + 1) / (n − k − 1); nil when n ≤ k + 1. Hurvich and Tsai, doi:10.1093/biomet/76.2.297.
  public var aicc: Double? {
    let k = Double(parameterCount)
    let spare = Double(observations) - k - 1
    return spare > 0 ? aic.map { $0 + 2 * k * (k + 1) / spare } : nil
  }

  /// −2 lnL + k ln n. Schwarz, doi:10.1214/aos/1176344136.
  public var bic: Double? {
    logLikelihood.map { -2 * $0 + Double(parameterCount) * Elementary.log(Double(observations)) }
  }

  /// Objective per degree of freedom.
  public var reduced: Double? { degreesOfFreedom > 0 ? objective / Double(degreesOfFreedom) : nil }
}
