import Determinism
import Documents

extension MetricsPage {
  /// The tasks of a network: what each had to learn from, and a line of scores for each network.
  static func tasks(_ tasks: JSON) -> [String] {
    let names = (tasks.asObject ?? []).map(\.key)
    let width = names.map(\.count).max() ?? 0
    return ["tasks:"]
      + (tasks.asObject ?? []).flatMap { task -> [String] in
        func count(_ key: String) -> String? { task.value[key]?.asInteger.map { "\($0)" } }
        var facts = [task.value["kind"]?.asString ?? "?"]
        if let labels = count("training_labels"), let size = count("training_size") {
          facts.append("\(labels) labels of \(size) for training")
        }
        if let labels = count("test_labels") { facts.append("\(labels) for the test") }
        if let events = count("test_events") { facts.append("\(events) events among them") }
        let networks = (task.value.asObject ?? []).filter { $0.value.asObject != nil }
        let label = networks.map(\.key.count).max() ?? 0
        return ["  \(task.key.padded(to: width))  " + facts.joined(separator: ", ")]
          + networks.map { network in
            let scores = (network.value.asObject ?? []).compactMap { score in
              Self.score(score).map { $0.padded(to: 30) }
            }
            return "    \(network.key.padded(to: label))  " + scores.joined(separator: "  ")
          }
      }
  }

  /// A value with its interval, in as many digits as that has.
  private static func score(_ score: JSON.Member) -> String? {
    guard let value = score.value["value"]?.asNumber else { return nil }
    let name = score.key.replacing("_", with: " ")
    guard let lower = score.value["lower"]?.asNumber, let upper = score.value["upper"]?.asNumber else {
      return "\(name) \(Numeral.brief(value, digits: 3))"
    }
    let numbers = [value, lower, upper].map { Numeral.brief($0, digits: 3) }
    return "\(name) \(numbers[0]) (\(numbers[1]) to \(numbers[2]))"
  }

  /// Learning curves: for each task and size the score, of two networks beside each other with what the difference says.
  static func learning(_ learning: JSON) -> [String] {
    let sizes = (learning.asObject ?? []).first?.value["labels"]?.asArray?.count ?? 0
    guard sizes > 0 else { return [] }
    return (learning.asObject ?? []).flatMap { task -> [String] in
      func numbers(_ key: String) -> [Double] { task.value[key]?.asArray?.compactMap(\.asNumber) ?? [] }
      let (shared, separate, gain) = (numbers("shared"), numbers("separate"), numbers("gain"))
      let (lower, upper) = (numbers("gain_lower"), numbers("gain_upper"))
      let verdicts = task.value["sharing"]?.asArray?.compactMap(\.asString) ?? []
      return ["\(task.key): \((task.value["score"]?.asString ?? "").replacing("_", with: " ")) by labels for training"]
        + numbers("labels").enumerated().map { k, labels in
          var parts = ["  " + Numeral.brief(labels, digits: 4).padded(to: 6)]
          if k < shared.count { parts.append("shared \(Numeral.brief(shared[k], digits: 3))".padded(to: 13)) }
          if k < separate.count { parts.append("separate \(Numeral.brief(separate[k], digits: 3))".padded(to: 15)) }
          if k < gain.count, k < lower.count, k < upper.count, k < verdicts.count {
            let numbers = [gain[k], lower[k], upper[k]].map { Numeral.brief($0, digits: 2) }
            parts.append(
              lower[k].isFinite
                ? "gain \(numbers[0]) (\(numbers[1]) to \(numbers[2])): sharing \(verdicts[k])"
                : "gain \(numbers[0]), of one repeat")
          }
          return parts.joined(separator: "  ")
        }
    }
  }
}
