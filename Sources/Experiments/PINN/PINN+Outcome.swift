import Autodiff
import Determinism
import Documents
import Layers
import Manifests
import Records

extension PINN {
  /// What is recorded of the trained models; the first is the experiment's own.
  func outcome(of all: [Trained], _ reference: Reference?) throws -> Outcome {
    let own = all[0]
    var metrics: JSON = [
      "scheme": .string(own.scheme.rawValue), "points": .integer(Int64(parameters.points.inside.value)),
      "steps": .integer(Int64(parameters.steps)), "parameters_count": .integer(Int64(own.layout.count)),
      "loss": .number(own.loss),
    ]
    if let polish = own.polish {
      metrics["lbfgs"] = [
        "steps": .integer(Int64(polish.steps)), "evaluations": .integer(Int64(polish.evaluations)),
        "ended": .string(polish.hasStalled ? "at the loss's own rounding" : "at the limit of steps"),
      ]
    }
    let summary = summary(of: own, reference)
    for name in ["error", "residual", "edges"] { if let value = summary[name] { metrics[name] = value } }
    if let refinement = reference?.refinement {
      metrics["reference"] = [
        "modes": .integer(Int64(parameters.reference?.modes.value ?? 0)),
        "steps": .integer(Int64(parameters.reference?.steps.value ?? 0)), "change_by_refinement": .number(refinement),
      ]
    }
    if all.count > 1 {
      metrics["contrast"] = .object(
        Scheme.allCases.compactMap { scheme in
          guard let trained = all.first(where: { $0.scheme == scheme }) else { return nil }
          var column: JSON = [
            "parameters_count": .integer(Int64(trained.layout.count)),
            "evaluations": .integer(Int64(trained.curve.last?.evaluations ?? 0)), "loss": .number(trained.loss),
          ]
          let own = self.summary(of: trained, reference)
          for name in ["error", "residual", "edges"] { if let value = own[name] { column[name] = value } }
          return JSON.Member(key: scheme.rawValue, value: column)
        })
    }
    var outcome = Outcome(
      metrics: metrics,
      sharing: own.layout.sharing(in: try sharingProgram(own), samples: parameters.points.chunk),
      tables: [("curve", curves(all)), ("edges", edges(all))],
      blobs: [StoredFile("weights.safetensors", own.layout.weights(own.values).bytes())])
    for (field, name) in setting.fields.enumerated() {
      let told = own.told[field * (setting.order + 1)]
      outcome.arrays.append((name, NumericArray(shape: lattice.shape, told)))
      if let due = reference?.values[field] {
        outcome.arrays.append(
          (name + "-error", NumericArray(shape: lattice.shape, zip(told, due).map { Float(Double($0) - $1) })))
      }
    }
    return outcome
  }

  /// The model with its ends told apart, so that each of their uses of the boundary network is seen.
  private func sharingProgram(_ trained: Trained) throws -> Program {
    let (model, count) = (trained.programs.model, parameters.points.chunk)
    return try Program.model { trace in
      let units = setting.coordinates.map { trace.data($0.name, shape: [count, 1]) }
      func edge(_ end: String) -> [Tensor] {
        setting.across.map { trace.data("\(setting.coordinates[$0].name) at the \(end) end", shape: [count, 1]) }
      }
      let fields = try model.fields(units, in: Scope(trace), edges: (edge("lower"), edge("upper")))
      return zip(setting.fields, fields).map { ($0, $1) }
    }
  }

  /// Errors, residuals and gaps between the ends.
  private func summary(of trained: Trained, _ reference: Reference?) -> JSON {
    var summary: JSON = [:]
    if let errors = reference?.errors(trained.told, setting) {
      summary["error"] = .object(
        zip(setting.fields, errors).map {
          JSON.Member(key: $0, value: ["relative_l2": .number($1.relative), "largest": .number($1.largest)])
        })
    }
    let residuals = trained.told.suffix(setting.equations.count)
    summary["residual"] = .object(
      residuals.enumerated().map { k, own in
        let mean = ExactSum.sum(own.map { Double($0) * Double($0) }) / Double(own.count)
        return JSON.Member(key: "\(k + 1)", value: .number(mean.squareRoot()))
      })
    let differences = gaps(of: trained)
    summary["edges"] = .object(
      zip(setting.matching, differences).map { derivative, gap in
        JSON.Member(key: setting.names.name(derivative), value: .number(gap.reduce(0) { max($0, $1.magnitude) }))
      })
    return summary
  }

  /// Points on the face across the periodic coordinate: 65 along each other coordinate, or fewer where there are many.
  private var face: [[Double]] {
    let across = setting.across
    let count = across.count == 1 ? 65 : 9
    let all = (0..<across.count).reduce(1) { product, _ in product * count }
    return across.indices.map { axis in
      let inner = (axis + 1..<across.count).reduce(1) { product, _ in product * count }
      return (0..<all).map { Double($0 / inner % count) / Double(count - 1) }
    }
  }

  /// Upper minus lower end, for what is to meet there: exactly 0 where the scheme shares its ends.
  private func gaps(of trained: Trained) -> [[Double]] {
    let face = face
    let told = [0.0, 1.0].map { end in
      let points = setting.coordinates.indices.map { coordinate in
        setting.across.firstIndex(of: coordinate).map { face[$0] } ?? face[0].map { _ in end }
      }
      return trained.evaluation(trained.values, at: points)
    }
    return setting.matching.indices.map { k in zip(told[1][k], told[0][k]).map { Double($0) - Double($1) } }
  }

  private func curves(_ all: [Trained]) -> Table {
    let rows = all.flatMap { trained in trained.curve.map { (trained.scheme.rawValue, $0) } }
    return Table([
      Table.Column("scheme", texts: rows.map(\.0)),
      Table.Column("evaluations", integers: rows.map { Int64($0.1.evaluations) }),
      Table.Column("loss", numbers: rows.map(\.1.loss)), Table.Column("error", numbers: rows.map(\.1.error)),
    ])
  }

  /// For each scheme and each point of the face the gaps.
  private func edges(_ all: [Trained]) -> Table {
    let face = face
    let differences = all.map { gaps(of: $0) }
    var columns = [Table.Column("scheme", texts: all.flatMap { own in face[0].map { _ in own.scheme.rawValue } })]
    for (axis, coordinate) in setting.across.map({ setting.coordinates[$0] }).enumerated() {
      let values = face[axis].map { coordinate.lower + coordinate.length * $0 }
      columns.append(Table.Column(coordinate.name, numbers: all.flatMap { _ in values }))
    }
    for (k, derivative) in setting.matching.enumerated() {
      columns.append(Table.Column("gap of " + setting.names.name(derivative), numbers: differences.flatMap { $0[k] }))
    }
    return Table(columns)
  }
}
