import Determinism
import Documents
import Fitting
import Formulas
import Manifests

extension GlobalFit {
  /// Another way to say the same model: every parameter p as u · q, or as eᑫ where it is positive.
  struct Change: Sendable {
    /// What became of one parameter.
    enum Scale: Sendable {
      case unit(Double)
      case exponential

      /// p out of q.
      func outward(_ q: Double) -> Double {
        switch self {
        case .unit(let unit): unit * q
        case .exponential: Elementary.exp(q)
        }
      }

      /// q out of p.
      func inward(_ p: Double) -> Double {
        switch self {
        case .unit(let unit): p / unit
        case .exponential: Elementary.log(p)
        }
      }

      /// dp/dq.
      func slope(at q: Double) -> Double {
        switch self {
        case .unit(let unit): unit
        case .exponential: Elementary.exp(q)
        }
      }
    }

    private let scales: [(name: String, scale: Scale)]

    /// - Parameter units: one for each parameter that no tie replaces, in the order of the formula.
    init(_ subject: Subject, units: [Double], isCurved: Bool) {
      scales = zip(subject.formula.parameters, units).map { name, unit in
        (name, isCurved && subject.isPositive(name) ? .exponential : .unit(unit))
      }
    }

    /// What became of a parameter, by its new name.
    func scale(of parameter: String) -> Scale {
      scales.first { sameUTF8(Self.renamed($0.name), parameter) }?.scale ?? .unit(1)
    }

    private static func renamed(_ name: String) -> String { name + "_changed" }

    /// The changed fit; nil when it can't be set up.
    func problem(_ subject: Subject, datasets: [Dataset], isShared: Bool) -> FitProblem? {
      var ties = subject.model.ties
      for (name, scale) in scales {
        let text =
          switch scale {
          case .unit(let unit): "\(Numeral.render(unit)) * \(Self.renamed(name))"
          case .exponential: "exp(\(Self.renamed(name)))"
          }
        guard let expression = try? Expression(parsing: text) else { return nil }
        ties.append(Expression.Tie(name, expression))
      }
      let columns = datasets[0].table.columns.filter { $0.values.numbers != nil }.map(\.name)
      let expression = subject.model.formula.value.expression
      guard let formula = try? CompiledFormula(expression, columns: columns, ties: ties) else { return nil }
      var blocks: [any Block] = []
      for dataset in datasets {
        guard let old = subject.problem.blocks.first(where: { sameUTF8($0.name, dataset.name) }) as? DatasetBlock,
          let data = try? formula.columns.map({ try dataset.numbers($0, at: subject.model.formula.place) }),
          let model = try? FormulaModel(formula, columns: data, rows: dataset.rows),
          let block = try? DatasetBlock(name: dataset.name, model: model, observed: old.observed, noise: old.noise)
        else { return nil }
        blocks.append(block)
      }
      let parameters = subject.problem.parameters.map { changed($0) }
      return try? FitProblem(blocks: blocks, parameters: parameters)
    }

    private func changed(_ parameter: Parameter) -> Parameter {
      guard let scale = scales.first(where: { sameUTF8($0.name, parameter.name) })?.scale else { return parameter }
      var changed = parameter
      changed.name = Self.renamed(parameter.name)
      changed.start = scale.inward(parameter.start)
      changed.lower = parameter.lower.isFinite ? scale.inward(parameter.lower) : parameter.lower
      changed.upper = parameter.upper.isFinite ? scale.inward(parameter.upper) : parameter.upper
      if case .exponential = scale { changed.lower = parameter.lower > 0 ? scale.inward(parameter.lower) : -.infinity }
      if let prior = parameter.prior {
        changed.prior = Parameter.Prior(value: scale.inward(prior.value), sigma: scale.inward(prior.sigma))
      }
      changed.overrides = parameter.overrides.map { override in
        var override = override
        override.start = override.start.map { scale.inward($0) }
        return override
      }
      return changed
    }
  }
}

extension GlobalFit.Subject {
  /// Whether a parameter is positive wherever the search may be, so that it has a logarithm.
  func isPositive(_ name: String) -> Bool {
    guard let parameter = problem.parameters.first(where: { sameUTF8($0.name, name) }) else { return false }
    return parameter.lower >= 0 && parameter.start > 0 && parameter.prior == nil && !parameter.isFixed
      && parameter.overrides.allSatisfy { ($0.start ?? 1) > 0 && $0.isFixed != true }
  }
}

extension GlobalFit.Model {
  /// Parameters that are expressions of others.
  var ties: [Expression.Tie] {
    parameters.compactMap { parameter in parameter.value.tie.map { Expression.Tie(parameter.name, $0.value) } }
  }
}
