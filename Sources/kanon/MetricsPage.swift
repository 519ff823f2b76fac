import Determinism
import Documents
import Experiments
import Laboratory

/// Metrics as people read them: estimates with their errors, then every other number, sentence by sentence.
struct MetricsPage {
  let lines: [String]

  /// Beyond so many estimates the page says how many more there are.
  private static let mostEstimates = 24

  init(_ metrics: JSON) {
    var lines: [String] = []
    for member in metrics.asObject ?? [] {
      switch member.key {
      case "parameters":
        let estimates = member.value.asObject ?? []
        for estimate in estimates.prefix(Self.mostEstimates) { lines.append("  " + Self.estimate(estimate)) }
        if estimates.count > Self.mostEstimates {
          lines.append("  … and \(estimates.count - Self.mostEstimates) more; see tables/parameters.csv")
        }
      case "comparison": lines += Self.ranking(member.value)
      case "truth": lines += Self.known(member.value)
      case "tasks": lines += Self.tasks(member.value)
      case "learning": lines += Self.learning(member.value)
      case "variants":
        for variant in member.value.asObject ?? [] {
          lines += ["\(variant.key):"] + MetricsPage(variant.value).lines.map { "  " + $0 }
        }
      case "warnings": break
      default: lines += Self.told(member, indent: "")
      }
    }
    for warning in metrics["warnings"]?.asArray ?? [] {
      if let text = warning.asString { lines.append("warning: \(text)") }
    }
    self.lines = lines
  }

  private static func estimate(_ member: JSON.Member) -> String {
    var text = EstimateText(label: member.key, estimate: member.value).text
    if let interval = member.value["interval"], let level = interval["level"]?.asNumber {
      let numbers = ["lower", "upper"].map { interval[$0]?.asNumber }
      var width: Double?
      if let lower = numbers[0], let upper = numbers[1] { width = upper - lower }
      let ends = numbers.map { $0.map { Self.end($0, width) } ?? "open" }
      text += "   \(Numeral.brief(level * 100)) % from \(ends[0]) to \(ends[1])"
    }
    if let state = member.value["state"]?.asString, member.value["verdict"] == nil { text += "   (\(state))" }
    return text
  }

  /// An end of an interval, to two digits of the interval's width.
  private static func end(_ x: Double, _ width: Double?) -> String {
    guard let width, width > 0 else { return Numeral.brief(x) }
    return String(Numeral.measured(x, error: width / 2).prefix { $0 != " " })
  }

  /// One line for each model that was compared, the best first.
  private static func ranking(_ comparison: JSON) -> [String] {
    let models = comparison["models"]?.asObject ?? []
    let width = models.map(\.key.count).max() ?? 0
    return ["comparison, the best first:"]
      + models.flatMap { model -> [String] in
        let parts = [("ΔAIC", "dAIC"), ("ΔBIC", "dBIC"), ("weight", "weight")].compactMap { shown, key in
          model.value[key]?.asNumber.map { "\(shown) \(Numeral.brief($0, digits: 3))".padded(to: 13) }
        }
        let verdicts = (model.value["verdicts"]?.asArray ?? []).compactMap(\.asString)
        return ["  " + model.key.padded(to: width) + "  " + parts.joined(separator: "  ")]
          + verdicts.map { "    " + $0 }
      }
  }

  /// One line for each value that is known from elsewhere.
  private static func known(_ truth: JSON) -> [String] {
    (truth.asObject ?? []).map { member in
      let value = member.value["known"]?.asNumber.map { Numeral.brief($0, digits: 6) } ?? "?"
      let errors = member.value["standard_errors"]?.asNumber.map {
        ", \(Numeral.brief($0, digits: 2)) standard errors off"
      }
      return "known from elsewhere: \(member.key) = \(value)" + (errors ?? "")
    }
  }

  private static func told(_ member: JSON.Member, indent: String) -> [String] {
    switch member.value {
    case .object(let members):
      if members.isEmpty { return [] }
      return ["\(indent)\(member.key):"] + members.flatMap { told($0, indent: indent + "  ") }
    case .array(let elements):
      let isShort = elements.count <= 8 && elements.allSatisfy { $0.asObject == nil && $0.asArray == nil }
      if !isShort { return ["\(indent)\(member.key): \(elements.count) entries"] }
      return ["\(indent)\(member.key): " + elements.map(\.plain).joined(separator: ", ")]
    case .number(let number): return ["\(indent)\(member.key): \(Numeral.brief(number, digits: 6))"]
    default: return ["\(indent)\(member.key): \(member.value.plain)"]
    }
  }
}
