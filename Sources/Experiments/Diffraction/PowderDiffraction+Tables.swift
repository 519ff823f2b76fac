import Diffraction
import Documents
import Fitting

extension PowderDiffraction {
  /// Every estimate: one row for each.
  func parameterTable(_ refined: RefinedStructure) -> Table {
    let estimates = refined.fit.estimates
    return Table([
      Table.Column("parameter", texts: estimates.map(\.coordinate.parameter)),
      Table.Column("pattern", texts: estimates.map { $0.coordinate.instance ?? "" }),
      Table.Column("value", numbers: estimates.map(\.value)),
      Table.Column("stderr", numbers: estimates.indices.map { refined.standardError($0) ?? .nan }),
      Table.Column("stderr_correlated", numbers: estimates.indices.map { refined.correctedErrors[$0] ?? .nan }),
      Table.Column("refined", texts: estimates.map { $0.state == .fixed ? "no" : "yes" }),
    ])
  }

  /// One row for each stage: what it set free and where it led.
  func stageTable(_ refined: RefinedStructure) -> Table {
    let stages = refined.stages
    var columns = [
      Table.Column("stage", integers: stages.indices.map { Int64($0 + 1) }),
      Table.Column("freed", texts: stages.map { $0.stage.selectors.joined(separator: " ") }),
      Table.Column("free", integers: stages.map { Int64($0.freeCount) }),
      Table.Column("evaluations", integers: stages.map { Int64($0.evaluations) }),
      Table.Column("chi_squared", numbers: stages.map(\.chiSquared)),
    ]
    for (k, entry) in refined.refinement.entries.enumerated() {
      columns.append(Table.Column("Rwp(\(entry.name))", numbers: stages.map { 100 * $0.rwp[k] }))
    }
    columns.append(Table.Column("ended", texts: stages.map(\.ended)))
    return Table(columns)
  }

  /// Every point beside the model.
  func pointTable(_ refined: RefinedStructure) -> Table {
    var names: [String] = []
    var (angles, observed, errors, computed, background) = ([Double](), [Double](), [Double](), [Double](), [Double]())
    for (k, entry) in refined.refinement.entries.enumerated() {
      names += Array(repeating: entry.name, count: entry.pattern.angles.count)
      angles += entry.pattern.angles
      observed += entry.pattern.intensities
      errors += entry.pattern.errors
      computed += entry.computed(at: refined.point(of: k))
      background += entry.background(at: refined.point(of: k))
    }
    return Table([
      Table.Column("pattern", texts: names), Table.Column("two_theta", numbers: angles),
      Table.Column("observed", numbers: observed), Table.Column("sigma", numbers: errors),
      Table.Column("model", numbers: computed), Table.Column("background", numbers: background),
    ])
  }

  /// Every reflection of every pattern.
  func reflectionTable(_ refined: RefinedStructure) -> Table {
    var names: [String] = []
    var rows: [ReflectionRow] = []
    for (k, entry) in refined.refinement.entries.enumerated() {
      let own = entry.model.reflectionRows(at: refined.point(of: k))
      names += Array(repeating: entry.name, count: own.count)
      rows += own
    }
    return Table([
      Table.Column("pattern", texts: names), Table.Column("h", integers: rows.map { Int64($0.index.x) }),
      Table.Column("k", integers: rows.map { Int64($0.index.y) }),
      Table.Column("l", integers: rows.map { Int64($0.index.z) }),
      Table.Column("multiplicity", integers: rows.map { Int64($0.multiplicity) }),
      Table.Column("d", numbers: rows.map(\.spacing)), Table.Column("two_theta", numbers: rows.map(\.position)),
      Table.Column("width", numbers: rows.map(\.width)),
      Table.Column("F_squared", numbers: rows.map(\.structureFactor)),
      Table.Column("intensity", numbers: rows.map(\.intensity)),
    ])
  }
}
