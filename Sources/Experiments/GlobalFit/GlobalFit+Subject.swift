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
    ///   - names: the check of the model's names, which found nothing wrong.
    ///   - isShared: off gives every dataset its own instance of every parameter.
    /// - Throws: what only numbers can show: counts that are negative, a σ that is not positive.
    init(_ model: Model, _ datasets: [Dataset], names: NameCheck, isShared: Bool) throws(ManifestErrors) {
      let formula = try Self.compile(model, columns: names.numeric)
      var observed: [[Double]] = []
      var blocks: [any Block] = []
      var problems: [Problem] = []
      for dataset in datasets {
        do throws(ManifestErrors) {
          let (values, block) = try Self.block(of: model, formula, dataset)
          observed.append(values)
          blocks.append(block)
        } catch {
          problems += error.problems
        }
      }
      guard problems.isEmpty else { throw ManifestErrors(problems) }
      (self.model, self.formula, self.datasets, self.observed) = (model, formula, datasets, observed)
      problem = try Self.problem(model, blocks, formula, datasets.map(\.name), isShared: isShared)
    }

    /// The observed values of a dataset, and the model set on them.
    private static func block(
      of model: Model, _ formula: CompiledFormula, _ dataset: Dataset
    ) throws(ManifestErrors) -> ([Double], any Block) {
      let place = model.formula.place
      let values = try response(of: model, dataset)
      var data: [[Double]] = []
      for column in formula.columns { data.append(try dataset.numbers(column, at: place)) }
      let noise = try model.noise.noise(of: dataset, isCounted: model.isCounted)
      let counted = noise == .poisson || noise == .neyman
      if let row = values.firstIndex(where: { !$0.isFinite || counted && $0 < 0 }) {
        // Of a computed response the first column is where to look.
        let column = model.formula.value.response.names.first ?? ""
        throw ManifestErrors([
          dataset.problem(
            row, column, at: place, expected: counted ? "a count, 0 or more," : "what gives a finite response",
            remedy: "correct the cell, or remove its row" + (counted ? "; what is no count takes gaussian noise" : ""))
        ])
      }
      do throws(FittingError) {
        let response = try FormulaModel(formula, columns: data, rows: dataset.rows)
        return (values, try DatasetBlock(name: dataset.name, model: response, observed: values, noise: noise))
      } catch {
        throw ManifestErrors([place.problem("\(error)")])
      }
    }

    private static func compile(_ model: Model, columns: [String]) throws(ManifestErrors) -> CompiledFormula {
      let ties = model.parameters.compactMap { parameter in
        parameter.value.tie.map { Expression.Tie(parameter.name, $0.value) }
      }
      do throws(FormulaError) {
        return try CompiledFormula(model.formula.value.expression, columns: columns, ties: ties)
      } catch {
        let place = model.parameters.compactMap(\.value.tie).first { $0.value.source == error.source }?.place
        throw ManifestErrors([(place ?? model.formula.place).problem(error.message, at: error.range.lowerBound)])
      }
    }

    /// The observed values: the left-hand side of the formula over a dataset's columns.
    private static func response(of model: Model, _ dataset: Dataset) throws(ManifestErrors) -> [Double] {
      let response = model.formula.value.response
      if let column = response.soleName { return try dataset.numbers(column, at: model.formula.place) }
      do {
        let program = try response.program(columns: response.names)
        var data: [[Double]] = []
        for column in response.names { data.append(try dataset.numbers(column, at: model.formula.place)) }
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
        parameters.append(declared.parameter(datasets, isShared: isShared))
      }
      do throws(FittingError) { return try FitProblem(blocks: blocks, parameters: parameters) } catch {
        let owner = String(error.place.prefix { $0 != "[" })
        let place = model.parameters.first { sameUTF8($0.name, owner) }?.place ?? model.formula.place
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
  /// The parameter as the solver takes it, its groups and instances having been checked.
  func parameter(_ datasets: [String], isShared: Bool) -> Parameter {
    var scope = Parameter.Scope.each
    var overrides: [Parameter.Override] = []
    var standard = (start: value.start ?? 0, isFixed: value.isFixed)
    switch value.scope {
    // One dataset has nobody to share with: its parameters go by their plain names.
    case _ where datasets.count == 1:
      scope = .shared
      for override in value.each {
        standard = (override.value.start ?? standard.start, override.value.isFixed ?? standard.isFixed)
      }
    case .all where isShared: scope = .shared
    case .groups(let groups) where isShared:
      scope = .groups(groups.map { Parameter.Group($0.name, $0.value.map(\.value)) })
      overrides = value.each.map(\.override)
    case .groups(let groups):
      // Unshared, what differs for a group differs for each of its datasets.
      for override in value.each {
        let members = groups.first { sameUTF8($0.name, override.name) }?.value.map(\.value) ?? [override.name]
        for member in members where !overrides.contains(where: { sameUTF8($0.instance, member) }) {
          var own = override.override
          own.instance = member
          overrides.append(own)
        }
      }
    default: overrides = value.each.map(\.override)
    }
    return Parameter(
      name, scope, start: standard.start, isFixed: standard.isFixed, lower: value.lower ?? -.infinity,
      upper: value.upper ?? .infinity, prior: value.prior, unit: value.unit, overrides: overrides)
  }
}

extension Named where Value == GlobalFit.Declared.Override {
  fileprivate var override: Parameter.Override {
    Parameter.Override(instance: name, start: value.start, isFixed: value.isFixed)
  }
}
