import Documents
import Fitting

/// Where the laws of a fit are tried: the values of an outcome, and how far a point may be moved from them.
struct FitAnchor: Sendable {
  let values: [Double]
  /// The standard error of each value, or a sixty-fourth of it where the data give none.
  let widths: [Double]

  /// - Parameter outcome: the table of parameters, one row for each coordinate; nil for the declared starts.
  init(_ problem: FitProblem, _ outcome: Table?) {
    let count = problem.coordinates.count
    func column(_ name: String) -> [Double]? {
      outcome?.columns.first { $0.name == name }?.values.numbers.flatMap { $0.count == count ? $0 : nil }
    }
    self.init(values: column("value") ?? problem.start, errors: column("stderr") ?? [])
  }

  init(values: [Double], errors: [Double]) {
    self.values = values
    widths = values.indices.map { place in
      let error = place < errors.count ? errors[place] : .nan
      if error > 0, error.isFinite { return error }
      return values[place] == 0 ? 0x1p-6 : values[place].magnitude * 0x1p-6
    }
  }
}
