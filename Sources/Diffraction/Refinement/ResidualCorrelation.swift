import Fitting

/// Standard errors for residuals that are correlated from point to point, as they are where a profile is not quite the
/// model's: C (Σ K(i − j) gᵢ gⱼᵀ) C with gᵢ = Jᵢ rᵢ, C = (JᵀJ)⁻¹ and K Bartlett's triangle.
///
/// The triangle is as wide as residuals stay correlated in each pattern. It answers the same question as
/// J.-F. Bérar and P. Lelann, doi:10.1107/S0021889890008391; the estimator is that of W. K. Newey and K. D. West,
/// doi:10.2307/1913610. With independent residuals of the assumed size it is the usual error.
struct ResidualCorrelation {
  /// By coordinate of the fit.
  let errors: [Double?]

  init(_ refinement: Refinement, _ fit: Fit) {
    let problem = fit.problem
    let free = fit.estimates.indices.filter { fit.estimates[$0].standardError != nil }
    guard !free.isEmpty, let covariance = fit.covariance.matrix(free) else {
      errors = fit.estimates.map { _ in nil }
      return
    }
    let p = free.count
    var middle = Array(repeating: 0.0, count: p * p)
    let point = fit.estimates.map(\.value)
    for (k, entry) in refinement.entries.enumerated() {
      let map = problem.map[k]
      let columns = map.indices.filter { free.contains(map[$0]) }
      let places = columns.compactMap { free.firstIndex(of: map[$0]) }
      Self.add(entry, at: Refinement.local(point, k, problem), columns, places, size: p, to: &middle)
    }
    var variances = Array(repeating: 0.0, count: p)
    for a in 0..<p {
      for i in 0..<p {
        var row = 0.0
        for j in 0..<p { row += middle[i * p + j] * covariance[a * p + j] }
        variances[a] += covariance[a * p + i] * row
      }
    }
    errors = fit.estimates.indices.map { c in free.firstIndex(of: c).map { variances[$0].squareRoot() } }
  }

  private static func add(
    _ entry: PatternEntry, at point: [Double], _ columns: [Int], _ places: [Int], size: Int, to middle: inout [Double]
  ) {
    let n = entry.model.rowCount
    let p = columns.count
    var values = Array(repeating: 0.0, count: n)
    var jacobian = Array(repeating: 0.0, count: n * max(p, 1))
    point.withUnsafeBufferPointer { point in
      entry.model.evaluate(at: point, values: &values, columns: columns, jacobian: &jacobian, stride: n)
    }
    let weights = entry.errors(values).map { 1 / $0 }
    let residuals = (0..<n).map { (entry.pattern.intensities[$0] - values[$0]) * weights[$0] }
    let width = reach(residuals)
    // Bartlett's triangle is the mean over all windows of that width, also those that stand over the ends.
    var window = Array(repeating: 0.0, count: p)
    for end in 0..<(n + width - 1) {
      if end < n { for a in 0..<p { window[a] += jacobian[a * n + end] * weights[end] * residuals[end] } }
      if end >= width {
        let i = end - width
        for a in 0..<p { window[a] -= jacobian[a * n + i] * weights[i] * residuals[i] }
      }
      for a in 0..<p {
        let factor = window[a] / Double(width)
        let row = places[a] * size
        for b in 0..<p { middle[row + places[b]] += factor * window[b] }
      }
    }
  }

  /// Twice the lag at which the autocorrelation first is within what chance gives.
  private static func reach(_ residuals: [Double]) -> Int {
    let n = residuals.count
    var square = 0.0
    for r in residuals { square += r * r }
    let level = 2 / Double(n).squareRoot() * square
    let most = min(500, n / 8)
    for lag in 1..<max(most, 2) {
      var sum = 0.0
      for i in lag..<n { sum += residuals[i] * residuals[i - lag] }
      if sum < level { return lag == 1 ? 1 : 2 * lag }
    }
    return 2 * max(most, 1)
  }
}
