/// The test of a model against one that contains it.
public struct NestedTest: Sendable, Equatable {
  /// F with estimated noise, else the fall of −2 lnL.
  public let statistic: Double
  /// Parameters that the larger model has more.
  public let degrees: Int
  /// The larger model's degrees of freedom.
  public let denominator: Int
  public let pValue: Double

  /// F test for estimated noise, likelihood-ratio test otherwise; nil unless `larger` has more free parameters.
  ///
  /// **Not** valid when the smaller model stands at a bound of the larger one: p is then too large.
  public init?(_ smaller: Fit, within larger: Fit) {
    degrees = larger.statistics.freeCount - smaller.statistics.freeCount
    denominator = larger.statistics.degreesOfFreedom
    let rise = smaller.statistics.objective - larger.statistics.objective
    guard degrees > 0, denominator > 0, rise.isFinite else { return nil }
    if larger.problem.estimatesScale {
      statistic = rise / Double(degrees) / (larger.statistics.objective / Double(denominator))
      pValue = Distribution.fTail(statistic, numerator: Double(degrees), denominator: Double(denominator))
    } else {
      statistic = rise
      pValue = Distribution.chiSquaredTail(rise, degrees: Double(degrees))
    }
  }
}
