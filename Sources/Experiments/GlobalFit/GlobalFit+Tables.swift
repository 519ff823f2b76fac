import Determinism
import Documents
import Fitting
import Manifests

extension GlobalFit {
  /// Every estimate: one row for each.
  func parameterTable(_ fit: Fit) -> Table {
    let estimates = fit.estimates
    return Table([
      Table.Column("parameter", texts: estimates.map(\.coordinate.parameter)),
      Table.Column("instance", texts: estimates.map { $0.coordinate.instance ?? "" }),
      Table.Column("value", numbers: estimates.map(\.value)),
      Table.Column("stderr", numbers: estimates.map { $0.standardError ?? .nan }),
    ])
  }

  /// Every observed value beside the model, with its residual in units of its standard error.
  func pointTable(_ fit: Fit) -> Table {
    let sets = fitted(fit)
    let predictors = subject.formula.columns
    var columns = [Table.Column("dataset", texts: sets.flatMap { set in set.observed.map { _ in set.name } })]
    for (place, name) in predictors.enumerated() {
      columns.append(Table.Column(name, numbers: sets.flatMap { $0.columns[place] }))
    }
    columns.append(Table.Column("observed", numbers: sets.flatMap(\.observed)))
    columns.append(Table.Column("sigma", numbers: sets.flatMap(\.sigma)))
    columns.append(Table.Column("model", numbers: sets.flatMap(\.model)))
    columns.append(Table.Column("pull", numbers: sets.flatMap(\.pulls)))
    return Table(columns.unique)
  }

  /// The model on a fine grid, for each dataset in which one column alone varies; nil when there is none.
  func curveTable(_ fit: Fit) -> Table? {
    var names: [String] = []
    var xs: [Double] = []
    var ys: [Double] = []
    for set in fitted(fit) {
      guard let curve = set.curve(along: abscissa, of: subject.formula) else { continue }
      names += Array(repeating: set.name, count: curve.x.count)
      xs += curve.x
      ys += curve.y
    }
    guard !names.isEmpty else { return nil }
    return Table([
      Table.Column("dataset", texts: names), Table.Column("x", numbers: xs), Table.Column("model", numbers: ys),
    ])
  }

  /// The correlations of what all datasets share.
  func correlationTable(_ fit: Fit) -> Table {
    let shared = fit.sharedCoordinates
    let labels = shared.map { fit.problem.coordinates[$0].label }
    var columns = [Table.Column("parameter", texts: labels)]
    for (place, c) in shared.enumerated() {
      columns.append(
        Table.Column(labels[place], numbers: shared.map { fit.covariance.correlation($0, c) ?? .nan }))
    }
    return Table(columns.unique)
  }

  /// One row for each starting point: where it led.
  func startTable(_ fits: [Fit]) -> Table {
    var columns = [
      Table.Column("start", integers: fits.indices.map { Int64($0 + 1) }),
      Table.Column("ended", texts: fits.map(\.status.description)),
      Table.Column("objective", numbers: fits.map(\.statistics.objective)),
    ]
    for (c, coordinate) in (fits.first?.problem.coordinates ?? []).enumerated().prefix(64) {
      columns.append(Table.Column(coordinate.label, numbers: fits.map { $0.estimates[c].value }))
      columns.append(
        Table.Column("stderr(\(coordinate.label))", numbers: fits.map { $0.estimates[c].standardError ?? .nan }))
    }
    return Table(columns.unique)
  }

  /// The column along the x axis of curves and figures.
  var abscissa: String? { parameters.axes.x?.value ?? subject.formula.columns.first }
}

extension [Table.Column] {
  /// The first of columns of one name.
  fileprivate var unique: [Table.Column] {
    var kept: [Table.Column] = []
    for column in self where !kept.contains(where: { sameUTF8($0.name, column.name) }) { kept.append(column) }
    return kept
  }
}
