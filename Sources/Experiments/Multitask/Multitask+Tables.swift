import Determinism
import Documents
import Manifests

extension Multitask {
  /// The training curves of the first repeat at the largest size: one column for each network.
  func curve(_ first: Trial) -> Table {
    var columns: [Table.Column] = []
    for network in networks {
      for (place, trained) in (first.trained[network] ?? []).enumerated() {
        let part = trained.curve
        if columns.isEmpty {
          columns.append(Table.Column("step", numbers: part.numbers("epoch").map { ($0 * trainingInterval).rounded() }))
        }
        columns.append(
          Table.Column(network == .shared ? "all tasks" : "\(tasks[place].name) alone", numbers: part.numbers("loss")))
      }
    }
    return Table(columns)
  }

  private var trainingInterval: Double { Double(max(1, parameters.steps / 20)) }

  /// A score of a task over the repeats of one size.
  struct Point: Sendable {
    let size: Int
    /// The mean number of training labels.
    let labels: Double
    let means: [Network: RepeatedMean]
    /// How much better the shared network is, in the same repeats; nil where only one network was trained.
    let gain: RepeatedMean?

    /// What sharing did, as far as the repeats can tell.
    var verdict: String? {
      guard let gain, gain.lower.isFinite else { return nil }
      return gain.lower > 0 ? "helps" : gain.upper < 0 ? "hurts" : "undecided"
    }
  }

  /// The learning curve of one score of a task.
  func points(_ task: Int, score: Int, _ marks: [Marks]) -> [Point] {
    sizes.map { size in
      let own = marks.filter { $0.size == size }
      let overlap = parameters.data.isResampled ? Double(parameters.test.value) / Double(size) : nil
      func values(_ network: Network) -> [Double] { own.compactMap { $0.scores[network]?[task][score].value } }
      let isLoss = own.first?.scores[networks[0]]?[task][score].isLoss ?? false
      let gains = zip(values(.shared), values(.separate)).map { isLoss ? $1 - $0 : $0 - $1 }
      var means: [Network: RepeatedMean] = [:]
      for network in networks { means[network] = RepeatedMean(values(network), overlap: overlap) }
      return Point(
        size: size, labels: Moments(own.map { Double($0.labels[task]) }).mean, means: means,
        gain: gains.isEmpty ? nil : RepeatedMean(gains, overlap: overlap))
    }
  }

  func scoreNames(_ task: Int, _ marks: [Marks]) -> [String] {
    marks.first?.scores[networks[0]]?[task].map(\.name) ?? []
  }

  /// What sharing did for a task, size by size, by its first score.
  func learning(_ task: Int, _ marks: [Marks]) -> JSON {
    let points = points(task, score: 0, marks)
    var found: JSON = ["score": .string(scoreNames(task, marks).first ?? ""), "labels": JSON(points.map(\.labels))]
    for network in networks { found[network.rawValue] = JSON(points.compactMap { $0.means[network]?.mean }) }
    if points.allSatisfy({ $0.gain != nil }) {
      found["gain"] = JSON(points.compactMap { $0.gain?.mean })
      found["gain_lower"] = JSON(points.compactMap { $0.gain?.lower })
      found["gain_upper"] = JSON(points.compactMap { $0.gain?.upper })
      found["sharing"] = JSON(points.map { $0.verdict ?? "one repeat tells nothing" })
    }
    return found
  }

  /// The learning curves: a row for each score of each task at each size.
  func learningTable(_ marks: [Marks]) -> Table {
    var (names, scores) = ([String](), [String]())
    var numbers: [[Double]] = []
    var verdicts: [String] = []
    for task in tasks.indices {
      for (place, score) in scoreNames(task, marks).enumerated() {
        for point in points(task, score: place, marks) {
          names.append(tasks[task].name)
          scores.append(score)
          var row = [Double(point.size), point.labels]
          for mean in networks.map({ point.means[$0] }) + (point.gain.map { [$0] } ?? []) {
            row += [mean?.mean ?? .nan, mean?.lower ?? .nan, mean?.upper ?? .nan]
          }
          numbers.append(row)
          verdicts.append(point.verdict ?? "")
        }
      }
    }
    var headers = ["size", "labels"]
    for name in networks.map(\.rawValue) + (networks.count > 1 ? ["gain"] : []) {
      headers += [name, "\(name)_lower", "\(name)_upper"]
    }
    return Table(
      [Table.Column("task", texts: names), Table.Column("score", texts: scores)]
        + headers.indices.map { k in Table.Column(headers[k], numbers: numbers.map { $0[k] }) }
        + (networks.count > 1 ? [Table.Column("sharing", texts: verdicts)] : []))
  }

  /// Every score of every training.
  func runTable(_ marks: [Marks]) -> Table {
    var (names, scores) = ([String](), [String]())
    var (keys, values) = ([[Double]](), [[Double]]())
    for mark in marks {
      for task in tasks.indices {
        for (place, score) in scoreNames(task, marks).enumerated() {
          names.append(tasks[task].name)
          scores.append(score)
          keys.append([Double(mark.number), Double(mark.size), Double(mark.labels[task])])
          values.append(networks.map { mark.scores[$0]?[task][place].value ?? .nan })
        }
      }
    }
    return Table(
      [Table.Column("task", texts: names), Table.Column("score", texts: scores)]
        + ["repeat", "size", "labels"].enumerated().map { k, name in Table.Column(name, numbers: keys.map { $0[k] }) }
        + networks.enumerated().map { k, network in Table.Column(network.rawValue, numbers: values.map { $0[k] }) })
  }
}
