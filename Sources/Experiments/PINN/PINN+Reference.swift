import Autodiff
import Determinism
import Documents
import Formulas
import Laboratory
import Manifests

extension PINN {
  /// The solution that a model is compared with, at the lattice's points.
  struct Reference: Sendable {
    /// For each field.
    let values: [[Double]]
    /// By how much the values of a computed reference differ from those of half as many modes and steps, relative in
    /// the root of the mean square; nil for an exact one.
    let refinement: Double?

    /// The relative L2 error and the largest absolute one of each field.
    func errors(_ told: [[Float]], _ setting: Setting) -> [(relative: Double, largest: Double)] {
      values.enumerated().map { field, due in
        let found = told[field * (setting.order + 1)]
        let gaps = zip(found, due).map { Double($0) - $1 }
        let (error, size) = (ExactSum.sum(gaps.map { $0 * $0 }), ExactSum.sum(due.map { $0 * $0 }))
        return ((error / size).squareRoot(), gaps.reduce(0) { max($0, $1.magnitude) })
      }
    }
  }

  /// The reference that the manifest declares; nil for none.
  /// - Throws: `RunFailure` when a computed one is not finite.
  func reference(_ progress: Progress) throws -> Reference? {
    if let exact = setting.exact {
      return Reference(values: try Self.values(of: exact, setting, at: lattice.points), refinement: nil)
    }
    guard let spectral = parameters.reference else { return nil }
    let method = try SpectralSolution(setting)
    try progress.report("spectral reference", fraction: 0)
    let fine = method.solve(modes: spectral.modes.value, steps: spectral.steps.value, at: lattice)
    try progress.report("spectral reference", fraction: 0.7)
    let coarse = method.solve(modes: spectral.modes.value / 2, steps: spectral.steps.value / 2, at: lattice)
    guard fine.allSatisfy({ $0.allSatisfy(\.isFinite) }) else {
      throw RunFailure("the spectral reference is not finite: more steps or more modes will help")
    }
    let gaps = zip(fine, coarse).flatMap { zip($0, $1).map { ($0 - $1) * ($0 - $1) } }
    let sizes = fine.flatMap { $0.map { $0 * $0 } }
    return Reference(values: fine, refinement: (ExactSum.sum(gaps) / ExactSum.sum(sizes)).squareRoot())
  }

  /// Formulas of coordinates, in double precision.
  /// - Parameter points: for each coordinate, in units of its length.
  static func values(of formulas: [Expression], _ setting: Setting, at points: [[Double]]) throws -> [[Double]] {
    let program = try Program.model { trace in
      let units = setting.coordinates.map { trace.data($0.name, shape: [points[0].count, 1]) }
      let jets = Jets(setting, units: units, fields: [])
      return try formulas.enumerated().map { place, formula in
        ("\(place)", try jets.value(formula) + units[0] * 0)
      }
    }
    let session = try program.compiled(as: Double.self).makeSession()
    for (coordinate, column) in zip(setting.coordinates, points) where session.takes(coordinate.name) {
      session.load(coordinate.name, column)
    }
    session.run()
    return formulas.indices.map { session.output("\($0)") }
  }
}
