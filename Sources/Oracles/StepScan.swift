import Determinism

/// Derivatives of a vector function by central differences, over a scan of halved steps, with what each may be off.
///
/// A central difference at the step h is off by a h² from the function's curvature and by b / h from rounding: a curve
/// like a V, whose bottom no one can guess. So the steps h, h/2, h/4 … are all taken; differences of Richardson's
/// extrapolations (orders 2 to 10) tell the first part, their scatter at small steps the second, and the entry of the
/// least sum is the estimate. The scatter is pooled over all directions.
///
/// Sources: C. J. F. Ridders, doi:10.1016/S0141-1195(82)80057-0; J. J. Moré and S. M. Wild, doi:10.1137/100786125.
struct StepScan {
  /// A derivative, and the most it is thought to be off; infinite where the scan does not converge.
  struct Estimate: Sendable {
    var value: Double
    var error: Double
  }

  /// Where the scan's curve has its bottom: central differences alone, over all numbers.
  struct Curve: Sendable {
    /// The root mean square error of the central differences at each step.
    var errors: [(step: Double, error: Double)]
    /// The error is near a · h² + b / h.
    var truncation: Double
    var noise: Double
    /// The least error, and its step.
    var floor: (step: Double, error: Double)
  }

  /// One estimate for each direction and output.
  let estimates: [[Estimate]]
  let curve: Curve

  /// The function's values on both sides of the point, and the distance between them.
  typealias Sides = (plus: [Double], minus: [Double], width: Double)

  private static let orders = 5
  /// What rounding in the finest difference of an extrapolation of each order is amplified by.
  private static let gains = [1, 1.37, 1.44, 1.46, 1.47]

  /// - Parameters:
  ///   - directions: how many.
  ///   - largest: the first step; the others are halves of it.
  ///   - steps: how many, at least six.
  ///   - resolution: the spacing of the function's numbers near 1.
  ///   - sides: evaluates the function at a direction and a step.
  init(
    directions: Int, largest: Double, steps: Int, resolution: Double,
    sides: (_ direction: Int, _ step: Double) throws(SubjectFailure) -> Sides
  ) throws(SubjectFailure) {
    precondition(steps >= 6, "StepScan: \(steps) steps show no curve; six do")
    var scans: [Scan] = []
    var size = 0.0
    let widths = (0..<steps).map { largest / Double(1 << $0) }
    for direction in 0..<directions {
      var differences: [[Double]] = []
      for step in widths {
        let (plus, minus, width) = try sides(direction, step)
        differences.append(zip(plus, minus).map { ($0 - $1) / width })
        for value in plus { size = max(size, value.magnitude) }
      }
      scans.append(Scan(differences, orders: Self.orders))
    }
    let floor = 0.3 * resolution * size
    let outputs = scans.first?.outputs ?? 0
    var noises: [Double] = []
    for output in 0..<outputs { noises.append(Self.noise(scans, output, largest)) }
    let pooled = noises.isEmpty ? 0 : (noises.reduce(0) { $0 + $1 * $1 } / Double(noises.count)).squareRoot()
    let level = noises.map { max($0, pooled / 2, floor) }
    estimates = scans.map { scan in
      (0..<outputs).map { scan.estimate($0, noise: level[$0], steps: widths, gains: Self.gains) }
    }
    curve = Self.curve(scans, estimates, widths, noise: level.max() ?? 0)
  }

  /// The standard deviation of rounding in one value of the function, from third differences of extrapolations over
  /// neighbouring steps: truncation only makes them larger, so the least of them is rounding. Few directions show little
  /// of its scatter, and count more steps: a dozen differences, or three of each direction.
  private static func noise(_ scans: [Scan], _ output: Int, _ largest: Double) -> Double {
    guard let levels = scans.first?.tableau[2].count, levels > 3 else { return 0 }
    var scatter: [Double] = []
    for k in 0..<(levels - 1) {
      var sum = 0.0
      for scan in scans {
        let difference = scan.tableau[2][k + 1][output] - scan.tableau[2][k][output]
        sum += difference * difference
      }
      let step = largest / Double(1 << k)
      scatter.append((sum / Double(scans.count)).squareRoot() * 2.0.squareRoot() * step / 13.65)
    }
    let width = min(scatter.count, max(3, (12 + scans.count - 1) / scans.count))
    let windows = (0...(scatter.count - width)).map { scatter[$0..<($0 + width)].max() ?? 0 }
    return windows.min() ?? 0
  }

  private static func curve(
    _ scans: [Scan], _ estimates: [[Estimate]], _ steps: [Double], noise: Double
  ) -> Curve {
    var errors: [(step: Double, error: Double)] = []
    for (k, step) in steps.enumerated() {
      var (sum, count) = (0.0, 0.0)
      for (scan, own) in zip(scans, estimates) {
        for (difference, estimate) in zip(scan.tableau[0][k], own) {
          sum += (difference - estimate.value) * (difference - estimate.value)
          count += 1
        }
      }
      errors.append((step, count > 0 ? (sum / count).squareRoot() : 0))
    }
    let least = errors.min { $0.error < $1.error } ?? (0, 0)
    let first = errors.first ?? (1, 0)
    return Curve(
      errors: errors, truncation: first.error / (first.step * first.step), noise: noise / 2.0.squareRoot(), floor: least
    )
  }
}

/// Central differences along one direction, and their extrapolations.
private struct Scan {
  /// Order, then step, then output: `tableau[0]` are the differences, `tableau[p]` has p steps fewer.
  let tableau: [[[Double]]]

  var outputs: Int { tableau[0].first?.count ?? 0 }

  init(_ differences: [[Double]], orders: Int) {
    var tableau = [differences]
    var power = 4.0
    for order in 1..<orders {
      let coarser = tableau[order - 1]
      guard coarser.count > 1 else { break }
      tableau.append(
        zip(coarser.dropFirst(), coarser).map { fine, coarse in
          zip(fine, coarse).map { ($0 * power - $1) / (power - 1) }
        })
      power *= 4
    }
    self.tableau = tableau
  }

  /// The entry of least expected error.
  func estimate(_ output: Int, noise: Double, steps: [Double], gains: [Double]) -> StepScan.Estimate {
    var best = StepScan.Estimate(value: tableau[0][0][output], error: .infinity)
    for (order, entries) in tableau.enumerated() {
      var (before, earlier) = (Double.infinity, Double.infinity)
      let decay = Double(1 << (2 * (order + 1)))
      for k in entries.indices.dropFirst() {
        let difference = (entries[k][output] - entries[k - 1][output]).magnitude
        let rounding = gains[order] * noise / (2.0.squareRoot() * steps[k + order])
        // A difference can vanish by accident; it may not shrink faster than its order allows.
        let truncation = max(difference, before.isFinite ? before / decay : 0) / 4
        // Near a pole or an edge nothing converges, and differences tell nothing of the error.
        let converges = (difference <= before / 2 && before <= earlier / 2 && k > 2) || difference <= 4 * rounding
        if converges, truncation + rounding < best.error {
          best = StepScan.Estimate(value: entries[k][output], error: truncation + rounding)
        }
        (earlier, before) = (before, difference)
      }
    }
    return best
  }
}
