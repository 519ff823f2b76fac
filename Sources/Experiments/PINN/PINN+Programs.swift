import Autodiff
import Formulas
import Layers
import Manifests

extension PINN {
  /// The programs of a model: the terms of its loss, and what is told of it at points.
  struct Programs: Sendable {
    /// A term of the loss: what it is called, where its points lie, how many.
    struct Term: Sendable {
      let name: String
      let program: Program
      /// The coordinate that is held, and where; nil inside.
      let face: (coordinate: Int, position: Double)?
      let points: Int
      let chunk: Int
      let weight: Double
    }

    let model: Model
    let terms: [Term]
    /// Fields, derivatives that are to meet, residuals.
    let told: Program
    let initializers: [(name: String, initializer: Initializer)]

    /// - Throws: `AutodiffError`, `FormulaError`.
    init(_ model: Model, _ parameters: Parameters) throws {
      self.model = model
      let setting = model.setting
      var initializers: [(name: String, initializer: Initializer)] = []
      func term(
        _ name: String, _ face: (Int, Double)?, _ points: Int, _ weight: Double,
        _ residuals: (Trace, Int) throws -> [Tensor]
      ) throws -> Term {
        let chunk = min(points, parameters.points.chunk)
        let program = try Program.model { trace in
          let squares = try residuals(trace, chunk).map { square($0).sum() }
          return [("loss", squares.dropFirst().reduce(squares[0]) { $0 + $1 } * trace.data("weight", shape: []))]
        }
        return Term(name: name, program: program, face: face, points: points, chunk: chunk, weight: weight)
      }
      func jets(
        _ trace: Trace, _ count: Int, at position: Double? = nil, collapse: Collapse? = nil
      ) throws -> Jets {
        let scope = Scope(trace)
        var units = setting.coordinates.map { trace.data($0.name, shape: [count, 1]) }
        if let position { units[setting.periodic] = Self.column(position, like: units[setting.across[0]]) }
        let fields = try model.fields(units, in: scope)
        if initializers.isEmpty { initializers = scope.initializers }
        return Jets(setting, units: units, fields: fields, collapse: collapse)
      }
      let collapse = try Collapse(setting)
      var terms = [
        try term("inside", nil, parameters.points.inside.value, 1) { trace, count in
          let jets = try jets(trace, count, collapse: collapse)
          return try setting.equations.map { try jets.residual($0) }
        }
      ]
      for condition in setting.conditions {
        terms.append(
          try term(condition.name, (condition.coordinate, condition.position), condition.points, condition.weight) {
            trace, count in [try jets(trace, count).residual(condition.formula)]
          })
      }
      if model.scheme == .penalty {
        let periodic = parameters.periodic
        terms.append(
          try term("edges", (setting.periodic, 0), periodic.points.value, periodic.weight) { trace, count in
            let (lower, upper) = (try jets(trace, count, at: 0), try jets(trace, count, at: 1))
            return setting.matching.map { lower.value($0) - upper.value($0) }
          })
      }
      self.terms = terms
      told = try Self.told(of: model, count: parameters.points.chunk)
      self.initializers = initializers
    }

    /// Fields, the derivatives that are to meet, and the equations' residuals, under their names.
    static func told(of model: Model, count: Int) throws -> Program {
      let setting = model.setting
      return try Program.model { trace in
        let units = setting.coordinates.map { trace.data($0.name, shape: [count, 1]) }
        let jets = Jets(setting, units: units, fields: try model.fields(units, in: Scope(trace)))
        let residuals = try setting.equations.enumerated().map { ("residual \($0 + 1)", try jets.residual($1)) }
        return setting.matching.map { (setting.names.name($0), jets.value($0)) } + residuals
      }
    }

    /// A column of one number that depends on the trace's points, so that it may move.
    private static func column(_ number: Double, like other: Tensor) -> Tensor { other * 0 + Tensor(number) }
  }
}
