import Autodiff
import Testing

/// Every derivative rule against central differences, in both modes.
@Suite struct RuleTests {
  struct Rule: Sendable, CustomTestStringConvertible {
    let name: String
    let points: [(Double, Double)]
    let body: @Sendable (Tensor, Tensor) -> Tensor
    var testDescription: String { name }

    init(_ name: String, at points: [(Double, Double)], _ body: @escaping @Sendable (Tensor, Tensor) -> Tensor) {
      (self.name, self.points, self.body) = (name, points, body)
    }
  }

  static let everywhere: [(Double, Double)] = [(-2.3, 1.7), (-0.4, 0.6), (0.3, -1.1), (1.9, 2.2)]
  static let positive: [(Double, Double)] = [(0.2, 1.7), (1.4, 0.6), (3.3, -1.1)]
  static let inside: [(Double, Double)] = [(-0.9, 0.3), (-0.2, 0.8), (0.5, -0.6)]

  static let rules: [Rule] = [
    Rule("neg", at: everywhere) { x, y in -x * y }, Rule("add", at: everywhere) { $0 + 2 * $1 },
    Rule("sub", at: everywhere) { 3 * $0 - $1 }, Rule("mul", at: everywhere) { $0 * $1 },
    Rule("div", at: everywhere) { $0 / $1 }, Rule("recip", at: everywhere) { recip($0) - recip($1) },
    Rule("square", at: everywhere) { square($0) + square($1 * $0) },
    Rule("fma", at: everywhere) { fma($0, $1, $0 * $0) },
    Rule("abs", at: everywhere) { abs($0) * $1 }, Rule("sqrt", at: positive) { x, y in sqrt(x) * y },
    Rule("exp", at: everywhere) { exp($0 * $1) }, Rule("expm1", at: everywhere) { expm1($0 * $1) },
    Rule("log", at: positive) { x, y in log(x) * y }, Rule("log1p", at: positive) { x, y in log1p(x) * y },
    Rule("sigmoid", at: everywhere) { sigmoid($0 * $1) }, Rule("softplus", at: everywhere) { softplus($0 * $1) },
    Rule("sin", at: everywhere) { sin($0 * $1) }, Rule("cos", at: everywhere) { cos($0 * $1) },
    Rule("tan", at: inside) { tan($0 * $1) }, Rule("asin", at: inside) { asin($0 * $1) },
    Rule("acos", at: inside) { acos($0 * $1) }, Rule("atan", at: everywhere) { atan($0 * $1) },
    Rule("atan2", at: everywhere) { atan2($0, $1) }, Rule("sinh", at: everywhere) { sinh($0 * $1) },
    Rule("cosh", at: everywhere) { cosh($0 * $1) }, Rule("tanh", at: everywhere) { tanh($0 * $1) },
    Rule("erf", at: everywhere) { erf($0 * $1) }, Rule("erfc", at: everywhere) { erfc($0 * $1) },
    Rule("pow", at: positive) { pow($0, $1) }, Rule("pow of a literal", at: positive) { x, y in pow(2, x * y) },
    Rule("powers", at: everywhere) { pow($0, 3) * pow($1, -2) + pow($0, 7) },
    Rule("odd power of a negative base", at: everywhere) { x, y in pow(x, 11) * y },
    Rule("min", at: everywhere) { min($0 * $0, $1) }, Rule("max", at: everywhere) { max($0, $1 * $1) },
    Rule("where", at: everywhere) { x, y in `where`(x .< y, x * y, sin(x) - y) },
    Rule("shared", at: everywhere) { x, y in
      let z = sin(x * y)
      return z * z + exp(-square(z)) / (1 + z * x)
    },
  ]

  /// The central difference whose neighbours in a scan of steps agree best, and its own uncertainty.
  static func difference(_ f: (Double) throws -> Double, at x: Double) rethrows -> (slope: Double, error: Double) {
    var best = (slope: Double.nan, error: Double.infinity)
    var last: Double?
    for exponent in 4...20 {
      let h = Double(sign: .plus, exponent: -exponent, significand: 1)
      let slope = (try f(x + h) - f(x - h)) / (2 * h)
      if let last, abs(slope - last) < best.error { best = (slope, abs(slope - last)) }
      last = slope
    }
    return best
  }

  @Test(arguments: rules) func firstDerivative(_ rule: Rule) throws {
    let program = Program.trace { ["f": rule.body($0.parameter("x"), $0.parameter("y"))] }
    let columns = Program.trace { ["f": rule.body($0.column("x"), $0.column("y"))] }
    for (x, y) in rule.points {
      func value(_ x: Double, _ y: Double) throws -> Double {
        try program.interpret(parameters: [x, y], rows: 1)[0][0]
      }
      let truth = [
        try Self.difference({ try value($0, y) }, at: x), try Self.difference({ try value(x, $0) }, at: y),
      ]
      for mode in DifferentiationMode.allCases {
        let a = try program.jacobian(mode: mode).interpret(parameters: [x, y], rows: 1)
        let b = try columns.jacobian(withRespectTo: ["x", "y"], mode: mode)
          .interpret(parameters: [], columns: [[x], [y]], rows: 1)
        for i in 0..<2 {
          let scale = max(1, abs(truth[i].slope))
          #expect(abs(a[1 + i][0] - truth[i].slope) < 1e-8 * scale + truth[i].error, "d\(i) at \(x), \(y), \(mode)")
          #expect(abs(b[1 + i][0] - truth[i].slope) < 1e-8 * scale + truth[i].error, "d\(i) at \(x), \(y), \(mode)")
        }
      }
    }
  }

  @Test(arguments: rules) func secondDerivative(_ rule: Rule) throws {
    let program = Program.trace { ["f": rule.body($0.parameter("x"), $0.parameter("y"))] }
    for mode in [DifferentiationMode.forward, .reverse] {
      let (first, second) = (try program.jacobian(mode: mode), try program.hessian(mode: mode))
      #expect(second.outputs.suffix(3).map(\.derivatives) == [["x", "x"], ["x", "y"], ["y", "y"]])
      for (x, y) in rule.points {
        func slopes(_ x: Double, _ y: Double) throws -> [Double] {
          try first.interpret(parameters: [x, y], rows: 1).map { $0[0] }
        }
        let found = try second.interpret(parameters: [x, y], rows: 1).suffix(3).map { $0[0] }
        let truth = [
          try Self.difference({ try slopes($0, y)[1] }, at: x), try Self.difference({ try slopes(x, $0)[1] }, at: y),
          try Self.difference({ try slopes(x, $0)[2] }, at: y),
        ]
        for i in 0..<3 {
          let scale = max(1, abs(truth[i].slope))
          #expect(abs(found[i] - truth[i].slope) < 1e-7 * scale + truth[i].error, "\(i) at \(x), \(y), \(mode)")
        }
      }
    }
  }
}
