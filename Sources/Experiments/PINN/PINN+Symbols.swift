import Autodiff
import Formulas

extension PINN {
  /// The equations as functions of plain symbols: of each derivative in them, as if it were a number of its own.
  ///
  /// Differentiating by a symbol tells whether an equation is linear in it, and with which factor.
  struct Symbols: Sendable {
    /// The derivatives in the equations, in the order of their first mention.
    let derivatives: [Derivative]
    /// Parameters: the symbols, then the coordinates. Outputs `left k` and `right k`, and `k`, their difference.
    let program: Program
    private let jacobian: Program
    private let executable: Executable
    private let names: Names

    init(_ setting: Setting) throws {
      let names = setting.names
      var found: [Derivative] = []
      for name in setting.equations.flatMap({ $0.response.names + $0.names }) {
        if let derivative = names.derivative(name), !found.contains(derivative) { found.append(derivative) }
      }
      let derivatives = found
      program = try Program.trace(results: { (trace) throws(FormulaError) -> [(String, Tensor)] in
        let symbols = derivatives.map { trace.parameter(names.name($0)) }
        let places = setting.coordinates.map { trace.parameter($0.name) }
        func lowered(_ expression: Expression) throws(FormulaError) -> Tensor {
          try expression.lowered { (name) throws(FormulaError) -> Tensor? in
            switch names.meaning(of: name) {
            case .coordinate(let place): places[place]
            case .constant(let value): Tensor(value)
            case .derivative(let derivative): derivatives.firstIndex(of: derivative).map { symbols[$0] }
            case nil: nil
            }
          }
        }
        var results: [(String, Tensor)] = []
        for (k, equation) in setting.equations.enumerated() {
          let (left, right) = (try lowered(equation.response), try lowered(equation.expression))
          results += [("left \(k)", left), ("right \(k)", right), ("\(k)", left - right)]
        }
        return results
      })
      jacobian = try program.jacobian(withRespectTo: derivatives.map { names.name($0) })
      executable = jacobian.compiled(uniformOutputs: .single)
      (self.derivatives, self.names) = (derivatives, names)
    }

    /// By what an equation multiplies a derivative, where that is one number everywhere; 0 where it is not in it.
    func factor(_ derivative: Derivative, in equation: Int) -> Double? {
      jacobian.index(of: "\(equation)", derivatives: [names.name(derivative)]).flatMap { jacobian.outputs[$0].literal }
    }

    /// The residuals, and what each of their derivatives adds to them, for numbers in the place of the symbols.
    func terms(_ values: [Double], at place: [Double]) throws -> (residuals: [Double], parts: [[Double]]) {
      let equations = program.outputs.count / 3
      let found = try executable.run(parameters: values + place, rows: 1)
      let residuals = (0..<equations).map { k in jacobian.index(of: "\(k)").map { found[$0][0] } ?? .nan }
      let parts = (0..<equations).map { k in
        zip(derivatives, values).map { derivative, value -> Double in
          let slope = jacobian.index(of: "\(k)", derivatives: [names.name(derivative)]).map { found[$0][0] } ?? .nan
          return slope * value
        }
      }
      return (residuals, parts)
    }
  }
}
