import Determinism
import Manifests

extension Multitask {
  /// A column that the network sees, and its coding.
  struct Covariate: Sendable {
    let name: String
    let rule: CovariateRule
    /// The number, transformed, or the place among the levels; NaN where it is missing.
    let values: [Double]
  }
}

extension Multitask.Covariate {
  /// A column as its coding asks for it.
  struct Column: Sendable {
    let name: String
    let values: [Double]
  }

  /// - Throws: every problem of the column, at its place in the manifest.
  init(_ input: Named<Multitask.CovariateRule>, in cohort: Multitask.Cohort) throws(ManifestErrors) {
    let column = Located(value: input.name, place: input.namePlace)
    (name, rule) = (input.name, input.value)
    func wrong(_ row: Int, _ message: String) -> ManifestErrors {
      ManifestErrors([input.place.problem("\(cohort.place(row)): \(input.name) \(message)")])
    }
    let isImputed: Bool
    switch input.value {
    case .numeric(let transform, let missing):
      let numbers = try cohort.numbers(column)
      isImputed = missing != nil
      if let row = numbers.firstIndex(where: \.isInfinite) { throw wrong(row, "is not finite") }
      if transform == .log, let row = numbers.firstIndex(where: { $0 <= 0 }) {
        throw wrong(row, "is \(Numeral.render(numbers[row])), which has no logarithm")
      }
      values = transform == .log ? numbers.map(Elementary.log) : numbers
    case .categorical(let levels, _, let missing):
      let texts = try cohort.texts(column)
      isImputed = missing != nil
      let places = texts.map { text in text.map { text in levels.value.firstIndex { sameUTF8($0, text) } } }
      if let row = places.firstIndex(where: { $0 == .some(nil) }) {
        throw wrong(row, "is \(texts[row] ?? ""), none of the levels \(levels.value.joined(separator: ", "))")
      }
      values = places.map { place in place.flatMap { $0 }.map(Double.init) ?? .nan }
    }
    if !isImputed, let row = values.firstIndex(where: \.isNaN) {
      throw wrong(row, "is missing; say what takes its place, as missing: …")
    }
  }

  /// The columns that the network sees; mean, deviation, median and mode are those of the training rows.
  func coded(training: ArraySlice<Int>) -> [Column] {
    let known = training.map { values[$0] }.filter { !$0.isNaN }
    switch rule {
    case .numeric(_, let missing):
      let fill = missing == .median ? median(known) : mean(known)
      return [standardised(name, values.map { $0.isNaN ? fill : $0 }, training)] + (missing == nil ? [] : [indicator])
    case .categorical(let levels, let coding, let missing):
      let filled = missing == .mode ? values.map { $0.isNaN ? mode(known, levels.value.count) : $0 } : values
      let marks = missing == nil ? [] : [indicator]
      guard coding != .ordinal else {
        // No level in between stands for none better than the mean.
        let fill = mean(known)
        return [standardised(name, filled.map { $0.isNaN ? fill : $0 }, training)] + marks
      }
      let places = levels.value.indices.dropFirst(coding == .treatment ? 1 : 0)
      return places.map { place in
        Column(name: "\(name) = \(levels.value[place])", values: filled.map { $0 == Double(place) ? 1 : 0 })
      } + marks
    }
  }

  private var indicator: Column { Column(name: "\(name) missing", values: values.map { $0.isNaN ? 1 : 0 }) }

  private func standardised(_ name: String, _ values: [Double], _ training: ArraySlice<Int>) -> Column {
    let own = training.map { values[$0] }
    let centre = mean(own)
    let deviation = Moments(own).deviation
    let scale = deviation > 0 ? deviation : 1
    return Column(name: name, values: values.map { ($0 - centre) / scale })
  }

  private func mean(_ numbers: [Double]) -> Double { numbers.isEmpty ? 0 : Moments(numbers).mean }

  private func median(_ numbers: [Double]) -> Double {
    guard !numbers.isEmpty else { return 0 }
    let sorted = numbers.sorted()
    return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
  }

  /// The most frequent level; of equals the first.
  private func mode(_ places: [Double], _ levels: Int) -> Double {
    let counts = (0..<levels).map { level in places.count { $0 == Double(level) } }
    return Double(counts.indices.max { counts[$0] < counts[$1] || (counts[$0] == counts[$1] && $0 > $1) } ?? 0)
  }
}

/// Mean and deviation of some numbers, by exact sums: no order of the rows moves a bit.
struct Moments {
  let mean: Double
  /// With n − 1 in the denominator; 0 for one number.
  let deviation: Double

  init(_ numbers: [Double]) {
    let count = Double(numbers.count)
    let mean = ExactSum.sum(numbers) / count
    self.mean = mean
    let squares = ExactSum.sum(numbers.map { ($0 - mean) * ($0 - mean) })
    deviation = numbers.count > 1 ? (squares / (count - 1)).squareRoot() : 0
  }
}
