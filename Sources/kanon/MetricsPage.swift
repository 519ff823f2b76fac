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
      let ends = ["lower", "upper"].map { interval[$0]?.asNumber.map { Numeral.brief($0) } ?? "open" }
      text += "   \(Numeral.brief(level * 100)) % from \(ends[0]) to \(ends[1])"
    }
    if let state = member.value["state"]?.asString, member.value["verdict"] == nil { text += "   (\(state))" }
    return text
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
