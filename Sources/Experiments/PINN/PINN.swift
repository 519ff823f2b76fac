import Autodiff
public import Determinism
public import Documents
import Formulas
public import Laboratory
import Layers
public import Manifests
public import Records

/// Networks that solve differential equations on a domain of which two ends are one.
///
/// Question: what does one boundary network under both ends buy? The answer holds the error against the exact solution,
/// by how much the fields and their declared derivatives differ between the ends, and, with `contrast: sharing`, the
/// same for periodic features and for a penalty on the difference, everything else being equal.
/// Source: Raissi et al., 2019, doi:10.1016/j.jcp.2018.10.045.
public struct PINN: Experiment {
  public static let name = "pinn"
  public static let summary = "networks that solve differential equations on a periodic domain, its ends shared"

  let parameters: Parameters
  let manifest: Manifest
  let setting: Setting
  let lattice: Lattice

  public init(_ parameters: Parameters, of manifest: Manifest) throws(ManifestErrors) {
    (self.parameters, self.manifest) = (parameters, manifest)
    let setting = try Setting(parameters)
    self.setting = setting
    let grid = parameters.grid
    for own in grid.value where !setting.coordinates.contains(where: { sameUTF8($0.name, own.name) }) {
      let known = setting.coordinates.map(\.name)
      throw ManifestErrors([
        own.namePlace.problem(
          "there is no coordinate \(own.name); there are \(known.joined(separator: ", "))",
          suggestion: nearestName(to: own.name, among: known))
      ])
    }
    let counts = setting.coordinates.map { coordinate in
      grid.value.first { sameUTF8($0.name, coordinate.name) }?.value ?? 64
    }
    lattice = Lattice(setting, counts: counts)
    guard lattice.count <= 4_000_000 else {
      throw ManifestErrors([
        grid.place.problem(expected: "at most 4000000 points in all", found: "\(lattice.count)")
      ])
    }
    try checkPeriods()
    try checkReference()
    do {
      let programs = try Programs(Model(setting, parameters, scheme: scheme), parameters)
      guard !programs.terms.contains(where: { $0.program.inputs.allSatisfy { $0.role != .parameter } }) else {
        throw RunFailure("a term of the loss does not depend on the network")
      }
    } catch { throw ManifestErrors([parameters.periodic.along.place.problem("\(error)")]) }
  }

  /// The scheme that the manifest asks for; without sharing, the ends are pulled together by a penalty.
  var scheme: Scheme { manifest.isShared ? parameters.periodic.scheme : .penalty }

  public func run(_ stream: RandomStream, _ progress: Progress) throws -> Outcome {
    let reference = try reference(progress)
    let own = try train(scheme, reference, stream, progress, scheme.rawValue)
    var all = [own]
    if manifest.contrast == .sharing, manifest.isShared {
      for other in Scheme.allCases where other != scheme {
        all.append(try train(other, reference, stream, progress, other.rawValue))
      }
    }
    return try outcome(of: all, reference)
  }

  public static func headline(of metrics: JSON) -> String? {
    let fields = metrics["error"]?.asObject ?? []
    let errors = fields.compactMap { $0.value["relative_l2"]?.asNumber }
    let gaps = (metrics["edges"]?.asObject ?? []).compactMap { $0.value.asNumber }
    guard let gap = gaps.max() else { return nil }
    let ends = gap == 0 ? "ends equal in every bit" : "ends differ by \(Numeral.brief(gap, digits: 2))"
    return (errors.max().map { "relative L2 error \(Numeral.brief($0, digits: 2)), " } ?? "") + ends
  }
}

extension PINN {
  /// Refuses formulas along the periodic coordinate that do not have its period.
  private func checkPeriods() throws(ManifestErrors) {
    var problems: [Problem] = []
    let named =
      parameters.exact.map { ($0.value.value, $0.value.place) }
      + parameters.conditions.filter(\.value.isExact).map {
        ($0.value.formula.value.expression, $0.value.formula.place)
      }
    for (expression, place) in named {
      // A few points across, at both ends.
      let ends = [0.0, 1.0].map { end in
        setting.coordinates.indices.map { coordinate in
          (0..<7).map { coordinate == setting.periodic ? end : (Double($0) + 0.5) / 7 }
        }
      }
      guard let lower = try? Self.values(of: [expression], setting, at: ends[0]).first,
        let upper = try? Self.values(of: [expression], setting, at: ends[1]).first
      else { continue }
      if !(lower + upper).allSatisfy(\.isFinite) {
        problems.append(
          place.problem("the formula is not finite at the ends of \(setting.coordinates[setting.periodic].name)"))
        continue
      }
      let size = (lower + upper).reduce(1) { max($0, $1.magnitude) }
      if let gap = zip(lower, upper).map({ ($0 - $1).magnitude }).max(), gap > 1e-9 * size {
        let name = setting.coordinates[setting.periodic].name
        problems.append(
          place.problem("the formula differs by \(Numeral.brief(gap)) between the ends of \(name), which are one"))
      }
    }
    guard problems.isEmpty else { throw ManifestErrors(problems) }
  }

  private func checkReference() throws(ManifestErrors) {
    guard let spectral = parameters.reference else { return }
    do { _ = try SpectralSolution(setting) } catch {
      throw ManifestErrors([spectral.modes.place.problem("\(error)")])
    }
    let (modes, steps) = (spectral.modes, spectral.steps)
    let time = 1 - setting.periodic
    let (columns, rows) = (lattice.axes[setting.periodic].count, lattice.axes[time].count - 1)
    guard modes.value & (modes.value - 1) == 0, modes.value / 2 % columns == 0 else {
      throw ManifestErrors([
        modes.place.problem(
          expected: "a power of two whose half is a multiple of the grid's \(columns) points along "
            + setting.coordinates[setting.periodic].name, found: "\(modes.value)")
      ])
    }
    guard steps.value % 2 == 0, steps.value / 2 % rows == 0 else {
      throw ManifestErrors([
        steps.place.problem(
          expected: "twice a multiple of \(rows), the intervals of the grid along \(setting.coordinates[time].name)",
          found: "\(steps.value)")
      ])
    }
  }
}
