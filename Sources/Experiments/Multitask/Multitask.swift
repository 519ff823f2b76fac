public import Determinism
public import Documents
public import Laboratory
import Layers
public import Manifests
public import Records

/// A network that answers several questions about one sample: a shared trunk, and a head for each task.
///
/// Question: when do tasks help each other? With `contrast: sharing` each task is also trained alone, on a trunk of the
/// same architecture and the same start, over training-set sizes and repeats; the answer holds the gain of each task at
/// each size with its interval, whichever way it points.
public struct Multitask: Experiment {
  public static let name = "multitask"
  public static let summary = "several tasks on one trunk, or each on one of its own"

  let parameters: Parameters
  let manifest: Manifest
  /// What labels are read from; scans that are simulated stand for those of every repeat.
  let cohort: Cohort
  /// In the order of their names: that of the manifest moves no bit.
  let tasks: [Named<Task>]

  public init(_ parameters: Parameters, of manifest: Manifest) throws(ManifestErrors) {
    self.parameters = parameters
    self.manifest = manifest
    cohort = try parameters.data.cohort()
    tasks = parameters.tasks.sorted { orderedByUTF8($0.name, $1.name) }
    var problems: [Problem] = []
    if let limit = parameters.data.limit(cohort) {
      let most = limit - parameters.test.value
      guard most >= 2 else {
        throw ManifestErrors([
          parameters.test.place.problem(
            expected: "fewer test samples than the \(limit) that there are, by 2 at least",
            found: "\(parameters.test.value)")
        ])
      }
      if let sizes = parameters.sizes, let largest = sizes.value.last, largest > most {
        problems.append(
          sizes.place.problem(
            expected: "sizes up to \(most), as many as are not kept for the test", found: "\(largest)"))
      }
    }
    for task in tasks {
      do throws(ManifestErrors) { _ = try Labels(task.value, in: cohort) } catch { problems += error.problems }
    }
    guard problems.isEmpty else { throw ManifestErrors(problems) }
    do {
      let shape = cohort.encoded(training: [0, 1].prefix(cohort.count)).shape
      _ = try Model(
        trunk: parameters.trunk.value, tasks: tasks, weighting: parameters.weighting, shape: shape, chunk: 2)
    } catch let error as LayersError {
      let head = tasks.first { sameUTF8($0.name, error.place) }
      throw ManifestErrors([(head?.value.head?.place ?? head?.place ?? parameters.trunk.place).problem(error.reason)])
    } catch {
      throw ManifestErrors([parameters.trunk.place.problem("\(error)")])
    }
    if parameters.data.isResampled {
      problems = missingLabels(RandomStream(seed: manifest.seed, name: manifest.experiment))
    }
    guard problems.isEmpty else { throw ManifestErrors(problems) }
  }

  /// What training and test sets of any repeat lack: a task without labels can't be learned, nor one judged.
  private func missingLabels(_ stream: RandomStream) -> [Problem] {
    var problems: [Problem] = []
    for task in tasks {
      guard let labels = try? Labels(task.value, in: cohort) else { continue }
      search: for number in 1...parameters.repeats {
        let draw = parameters.data.draw(
          cohort, size: sizes.last ?? 1, test: parameters.test.value, self.stream(stream, repeat: number))
        let smallest = Array(draw.training.prefix(sizes.first ?? 1))
        for (rows, where_) in [(smallest, "the \(smallest.count) training samples"), (draw.test, "the test")] {
          guard let lack = task.value.lack(labels, rows) else { continue }
          problems.append(
            task.namePlace.problem(
              "\(lack) among \(where_) of repeat \(number); take larger sets, or another seed"))
          break search
        }
      }
    }
    return problems
  }

  public func run(_ stream: RandomStream, _ progress: Progress) throws -> Outcome {
    let (marks, first) = try study(stream, progress)
    return try outcome(marks, first, stream)
  }

  public static func headline(of metrics: JSON) -> String? {
    guard let tasks = metrics["tasks"]?.asObject else { return nil }
    return tasks.compactMap { task -> String? in
      let networks = [Network.shared, .separate].compactMap { task.value[$0.rawValue]?.asObject }
      guard let score = networks.first?.first, let value = score.value["value"]?.asNumber else { return nil }
      return "\(task.key) \(score.key) \(Numeral.brief(value, digits: 3))"
    }.joined(separator: ", ")
  }
}

extension Multitask.Task {
  /// What some samples lack of this task; nil when they will do.
  func lack(_ labels: Multitask.Labels, _ rows: [Int]) -> String? {
    let known = rows.filter { labels.isKnown($0) }
    guard !known.isEmpty else { return "there is no label" }
    switch question {
    case .binary, .landmark:
      let yes = known.count { labels.values[$0] == 1 }
      return yes == 0 ? "there is no yes" : yes == known.count ? "there is no no" : nil
    case .survival: return known.contains { labels.events[$0] } ? nil : "there is no event"
    case .regression: return known.count < 2 ? "there is only one label" : nil
    case .classes: return nil
    }
  }
}
