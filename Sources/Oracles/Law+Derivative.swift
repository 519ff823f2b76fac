import Determinism
import Documents

/// How steps of differences are scanned.
public struct ScanSteps: Sendable {
  /// The largest step, in the units of the input. A power of two keeps points on their grid.
  public let largest: Double
  /// How many, each half of the one before; at least six.
  public let count: Int

  public init(largest: Double, count: Int = 14) { (self.largest, self.count) = (largest, count) }
}

extension Law where System == any Subject {
  /// A claimed gradient is the derivative of its function: every component, over a scan of steps.
  ///
  /// Defects are in units of the gradient's root mean square. What is allowed is eight times what the scan says that its
  /// own estimate may be off, for each component by itself; the largest of these is the smallest defect that is seen.
  /// - Parameters:
  ///   - output: the function; its numbers are added up if there are several.
  ///   - input: what it is differentiated by.
  ///   - claimed: the output that claims to be the gradient.
  ///   - sign: −1 for forces, which are the negative gradient.
  ///   - scale: a step in component k is so many times as long; all alike when nil.
  ///   - isCancelling: the gradient is a small sum of large terms, so that its own rounding counts: what re-rounding the
  ///     input does to it is allowed too.
  public static func gradient(
    _ name: String, _ statement: String, of output: String, along input: String, claimed: String, sign: Double = 1,
    inputs: [String], steps: ScanSteps, scale: (@Sendable (Arrays) -> [Double])? = nil, isCancelling: Bool = false,
    cases: Generator<Arrays>
  ) -> Law {
    Law(name, statement, cost: .scan, cases: cases) { subject, values throws(SubjectFailure) in
      let given = try values.only(inputs)
      let answer = try subject.finite(given)
      let gradient = try answer.numbers(claimed).map { sign * $0 }
      let point = try given.array(input)
      guard gradient.count == point.doubles.count else {
        throw SubjectFailure(.shape, "\(claimed) has \(gradient.count) numbers, \(input) \(point.doubles.count)")
      }
      let lengths = scale?(given) ?? []
      let own =
        isCancelling
        ? try Allowance.reRounding.spread(subject, at: given, answer.only([claimed]), moving: [input])[claimed] ?? []
        : []
      let function = subject.telling([output])
      let scan = try StepScan(
        directions: gradient.count, largest: steps.largest, steps: steps.count,
        resolution: try answer.array(output).resolution
      ) { direction, step throws(SubjectFailure) in
        let length = lengths.isEmpty ? 1 : lengths[direction]
        let plus = point.displaced(direction, by: step * length)
        let minus = point.displaced(direction, by: -step * length)
        let (upper, lower) = (
          try function.finite(given.with(input, plus)).numbers(output),
          try function.finite(given.with(input, minus)).numbers(output)
        )
        // Where steps have lengths of their own, so have derivatives: the noise of all is that of the function.
        let width = plus.doubles[direction] - minus.doubles[direction]
        return ([ExactSum.sum(upper)], [ExactSum.sum(lower)], length == 0 ? 1 : width / length)
      }
      let found = scan.estimates.map { $0[0] }
      guard found.allSatisfy({ $0.error.isFinite }) else { return nil }
      let units = lengths.isEmpty ? Array(repeating: 1.0, count: gradient.count) : lengths
      let size = max(
        rootMeanSquare(Swift.zip(gradient, units).map { $0 * $1 }), rootMeanSquare(found.map(\.value)))
      guard size > 0 else { return nil }
      var worst = Worst()
      for (k, (estimate, unit)) in Swift.zip(found, units).enumerated() {
        worst.add(
          (gradient[k] * unit - estimate.value).magnitude / size,
          allowed: (8 * estimate.error + (own.isEmpty ? 0 : own[k] * unit)) / size
        ) {
          "\(claimed)\(point.place(k)) is \(Numeral.render(sign * gradient[k])), differences give "
            + "\(Numeral.render(sign * estimate.value / unit)) ± \(Numeral.brief(estimate.error / unit, digits: 2)); floor "
            + "of central differences \(Numeral.brief(scan.curve.floor.error, digits: 2)) at step "
            + "\(Numeral.brief(scan.curve.floor.step, digits: 2))"
        }
      }
      return worst.measurement
    }
  }

  /// The Jacobian of a gradient is symmetric: ∂F_i/∂x_j = ∂F_j/∂x_i, every pair, over a scan of steps.
  ///
  /// A field that is no gradient has no symmetric Jacobian, and no energy is needed to see it. Defects are in units of
  /// the Jacobian's root mean square.
  public static func jacobianSymmetry(
    _ name: String, _ statement: String, of field: String, along input: String, inputs: [String], steps: ScanSteps,
    cases: Generator<Arrays>
  ) -> Law {
    Law(name, statement, cost: .scan, cases: cases) { subject, values throws(SubjectFailure) in
      let given = try values.only(inputs)
      let point = try given.array(input)
      let count = point.doubles.count
      let resolution = try subject.finite(given).array(field).resolution
      let scan = try StepScan(
        directions: count, largest: steps.largest, steps: steps.count, resolution: resolution
      ) { direction, step throws(SubjectFailure) in
        let (plus, minus) = (point.displaced(direction, by: step), point.displaced(direction, by: -step))
        return (
          try subject.finite(given.with(input, plus)).numbers(field),
          try subject.finite(given.with(input, minus)).numbers(field),
          plus.doubles[direction] - minus.doubles[direction]
        )
      }
      guard scan.estimates.allSatisfy({ $0.count == count }) else {
        throw SubjectFailure(.shape, "\(field) has not as many numbers as \(input)")
      }
      let size = rootMeanSquare(scan.estimates.flatMap { $0.map(\.value) })
      guard size > 0, scan.estimates.allSatisfy({ $0.allSatisfy(\.error.isFinite) }) else { return nil }
      var worst = Worst()
      for i in 0..<count {
        for j in 0..<i {
          let (a, b) = (scan.estimates[i][j], scan.estimates[j][i])
          worst.add((a.value - b.value).magnitude / size, allowed: 8 * (a.error + b.error) / size) {
            "∂\(field)\(point.place(j))/∂\(input)\(point.place(i)) is \(Numeral.render(a.value)), the transposed one "
              + "\(Numeral.render(b.value)) ± \(Numeral.brief(a.error + b.error, digits: 2))"
          }
        }
      }
      return worst.measurement
    }
  }
}

/// The root of the mean of squares; 0 of nothing.
func rootMeanSquare(_ numbers: [Double]) -> Double {
  numbers.isEmpty ? 0 : (numbers.reduce(0) { $0 + $1 * $1 } / Double(numbers.count)).squareRoot()
}

/// Keeps the worst of many comparisons: the one that is farthest beyond what it is allowed.
public struct Worst: Sendable {
  public private(set) var measurement = Measurement(
    defect: 0, allowed: 0, visible: 0, sentence: "nothing differs")
  private var severity = -1.0

  public init() {}

  public mutating func add(_ defect: Double, allowed: Double, _ sentence: () -> String) {
    measurement.visible = max(measurement.visible, allowed)
    let own = defect.isNaN ? .infinity : allowed > 0 ? defect / allowed : defect > 0 ? .infinity : 0
    guard own > severity else { return }
    severity = own
    (measurement.defect, measurement.allowed, measurement.sentence) = (defect, allowed, sentence())
  }
}

extension NumericArray {
  /// One number moved.
  func displaced(_ place: Int, by step: Double) -> NumericArray {
    var numbers = doubles
    numbers[place] += step
    return with(numbers)
  }
}

extension Arrays {
  /// With one array in the place of another.
  func with(_ name: String, _ array: NumericArray) -> Arrays {
    var changed = self
    changed[name] = array
    return changed
  }
}
