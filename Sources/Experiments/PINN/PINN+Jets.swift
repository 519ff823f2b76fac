import Autodiff
import Formulas

extension PINN {
  /// Fields at points, and their derivatives, each recorded once.
  ///
  /// Derivatives are taken along coordinates in units of their lengths, by forward mode on forward mode, what two of
  /// them have in common being recorded once: the cost of a Taylor polynomial. Mixed ones are taken in one order.
  final class Jets {
    private let setting: Setting
    /// The coordinates of the points in units of their lengths, `[n, 1]` each.
    private let units: [Tensor]
    private var known: [[Int]: [Tensor]]
    /// The sum that stands for the second of two derivatives, the first of them being left out.
    private var sum: (second: Derivative, first: Derivative, value: Tensor)?

    /// - Parameter collapse: two derivatives of which only the sum is needed.
    init(_ setting: Setting, units: [Tensor], fields: [Tensor], collapse: Collapse? = nil) {
      (self.setting, self.units, known) = (setting, units, [[]: fields])
      if let collapse { sum = (collapse.second, collapse.first, summed(collapse)) }
    }

    /// `u_xx + ratio · u_t` as one second derivative along a curve.
    private func summed(_ collapse: Collapse) -> Tensor {
      let (along, across) = (collapse.second.along[0], collapse.first.along[0])
      let (x, t) = (units[along], units[across])
      let (length, other) = (setting.coordinates[along].length, setting.coordinates[across].length)
      // Directions that can move themselves: the curve goes along x, and bends towards t.
      let (straight, bent) = (x * 0 + 1, t * 0)
      let slopes = derivatives(of: fields(along: []), along: [x, t], directions: [straight, bent])
      known[[along]] = slopes
      let bend = collapse.ratio * length * length / other
      let second = derivatives(
        of: [slopes[collapse.second.field]], along: [x, bent], directions: [straight, Tensor(bend)])
      return second[0] * Tensor(1 / (length * length))
    }

    /// A derivative, in the units of the manifest.
    func value(_ derivative: Derivative) -> Tensor {
      let scale = derivative.along.reduce(1.0) { $0 / setting.coordinates[$1].length }
      let own = fields(along: derivative.along)[derivative.field]
      return scale == 1 ? own : own * Tensor(scale)
    }

    private func fields(along: [Int]) -> [Tensor] {
      if let found = known[along] { return found }
      let found = derivatives(
        of: fields(along: Array(along.dropLast())), along: [units[along[along.count - 1]]], directions: [1])
      known[along] = found
      return found
    }

    /// A formula at the points.
    func value(_ expression: Expression) throws -> Tensor {
      try expression.lowered { name throws(FormulaError) in
        switch setting.names.meaning(of: name) {
        case .coordinate(let place): setting.coordinates[place].value(at: units[place])
        case .constant(let constant): Tensor(constant)
        case .derivative(let derivative) where derivative == sum?.first: Tensor(0)
        case .derivative(let derivative) where derivative == sum?.second: sum?.value
        case .derivative(let derivative): value(derivative)
        case nil: nil
        }
      }
    }

    /// Left minus right of a formula: 0 where it holds.
    func residual(_ formula: Formula) throws -> Tensor {
      let (left, right) = (try value(formula.response), try value(formula.expression))
      return right.literal == 0 ? left : left - right
    }
  }
}

extension PINN.Setting.Coordinate {
  /// The coordinate, from what it is in units of its length.
  func value(at unit: Tensor) -> Tensor {
    let scaled = length == 1 ? unit : unit * Tensor(length)
    return lower == 0 ? scaled : scaled + Tensor(lower)
  }
}
