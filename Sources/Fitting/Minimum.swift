/// Where a search ended.
public struct Minimum: Sendable {
  /// One value per coordinate.
  public let point: [Double]
  /// F there; NaN when it could not be evaluated.
  public let objective: Double
  public let status: SolverStatus
  /// How often the whole problem was evaluated.
  public let evaluations: Int
  let linearization: Linearization
}
