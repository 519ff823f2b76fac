import Determinism
import Documents

extension Law where System == any Subject {
  /// A shared parameter's gradient is the sum of the gradients of its uses.
  ///
  /// Allowed is what re-rounding the point does to the gradient, the largest of its numbers counting for all, and what an
  /// order of summation may do: as many units of the last place as there are uses, of the sum of magnitudes.
  /// - Parameters:
  ///   - gradient: [p], of what is shared.
  ///   - parts: [uses, p], of the untied copies.
  public static func sharedGradient(
    _ name: String = "shared-gradient", _ statement: String = "∂L/∂θ = Σ over the uses of θ",
    gradient: String = "gradient", parts: String = "parts", inputs: [String], allowance: Allowance = .reRounding,
    cases: Generator<Arrays>
  ) -> Law {
    Law(name, statement, cases: cases) { subject, values throws(SubjectFailure) in
      let given = try values.only(inputs)
      let answer = try subject.finite(given)
      let (whole, uses) = (try answer.array(gradient), try answer.array(parts))
      let (sums, rows) = (whole.doubles, uses.doubles)
      let width = sums.count
      guard width > 0, rows.count % width == 0 else {
        throw SubjectFailure(.shape, "\(parts) has the shape \(uses.shape) for a gradient of \(width)")
      }
      let count = rows.count / width
      let limits = try allowance.limits(
        subject, at: [(given, try answer.only([gradient, parts]))], moving: inputs)
      let due = (0..<width).map { column in ExactSum.sum(count: count) { rows[$0 * width + column] } }
      return try .compare(
        Arrays([gradient: NumericArray(shape: [width], sums)]), Arrays([gradient: NumericArray(shape: [width], due)])
      ) { _, column in
        let size = (0..<count).reduce(0) { $0 + rows[$1 * width + column].magnitude }
        return (limits[gradient] ?? 0) + Double(count) * whole.resolution * size
      }
    }
  }
}
