import Autodiff
import Determinism
import Documents
import Laboratory
import Layers

extension PINN {
  /// A trained model, and how it came about.
  struct Trained {
    let scheme: Scheme
    let programs: Programs
    let layout: ParameterLayout
    let values: [Float]
    /// How many gradients had been computed, the loss, the error, row by row.
    var curve: [(evaluations: Int, loss: Double, error: Double)]
    var polish: (steps: Int, evaluations: Int, hasStalled: Bool)?
    /// Fields, derivatives that are to meet, and residuals at the lattice's points.
    let told: [[Float]]
    let evaluation: Evaluation

    var loss: Double { curve.last?.loss ?? .nan }
  }

  /// Trains a model whose ends are one by a scheme: the optimizer's steps, then L-BFGS.
  func train(
    _ scheme: Scheme, _ reference: Reference?, _ stream: RandomStream, _ progress: Progress, _ stage: String
  ) throws -> Trained {
    let programs = try Programs(Model(setting, parameters, scheme: scheme), parameters)
    let layout = ParameterLayout(programs.terms.map(\.program))
    let evaluation = try Evaluation(programs, layout, chunk: parameters.points.chunk)
    let points = lattice.points
    func error(_ values: [Float]) -> Double {
      reference?.errors(evaluation(values, at: points), setting).map(\.relative).max() ?? .nan
    }
    let collocation = Collocation(
      setting: setting, terms: programs.terms, sampling: parameters.points.sampling, stream: stream.child("points"))
    let terms = programs.terms.map { LossTerm($0.program) }
    let interval = max(1, parameters.steps / 40)
    let training = try Training(
      stage, terms, parameters.descent,
      values: layout.initialValues(programs.initializers, stream: stream.child("weights")), layout: layout,
      steps: parameters.steps, interval: interval, columns: ["error"])
    training.companions = terms.map { _ in 1 }
    var (round, batch) = (-1, Batch(terms: []))
    try training.run(progress) { step in
      let now = parameters.points.resample == 0 ? 0 : (step - 1) / parameters.points.resample
      let isWeighed = parameters.balance.map { (step - 1) % $0.every == 0 } ?? false
      if now != round || isWeighed { batch = collocation.batch(round: now, weights: training.companions) }
      round = now
      if isWeighed, let balance = parameters.balance {
        training.companions = weighed(training.companions, by: balance, training.trainer, batch)
        batch = collocation.batch(round: now, weights: training.companions)
      }
      return Training.Work(chunks: batch.chunks, samples: batch.points) { [batch] in batch.load($0, $1, $2) }
    } row: { _ in
      let error = error(training.trainer.predicting)
      return ([error], reference == nil ? "" : "error \(Numeral.brief(error))")
    }
    let table = training.curve
    var trained = Trained(
      scheme: scheme, programs: programs, layout: layout, values: training.trainer.predicting,
      curve: zip(table.numbers("epoch"), zip(table.numbers("loss"), table.numbers("error"))).map {
        (Int(($0 * Double(interval)).rounded()), $1.0, $1.1)
      }, told: [], evaluation: evaluation)
    if let polish = parameters.polish {
      let weights = training.companions
      func polished<Element: LossElement>(_ precision: Element.Type) throws -> Trained {
        let search = try Polishing<Element>(
          stage + ", L-BFGS", terms, polish, values: trained.values.map(Double.init), layout: layout)
        try search.run(progress) {
          collocation.batch(round: $0, weights: weights)
        } error: {
          error($0)
        }
        let values = search.values
        var curve = trained.curve
        curve += search.curve.map { (parameters.steps + $0.evaluations, $0.loss, $0.error) }
        return Trained(
          scheme: scheme, programs: programs, layout: layout, values: values, curve: curve, polish: search.end,
          told: evaluation(values, at: points), evaluation: evaluation)
      }
      switch polish.precision {
      case .single: trained = try polished(Float.self)
      case .double: trained = try polished(Double.self)
      }
      return trained
    }
    return Trained(
      scheme: scheme, programs: programs, layout: layout, values: trained.values, curve: trained.curve,
      told: evaluation(trained.values, at: points), evaluation: evaluation)
  }

  /// Weights with which all terms have gradients of one length, mixed with those before.
  /// Source: Wang et al., 2021, doi:10.1137/20M1318043, with norms in the place of means.
  private func weighed(_ old: [Double], by balance: Balance, _ trainer: Trainer, _ batch: Batch) -> [Double] {
    let norms = batch.terms.indices.map { term -> Double in
      trainer.gradient(chunks: batch.chunks.enumerated().map { $0 == term ? $1 : 0 }) { batch.load($0, $1, $2) }
      let gradient = trainer.lastGradient.map(Double.init)
      return ExactSum.sum(gradient.map { $0 * $0 }).squareRoot() / old[term]
    }
    let whole = norms.reduce(0, +)
    return zip(old, norms).map { before, norm in
      norm > 0 ? balance.memory * before + (1 - balance.memory) * whole / norm : before
    }
  }
}
