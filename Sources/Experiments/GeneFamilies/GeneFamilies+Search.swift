import Determinism
import Fitting
import Laboratory
import Phylogeny

extension GeneFamilies {
  /// A finished fit of a subject.
  struct Fitted: Sendable {
    let subject: Subject
    let fit: Fit
    /// How much lnL changes when sizes are followed twice as far.
    let truncation: Double

    /// The point of one class' model.
    func point(of block: Int) -> [Double] { fit.problem.map[block].map { fit.estimates[$0].value } }

    var blocks: [FamilyBlock] { fit.problem.blocks.compactMap { $0 as? FamilyBlock } }
  }

  /// How a fit is searched for.
  struct Search: Sendable {
    let multistart: Int
    let steps: Int
    let stream: RandomStream

    /// The best fit of a subject: sizes are followed as far as they matter.
    /// - Throws: `RunFailure` where no rates give every family a probability.
    func best(of subject: Subject, _ progress: Progress, _ stage: String) throws -> Fitted {
      let factor = try start(of: subject)
      var fitted: Fitted?
      for reach in [1.0, 2, 4, 8] {
        try progress.report(stage, metric: fitted.map { "lnL \(Numeral.brief($0.fit.logLikelihood, digits: 9))" })
        let found = try search(subject, factor, reach, from: fitted?.fit)
        fitted = found
        if found.truncation.magnitude <= Self.allowance { break }
      }
      guard let fitted else { throw RunFailure("\(stage): nothing to fit") }
      if case .notFinite = fitted.fit.status { throw RunFailure("\(stage): \(fitted.fit.status)") }
      if case .infeasibleStart = fitted.fit.status { throw RunFailure("\(stage): \(fitted.fit.status)") }
      return fitted
    }

    /// How much of lnL the sizes that are not followed may hold.
    private static let allowance = 1e-6

    private func search(_ subject: Subject, _ factor: Double, _ reach: Double, from earlier: Fit?) throws -> Fitted {
      let options = SolverOptions(stepLimit: steps, errors: .hessian)
      let problem = try subject.problem(startingAt: factor, reach: reach)
      var fit = problem.fit(from: earlier?.estimates.map(\.value), options: options)
      if multistart > 0 {
        let drawn = try problem.fit(multistart: multistart + 1, stream: stream.child("multistart"), options: options)
        if !fit.status.hasConverged || drawn.best.logLikelihood > fit.logLikelihood + 1e-9 { fit = drawn.best }
      }
      var truncation = 0.0
      for (number, block) in problem.blocks.enumerated() {
        guard let block = block as? FamilyBlock else { continue }
        let point = problem.map[number].map { fit.estimates[$0].value }
        truncation += block.reaching(twice: reach).evaluate(at: point).logLikelihood
        truncation -= block.pruning.evaluate(at: point).logLikelihood
      }
      return Fitted(subject: subject, fit: fit, truncation: truncation)
    }

    /// What the rates must be multiplied by at the start, so that every family has a probability there.
    private func start(of subject: Subject) throws -> Double {
      var factor = 1.0
      var impossible = ""
      for _ in 0..<24 {
        let problem = try subject.problem(startingAt: factor, reach: 1)
        impossible = ""
        for (number, block) in problem.blocks.enumerated() {
          guard let block = block as? FamilyBlock else { continue }
          let point = problem.map[number].map { problem.coordinates[$0].start }
          if let family = block.impossibleFamily(at: point) {
            let places = subject.data.classes.first { sameUTF8($0.name, block.name) }?.families ?? []
            impossible = places.isEmpty ? "" : subject.data.table.families[places[family]].name
          }
        }
        if impossible.isEmpty { return factor }
        factor *= 2
      }
      throw RunFailure(
        "the counts of the family \(impossible) have a probability below 1e-300 at any rate tried: "
          + "look for very short branches beside large differences, or leave it out")
    }
  }
}

extension Fit {
  /// lnL, −∞ where there is none.
  var logLikelihood: Double { statistics.logLikelihood ?? -.infinity }
}
