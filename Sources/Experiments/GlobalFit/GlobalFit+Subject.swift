import Autodiff
import Determinism
import Fitting
import Formulas
import Manifests

extension GlobalFit {
  /// A model set on the datasets: what there is to be fitted.
  struct Subject: Sendable {
    let model: Model
    let problem: FitProblem
    let formula: CompiledFormula
    /// The observed values of each dataset, in the order of the manifest.
    let observed: [[Double]]
    let datasets: [Dataset]

    /// - Parameters:
    ///   - isShared: off gives every dataset its own instance of every parameter.
    ///   - isAlternative: alternatives may leave parameters unused that the main model needs.
    /// - Throws: every problem of the model with these data.
    init(_ model: Model, _ datasets: [Dataset], isShared: Bool, isAlternative: Bool) throws(ManifestErrors) {
      let columns = datasets[0].numericColumns
      for parameter in model.parameters where columns.contains(where: { sameUTF8($0, parameter.name) }) {
        throw ManifestErrors([
          parameter.place.problem("\(parameter.name) is also a column of the data; give the parameter another name")
        ])
      }
      let formula = try Self.compile(model, columns: columns)
      try Self.checkUse(of: model, formula, isAlternative: isAlternative)
      var observed: [[Double]] = []
      var blocks: [any Block] = []
      for dataset in datasets {
        let values = try Self.response(of: model, dataset, columns: columns)
        observed.append(values)
        var data: [[Double]] = []
        for column in formula.columns { data.append(try dataset.numbers(column, at: model.formula.place)) }
        let noise = try model.noise.noise(of: dataset, isCounted: model.isCounted)
        do throws(FittingError) {
          let response = try FormulaModel(formula, columns: data, rows: dataset.rows)
          blocks.append(try DatasetBlock(name: dataset.name, model: response, observed: values, noise: noise))
        } catch {
          throw ManifestErrors([model.formula.place.problem("\(error)")])
        }
      }
      (self.model, self.formula, self.datasets, self.observed) = (model, formula, datasets, observed)
      problem = try Self.problem(model, blocks, formula, datasets.map(\.name), isShared: isShared)
    }

    private static func compile(_ model: Model, columns: [String]) throws(ManifestErrors) -> CompiledFormula {
      let ties = model.parameters.compactMap { parameter in
        parameter.value.tie.map { Expression.Tie(parameter.name, $0.value) }
      }
      do throws(FormulaError) {
        let formula = try CompiledFormula(model.formula.value.expression, columns: columns, ties: ties)
        let free = model.parameters.filter { $0.value.tie == nil }.map(\.name)
        // Lowered once more with the declared names alone, so that an unknown name is pointed at.
        _ = try model.formula.value.expression.program(columns: columns, parameters: free, ties: ties)
        return formula
      } catch {
        let place = model.parameters.compactMap(\.value.tie).first { $0.value.source == error.source }?.place
        throw ManifestErrors([(place ?? model.formula.place).problem(error.message, at: error.range.lowerBound)])
      }
    }

    private static func checkUse(
      of model: Model, _ formula: CompiledFormula, isAlternative: Bool
    ) throws(ManifestErrors) {
      var problems: [Problem] = []
      for parameter in model.parameters where parameter.value.tie == nil {
        let isUsed = formula.parameters.contains { sameUTF8($0, parameter.name) }
        if !isUsed, !isAlternative {
          problems.append(parameter.place.problem("the model has no parameter \(parameter.name): \(formula.text)"))
        }
      }
      guard problems.isEmpty else { throw ManifestErrors(problems) }
    }

    /// The observed values: the left-hand side of the formula over a dataset's columns.
    private static func response(
      of model: Model, _ dataset: Dataset, columns: [String]
    ) throws(ManifestErrors) -> [Double] {
      let response = model.formula.value.response
      if let column = response.soleName { return try dataset.numbers(column, at: model.formula.place) }
      do {
        let program = try response.program(columns: columns)
        var data: [[Double]] = []
        for column in columns { data.append(try dataset.numbers(column, at: model.formula.place)) }
        return try program.compiled().run(parameters: [], columns: data, rows: dataset.rows)[0]
      } catch let error as FormulaError {
        throw ManifestErrors([model.formula.place.problem(error.message, at: error.range.lowerBound)])
      } catch {
        throw ManifestErrors([model.formula.place.problem("\(error)")])
      }
    }

    private static func problem(
      _ model: Model, _ blocks: [any Block], _ formula: CompiledFormula, _ datasets: [String], isShared: Bool
    ) throws(ManifestErrors) -> FitProblem {
      var parameters: [Parameter] = []
      for declared in model.parameters where formula.parameters.contains(where: { sameUTF8($0, declared.name) }) {
        parameters.append(try declared.parameter(datasets, isShared: isShared))
      }
      do throws(FittingError) { return try FitProblem(blocks: blocks, parameters: parameters) } catch {
        let place = model.parameters.first { sameUTF8($0.name, error.place) }?.place ?? model.formula.place
        throw ManifestErrors([place.problem("\(error)")])
      }
    }
  }
}

extension GlobalFit.Model {
  /// Whether the response is a column of counts, by its name.
  var isCounted: Bool {
    formula.value.response.soleName.map { ["counts", "count", "n_counts"].contains($0) } ?? false
  }
}

extension Named where Value == GlobalFit.Declared {
  /// The parameter as the solver takes it.
  /// - Throws: names of datasets that are not there.
  func parameter(_ datasets: [String], isShared: Bool) throws(ManifestErrors) -> Parameter {
    var scope = Parameter.Scope.each
    var instances = datasets
    if case .groups(let groups) = value.scope {
      for member in groups.flatMap(\.value) where !datasets.contains(member) {
        throw ManifestErrors([
          place.problem("there is no dataset \(member)", suggestion: nearestName(to: member, among: datasets))
        ])
      }
    }
    switch value.scope {
    // One dataset has nobody to share with: its parameters go by their plain names.
    case _ where datasets.count == 1: (scope, instances) = (.shared, datasets)
    case .all where isShared: (scope, instances) = (.shared, [])
    case .groups(let groups) where isShared:
      (scope, instances) = (.groups(groups.map { Parameter.Group($0.name, $0.value) }), groups.map(\.name))
    default: break
    }
    for override in value.each where isShared && !instances.contains(override.name) {
      throw ManifestErrors([
        override.place.problem(
          "\(name) has no instance \(override.name)", suggestion: nearestName(to: override.name, among: instances))
      ])
    }
    return Parameter(
      name, scope, start: value.start ?? 0, isFixed: value.isFixed, lower: value.lower ?? -.infinity,
      upper: value.upper ?? .infinity, prior: value.prior, unit: value.unit,
      overrides: value.each.filter { instances.contains($0.name) }.map {
        Parameter.Override(instance: $0.name, start: $0.value.start, isFixed: $0.value.isFixed)
      })
  }
}
