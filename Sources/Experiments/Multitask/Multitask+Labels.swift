import Determinism
import Manifests

extension Multitask {
  /// The labels of one task, for every sample of a cohort.
  struct Labels: Sendable {
    /// 0 or 1, the place of a class, a number, or a time; NaN where there is none.
    let values: [Double]
    /// For a survival: whether the event came.
    let events: [Bool]

    func isKnown(_ i: Int) -> Bool { !values[i].isNaN }

    /// How many of some rows have a label.
    func count(_ rows: some Sequence<Int>) -> Int { rows.count { isKnown($0) } }
  }
}

extension Multitask.Labels {
  /// - Throws: what is wrong with the columns, at the places of their names.
  init(_ task: Multitask.Task, in cohort: Multitask.Cohort) throws(ManifestErrors) {
    var events: [Bool] = []
    var values: [Double]
    switch task.question {
    case .binary(let selection): values = try selection.read(cohort).map { $0.map { $0 ? 1 : 0 } ?? .nan }
    case .landmark(let after, let time, let event):
      let (times, happened) = try Self.times(time, event, cohort)
      values = zip(times, happened).map { time, happened in
        time > after ? 1 : happened ? 0 : .nan
      }
    case .classes(let column, let levels):
      let texts = try cohort.texts(column)
      values = []
      for (row, text) in texts.enumerated() {
        guard let text else {
          values.append(.nan)
          continue
        }
        guard let place = levels.value.firstIndex(where: { sameUTF8($0, text) }) else {
          throw ManifestErrors([
            levels.place.problem(
              "\(cohort.place(row)): \(column.value) is \(text), none of the classes \(levels.value.joined(separator: ", "))"
            )
          ])
        }
        values.append(Double(place))
      }
    case .regression(let column):
      values = try cohort.numbers(column)
      if let row = values.firstIndex(where: \.isInfinite) {
        throw ManifestErrors([column.place.problem("\(cohort.place(row)): \(column.value) is not finite")])
      }
    case .survival(let time, let event, _, _):
      (values, events) = try Self.times(time, event, cohort)
    }
    if let among = task.among {
      let isAmong = try among.read(cohort)
      values = zip(values, isAmong).map { $1 == true ? $0 : .nan }
    }
    (self.values, self.events) = (values, events)
  }

  /// Times and events; a sample that lacks either has no time.
  private static func times(
    _ time: Located<String>, _ event: Multitask.Selection, _ cohort: Multitask.Cohort
  ) throws(ManifestErrors) -> ([Double], [Bool]) {
    let (times, happened) = (try cohort.numbers(time), try event.read(cohort))
    if let row = times.firstIndex(where: { $0 <= 0 || $0.isInfinite }) {
      throw ManifestErrors([
        time.place.problem(
          "\(cohort.place(row)): \(time.value) is \(Numeral.render(times[row])), expected a finite time above 0")
      ])
    }
    return (zip(times, happened).map { $1 == nil ? .nan : $0 }, happened.map { $0 == true })
  }
}

extension Multitask.Selection {
  /// Yes or no for every sample; nil where the column is empty.
  func read(_ cohort: Multitask.Cohort) throws(ManifestErrors) -> [Bool?] {
    let texts = try cohort.texts(column)
    let yes = values?.value ?? ["1"]
    if values == nil, let row = texts.firstIndex(where: { $0.map { $0 != "0" && $0 != "1" } ?? false }) {
      throw ManifestErrors([
        column.place.problem(
          "\(cohort.place(row)): \(column.value) is \(texts[row] ?? ""), expected 0 or 1; or say which values mean yes, as values: […]"
        )
      ])
    }
    if let values {
      for value in values.value where !texts.contains(where: { $0.map { sameUTF8($0, value) } ?? false }) {
        throw ManifestErrors([values.place.problem("no \(column.value) of \(cohort.file) is \(value)")])
      }
    }
    return texts.map { text in text.map { text in yes.contains { sameUTF8($0, text) } } }
  }
}
