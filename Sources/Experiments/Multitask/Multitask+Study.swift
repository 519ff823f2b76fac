import Determinism
import Documents
import Fitting
import Laboratory
import Layers
import Manifests

extension Multitask {
  /// The networks of one training.
  enum Network: String, Sendable, CaseIterable {
    /// One trunk under all tasks.
    case shared
    /// One network for each task.
    case separate
  }

  /// One training set, and what was made of it.
  struct Trial: Sendable {
    let number: Int
    let size: Int
    let draw: Draw
    /// Of each task, over the whole cohort.
    let labels: [Labels]
    /// For each network that was asked for its trainings: one, or one for each task.
    var trained: [Network: [Trained]] = [:]

    /// The answers of a network to a task, and where the task stands in its model.
    func answers(_ network: Network, _ task: Int) -> [[Double]]? {
      guard let trained = trained[network] else { return nil }
      return network == .shared ? trained[0].answers(task) : trained[task].answers(0)
    }

    /// The rows of the training or the test set that have a label of a task.
    func training(_ task: Int) -> [Int] { draw.training.prefix(size).filter { labels[task].isKnown($0) } }
    func test(_ task: Int) -> [Int] { draw.test.filter { labels[task].isKnown($0) } }
  }

  /// Scores of all trials: `[trial][task]` of each network.
  struct Marks: Sendable {
    let number: Int
    let size: Int
    let labels: [Int]
    let scores: [Network: [[Score]]]
  }

  var networks: [Network] {
    guard manifest.isShared else { return [.separate] }
    return manifest.contrast == .sharing ? [.shared, .separate] : [.shared]
  }

  /// The training-set sizes.
  var sizes: [Int] {
    parameters.sizes?.value ?? [parameters.data.limit(cohort).map { $0 - parameters.test.value } ?? 512]
  }

  /// The stream of a repeat.
  func stream(_ stream: RandomStream, repeat number: Int) -> RandomStream { stream.child("repeat \(number)") }

  /// The samples of a repeat, and their labels.
  func draw(_ stream: RandomStream) throws(ManifestErrors) -> (draw: Draw, labels: [Labels]) {
    let draw = parameters.data.draw(cohort, size: sizes.last ?? 1, test: parameters.test.value, stream)
    var labels: [Labels] = []
    for task in tasks { labels.append(try Labels(task.value, in: draw.cohort)) }
    return (draw, labels)
  }

  /// Trains at every size in every repeat.
  /// - Returns: the scores of all, and the trial of the first repeat at the largest size, whole.
  func study(_ stream: RandomStream, _ progress: Progress) throws -> (marks: [Marks], first: Trial) {
    var marks: [Marks] = []
    var first: Trial?
    let trainings = networks.map { $0 == .shared ? 1 : tasks.count }.reduce(0, +)
    let total = Double(trainings * sizes.count * parameters.repeats)
    var done = 0.0
    for number in 1...parameters.repeats {
      let own = self.stream(stream, repeat: number)
      let (draw, labels) = try self.draw(own)
      for size in sizes {
        var trial = Trial(number: number, size: size, draw: draw, labels: labels)
        let encoded = draw.cohort.encoded(training: draw.training.prefix(size))
        for network in networks {
          let groups = network == .shared ? [Array(tasks.indices)] : tasks.indices.map { [$0] }
          trial.trained[network] = try groups.map { group in
            let chosen = group.map { tasks[$0] }
            let lesson = Lesson(
              chosen.map(\.value), encoded, group.map { labels[$0] }, training: draw.training.prefix(size))
            let name = network == .shared ? "all tasks" : "\(chosen[0].name) alone"
            let before = done
            let whole = Progress { event in
              // An interruption is thrown where the training itself reports.
              try? progress.report(
                "training", fraction: (before + (event.fraction ?? 0)) / total,
                metric: "repeat \(number), \(name): \(event.metric ?? "")")
            }
            defer { done += 1 }
            return try train(chosen, lesson, own, whole, "\(name), \(size), repeat \(number)")
          }
        }
        marks.append(self.marks(trial))
        if number == 1, size == sizes.last { first = trial }
      }
    }
    guard let first else { throw RunFailure("no training was asked for") }
    return (marks, first)
  }

  private func marks(_ trial: Trial) -> Marks {
    var scores: [Network: [[Score]]] = [:]
    for network in networks {
      scores[network] = tasks.indices.map { task in
        tasks[task].value.scores(trial.answers(network, task) ?? [], trial.labels[task], trial.test(task))
      }
    }
    return Marks(
      number: trial.number, size: trial.size, labels: tasks.indices.map { trial.training($0).count }, scores: scores)
  }
}

/// A mean over repeats with its interval at 95 %.
///
/// Repeats that are parts of one sample overlap and are not independent: their variance is taken s² (1/r + m/n) for r
/// repeats, n samples for training and m for the test, instead of s²/r.
/// Source: Nadeau and Bengio, 2003, doi:10.1023/A:1024068626366.
struct RepeatedMean {
  let mean: Double
  /// NaN for a single repeat.
  let lower, upper: Double

  init(_ values: [Double], overlap: Double?) {
    let moments = Moments(values)
    let count = Double(values.count)
    mean = moments.mean
    guard values.count > 1 else {
      (lower, upper) = (.nan, .nan)
      return
    }
    let width =
      Distribution.studentQuantile(tail: 0.025, degrees: count - 1) * moments.deviation
      * (1 / count + (overlap ?? 0)).squareRoot()
    (lower, upper) = (mean - width, mean + width)
  }
}
