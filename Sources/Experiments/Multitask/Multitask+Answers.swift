import Determinism
import Documents
import Manifests

extension Multitask {
  /// The test samples of the first repeat at the largest size: what is known of each, and what the first network says.
  ///
  /// A yes-or-no task is answered with its probability, classes with the likeliest, a survival with the logarithm of
  /// its hazard.
  func predictions(_ first: Trial) -> Table {
    let test = first.draw.test
    var columns = [Table.Column("sample", numbers: test.map(Double.init))]
    for (place, task) in tasks.enumerated() {
      let (labels, answers) = (first.labels[place], first.answers(networks[0], place) ?? [])
      switch task.value.question {
      case .classes(_, let levels):
        columns.append(
          Table.Column(task.name, texts: test.map { labels.isKnown($0) ? levels.value[Int(labels.values[$0])] : "" }))
        columns.append(
          Table.Column("\(task.name)_predicted", texts: test.map { levels.value[answers[$0].placeOfLargest] }))
      case .binary, .landmark:
        columns.append(Table.Column(task.name, numbers: test.map { labels.values[$0] }))
        columns.append(
          Table.Column("\(task.name)_predicted", numbers: test.map { Elementary.sigmoid(answers[$0][0]) }))
      case .regression:
        columns.append(Table.Column(task.name, numbers: test.map { labels.values[$0] }))
        columns.append(Table.Column("\(task.name)_predicted", numbers: test.map { answers[$0][0] }))
      case .survival:
        columns.append(Table.Column("\(task.name)_time", numbers: test.map { labels.values[$0] }))
        columns.append(Table.Column("\(task.name)_event", numbers: test.map { labels.events[$0] ? 1 : 0 }))
        columns.append(Table.Column("\(task.name)_predicted", numbers: test.map { answers[$0][0] }))
      }
    }
    return Table(columns)
  }

  /// How often each class of the test set is taken for each; nil without a task of classes.
  func confusion(_ first: Trial) -> Table? {
    var (names, kinds, truths, answers) = ([String](), [String](), [String](), [String]())
    var counts: [Double] = []
    for (place, task) in tasks.enumerated() {
      guard case .classes(_, let levels) = task.value.question else { continue }
      for network in networks {
        let found = first.answers(network, place) ?? []
        for (k, truth) in levels.value.enumerated() {
          for (l, answer) in levels.value.enumerated() {
            names.append(task.name)
            kinds.append(network.rawValue)
            truths.append(truth)
            answers.append(answer)
            counts.append(
              Double(
                first.test(place).count {
                  Int(first.labels[place].values[$0]) == k && found[$0].placeOfLargest == l
                }))
          }
        }
      }
    }
    guard !names.isEmpty else { return nil }
    return Table([
      Table.Column("task", texts: names), Table.Column("network", texts: kinds), Table.Column("class", texts: truths),
      Table.Column("predicted", texts: answers), Table.Column("count", numbers: counts),
    ])
  }

  /// How predicted survival of a task meets what was observed; nil when it is no survival.
  func calibration(_ task: Int, _ first: Trial, _ network: Network) -> Calibration? {
    guard case .survival(_, _, _, let horizon) = tasks[task].value.question,
      let answers = first.answers(network, task)
    else { return nil }
    let labels = first.labels[task]
    return Calibration(
      times: labels.values, events: labels.events, risks: answers.map { $0[0] }, training: first.training(task),
      test: first.test(task), horizon: horizon)
  }

  /// Predicted and observed survival by groups of rising risk; nil without a survival.
  func calibrationTable(_ first: Trial) -> Table? {
    var (names, kinds) = ([String](), [String]())
    var rows: [[Double]] = []
    for (place, task) in tasks.enumerated() {
      for network in networks {
        guard let calibration = calibration(place, first, network) else { continue }
        for (k, group) in calibration.groups.enumerated() {
          names.append(task.name)
          kinds.append(network.rawValue)
          rows.append([
            calibration.horizon, Double(k + 1), Double(group.count), group.predicted, group.observed.survival,
            group.observed.lower, group.observed.upper,
          ])
        }
      }
    }
    guard !names.isEmpty else { return nil }
    let headers = ["horizon", "group", "samples", "predicted", "observed", "observed_lower", "observed_upper"]
    return Table(
      [Table.Column("task", texts: names), Table.Column("network", texts: kinds)]
        + headers.enumerated().map { k, name in Table.Column(name, numbers: rows.map { $0[k] }) })
  }
}
