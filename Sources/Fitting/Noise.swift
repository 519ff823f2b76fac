/// How observed values scatter about a model.
public enum Noise: Sendable, Equatable {
  /// Gaussian of one unknown σ, the same for every row of every dataset, estimated from the residuals.
  case gaussian
  /// Gaussian of known σ, one per row. F = Σ ((m − y) / σ)².
  case gaussianKnown(sigma: [Double])
  /// Poisson counts, exact: F = 2 Σ (m − y + y ln(y / m)). Baker and Cousins, doi:10.1016/0167-5087(84)90016-4.
  case poisson
  /// χ² with σ² = max(y, 1) (Neyman). Biased for counts: see `Noise.neymanWarning`.
  case neyman
  /// Huber's loss: quadratic within `threshold` σ, linear beyond. doi:10.1214/aoms/1177703732.
  case huber(sigma: [Double], threshold: Double)
  /// Cauchy's loss: F = c² Σ ln(1 + (r / c)²), c = `threshold` σ.
  case cauchy(sigma: [Double], threshold: Double)

  /// Why χ² with σ = √N is not the default for counts.
  public static let neymanWarning = """
    χ² with σ = √N on counts is biased: a bin that fluctuated down gets a smaller σ and pulls the model down. \
    Sharing makes it worse, because errors shrink and the bias does not: over 1,000 datasets of decay counts the \
    shared background came out 28 standard errors off. Use noise: poisson.
    """
}
