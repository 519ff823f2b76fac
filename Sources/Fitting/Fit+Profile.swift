extension Fit {
  /// The two-sided level of one standard error.
  public static let oneSigma = 0.6826894921370859

  /// How far the objective may rise at a two-sided level: z², or with estimated noise σ² t² (as R's `profile`).
  public func rise(atLevel level: Double) -> Double {
    let tail = (1 - level) / 2
    guard let scale = statistics.scale else {
      let z = Distribution.normalQuantile(tail: tail)
      return z * z
    }
    let t = Distribution.studentQuantile(tail: tail, degrees: Double(statistics.degreesOfFreedom))
    return scale * scale * t * t
  }

  /// The likelihood-profile interval of one coordinate: where the objective, minimised over all others, has risen
  /// by `rise(atLevel:)`. Ends are found to about 1e-9 of the interval.
  ///
  /// Nil for a coordinate that is fixed or was not reached by a converged search. Cost: some ten searches.
  public func profile(_ coordinate: Int, level: Double = Fit.oneSigma) -> ProfileInterval? {
    guard status.hasConverged, estimates[coordinate].state != .fixed else { return nil }
    let rise = rise(atLevel: level)
    guard rise > 0, rise.isFinite else { return nil }
    var walk = ProfileWalk(self, coordinate, rise: rise)
    return ProfileInterval(level: level, lower: walk.end(side: -1), upper: walk.end(side: 1))
  }

  /// The fit with profile intervals for the coordinates given; nil for all that are free.
  public func profiled(_ coordinates: [Int]? = nil, level: Double = Fit.oneSigma) -> Fit {
    var result = self
    for c in coordinates ?? Array(estimates.indices) where estimates[c].state != .fixed {
      result.estimates[c].interval = profile(c, level: level)
    }
    return result
  }

  /// The likelihood profile of one coordinate: at each value, how far the objective, minimised over all others, is
  /// above its minimum; ∞ where there is no value. Cost: a search for each.
  public func profile(of coordinate: Int, at values: [Double]) -> [(value: Double, rise: Double)] {
    var walk = ProfileWalk(self, coordinate, rise: 1)
    let center = estimates[coordinate].value
    // From the minimum outwards: every search begins where its neighbour ended.
    let order = values.indices.sorted { (abs(values[$0] - center), $0) < (abs(values[$1] - center), $1) }
    var rises = Array(repeating: 0.0, count: values.count)
    for k in order {
      let height = walk.height(values[k])
      rises[k] = height * height
    }
    return zip(values, rises).map { ($0, $1) }
  }
}
