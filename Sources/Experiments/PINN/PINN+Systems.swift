import Autodiff
import Determinism
import Documents
import Formulas
import Layers
import Manifests
import Oracles
import Records

extension PINN {
  /// What laws look at, each from outside. Points are in units of the coordinates' lengths.
  struct Systems: Sendable {
    /// `place` across the periodic coordinate → what is to meet, at the `lower` and the `upper` end, in the precision of
    /// the network.
    var ends: any Oracles.Subject
    /// `point` → what a condition makes of the network at its face, `found`, and the formula, `due`.
    var conditions: any Oracles.Subject
    /// Four `points` → the fields of all at once, `together`, and one by one, `alone`.
    var batch: any Oracles.Subject
    /// `point` → `field`, `first` derivatives, their sum `slope`, and its `second` derivatives, in double precision.
    var derivatives: any Oracles.Subject
    /// `point` → first derivatives by `forward` and `reverse` mode.
    var modes: any Oracles.Subject
    /// A `move` of the weights along eight directions, `points` → `loss`, `gradient` along the directions.
    var loss: any Oracles.Subject
    /// `points` → the boundary network's `gradient`, and the `parts` of its two ends.
    var shares: any Oracles.Subject
    /// `point` → each equation's `residual` for the exact solution and what rounding may make of it, `allowed`; each
    /// condition's `gap` and `slack`.
    var exact: any Oracles.Subject

    /// Makes the ends of a model whose upper end has a boundary network of its own.
    let untiedEnds: @Sendable (_ upper: EndWeights) -> (any Oracles.Subject)?
    /// Makes the exact solution's residuals with derivatives changed on their way into the equations.
    let changedExact:
      @Sendable (_ change: @escaping @Sendable ([Derivative], [Double]) -> [Double]) -> any Oracles.Subject

    /// What an upper end that is untied may have: the weights as they were a little before, or others.
    enum EndWeights: Sendable { case stale, others }

    init(_ experiment: PINN, weights outcome: Outcome?) throws {
      let (setting, parameters) = (experiment.setting, experiment.parameters)
      let programs = try Programs(Model(setting, parameters, scheme: experiment.scheme), parameters)
      let layout = ParameterLayout(programs.terms.map(\.program))
      let stream = RandomStream(seed: experiment.manifest.seed, name: experiment.manifest.experiment)
      var values = layout.initialValues(programs.initializers, stream: stream.child("weights")).map { Float($0) }
      if let file = outcome?.blobs.first(where: { $0.path == "weights.safetensors" }) {
        values = try layout.values(of: Safetensors(parsing: file.bytes, file: file.path))
      }
      let bench = Bench(model: programs.model, layout: layout, values: values)
      ends = try bench.ends(upper: nil)
      conditions = try bench.conditions()
      batch = try bench.batch()
      derivatives = try bench.derivatives()
      modes = try bench.modes()
      loss = try bench.loss(stream.child("directions"))
      shares = try bench.shares()
      let symbols = try Symbols(setting)
      exact = try bench.exact(symbols) { $1 }
      untiedEnds = { try? bench.ends(upper: $0) }
      changedExact = { change in
        (try? bench.exact(symbols, change))
          ?? FunctionSubject { _ throws(SubjectFailure) in throw SubjectFailure(.refused, "no exact solution") }
      }
    }
  }
}
