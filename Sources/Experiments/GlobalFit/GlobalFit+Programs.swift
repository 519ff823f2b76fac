import Autodiff
import Determinism
import Documents
import Fitting
import Formulas
import Manifests
import Oracles

extension GlobalFit {
  /// The programs of a fit that laws look at, each from outside.
  struct Programs: FitPrograms {
    /// `point` → `objective` and `gradient`, as the solver sees them.
    var objective: any Oracles.Subject
    /// `point` → `gradient`, and `parts`, the gradient of each dataset alone.
    var shares: any Oracles.Subject
    /// `point` → the model's derivatives by `forward` and by `reverse` mode, over all rows.
    var response: any Oracles.Subject
    /// `start`, `order` of the datasets, `units` of the parameters, `curve` → `value`, `error`, `objective`.
    var fit: any Oracles.Subject
    /// `start`, the number of a declared starting point → `value`.
    var declared: any Oracles.Subject
  }

  func programs(at anchor: FitAnchor) -> Programs {
    let laws = FitLaws(subject.problem, anchor)
    return Programs(
      objective: laws.objective, shares: laws.shares, response: response(), fit: refit(at: anchor),
      declared: declaredStarts())
  }

  private func response() -> any Oracles.Subject {
    let (subject, problem) = (subject, subject.problem)
    let ties = subject.model.ties
    let columns = subject.formula.columns
    let program = try? subject.model.formula.value.expression.program(
      columns: columns, parameters: subject.formula.parameters, ties: ties)
    let modes = [DifferentiationMode.forward, .reverse].map { try? program?.jacobian(mode: $0).compiled() }
    let data = datasets.map { dataset in
      columns.compactMap { name in dataset.table.columns.first { sameUTF8($0.name, name) }?.values.numbers }
    }
    let blocks = datasets.map { dataset in problem.blocks.firstIndex { sameUTF8($0.name, dataset.name) } ?? 0 }
    return FunctionSubject { inputs throws(SubjectFailure) in
      let point = try inputs.numbers("point")
      var outputs = Arrays()
      for (name, executable) in zip(["forward", "reverse"], modes) {
        guard let executable else { throw SubjectFailure(.refused, "the formula has no program") }
        var derivatives: [Double] = []
        for (place, dataset) in datasets.enumerated() {
          let local = problem.map[blocks[place]].map { point[$0] }
          guard let results = try? executable.run(parameters: local, columns: data[place], rows: dataset.rows) else {
            throw SubjectFailure(.refused, "the formula can't be run")
          }
          derivatives += results.dropFirst().flatMap { $0 }
        }
        guard derivatives.allSatisfy(\.isFinite) else {
          throw SubjectFailure(.refused, "a derivative is not finite at this point")
        }
        outputs[name] = NumericArray(shape: [derivatives.count], derivatives)
      }
      return outputs
    }
  }

  /// Fits anew: datasets in another order, parameters in other units or on a curved scale, from another start.
  private func refit(at anchor: FitAnchor) -> any Oracles.Subject {
    FunctionSubject { inputs throws(SubjectFailure) in
      let order = try inputs.array("order").integers
      let units = try inputs.numbers("units")
      let isCurved = try inputs.numbers("curve")[0] == 1
      let (change, start) = (
        Change(subject, units: units, isCurved: isCurved), try inputs.numbers("start")
      )
      guard let problem = change.problem(subject, datasets: order.map { datasets[$0] }, isShared: manifest.isShared)
      else { throw SubjectFailure(.refused, "the changed fit can't be set up") }
      let scales = problem.coordinates.map { change.scale(of: $0.parameter) }
      let fit = problem.fit(
        from: zip(start, scales).map { $1.inward($0) }, options: Search(parameters, search).options)
      guard fit.status.hasConverged else { throw SubjectFailure(.refused, fit.status.description) }
      let values = zip(fit.estimates, scales).map { $1.outward($0.value) }
      let errors = zip(fit.estimates, scales).map { estimate, scale in
        (estimate.standardError ?? 0) * scale.slope(at: estimate.value)
      }
      return Arrays([
        "value": NumericArray(shape: [values.count], values), "error": NumericArray(shape: [errors.count], errors),
        "objective": NumericArray(fit.statistics.objective),
      ])
    }
  }

  /// The fit from each declared starting point, as the manifest asks for it.
  private func declaredStarts() -> any Oracles.Subject {
    FunctionSubject { inputs throws(SubjectFailure) in
      let search = Search(parameters, search)
      let points = search.points(for: subject.problem)
      let fit = subject.problem.fit(from: points[try inputs.array("start").integers[0]], options: search.options)
      return Arrays(["value": NumericArray(shape: [fit.estimates.count], fit.estimates.map(\.value))])
    }
  }

  /// A search needs a stream for drawn starts, and laws draw none.
  private var search: RandomStream { RandomStream(seed: manifest.seed, name: manifest.experiment) }
}
