import Documents
import Fitting
import Laboratory
import Manifests

extension GeneFamilies {
  /// −2 Δ lnL along each rate that has an interval: every other parameter is fitted anew at each value.
  func profiles(of result: Fitted, _ progress: Progress) throws -> [(name: String, table: Table)] {
    var (labels, values, rises) = ([String](), [Double](), [Double]())
    let fit = result.fit
    for (place, estimate) in fit.estimates.enumerated() where estimate.interval != nil {
      try progress.report("profile of \(estimate.coordinate.label)", fraction: 0.4)
      for (value, rise) in fit.profile(of: place, at: grid(of: estimate)) {
        labels.append(estimate.coordinate.label)
        values.append(value)
        rises.append(rise)
      }
    }
    guard !labels.isEmpty else { return [] }
    return [
      (
        "profiles",
        Table([
          Table.Column("parameter", texts: labels), Table.Column("value", numbers: values),
          Table.Column("rise", numbers: rises),
        ])
      )
    ]
  }

  /// Values about the estimate, a third farther than its interval.
  private func grid(of estimate: Fitting.Estimate) -> [Double] {
    guard let interval = estimate.interval else { return [] }
    let spread = estimate.standardError ?? 0.1 * estimate.value
    let low = interval.lower.value ?? estimate.value - 2 * spread
    let high = interval.upper.value ?? estimate.value + 2 * spread
    return (-12...12).map { step in
      let reach = step < 0 ? estimate.value - low : high - estimate.value
      return estimate.value + reach * Double(step) / 9
    }.filter { $0 > estimate.coordinate.lower && $0 < estimate.coordinate.upper }
  }
}
