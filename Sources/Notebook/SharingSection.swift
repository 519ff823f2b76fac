import Documents
import Records

/// What is shared, by whom, what that bought, and who pulls on it.
struct SharingSection {
  struct Contrast {
    let quantity: String
    let shared: String
    let alone: String
  }

  struct Item {
    let name: String
    let value: String
  }

  let summary: String?
  let parameters: [SharedParameter]
  let hasParameters: Bool
  let contrasts: [Contrast]
  let hasContrasts: Bool
  /// The quantities of each variant of a learned system side by side.
  let variants: VariantTable?
  let verdict: String?
  let findings: [String]
  let items: [Item]
  let hasItems: Bool

  /// Nil where the outcome shares nothing.
  init?(_ outcome: Outcome) {
    guard let sharing = outcome.sharing, let members = sharing.asObject, !members.isEmpty else { return nil }
    let numbers = sharing["numbers"]?.asInteger
    let uses = sharing["uses"]?.asInteger
    if let numbers, let uses {
      let each = numbers > 0 ? Double(uses) / Double(numbers) : 0
      summary =
        uses == numbers
        ? "\(Typeset.count(Int(numbers), "number")), each used once: nothing is shared."
        : "\(Typeset.count(Int(numbers), "number")) \(numbers == 1 ? "serves" : "serve") "
          + "\(Typeset.count(Int(uses), "use")), \(Typeset.number(each, digits: 3)) uses each on average."
    } else {
      summary = nil
    }
    parameters = (sharing["parameters"]?.asObject ?? []).map(SharedParameter.init)
    let contrast = sharing["contrast"]
    contrasts = (contrast?.asObject ?? []).compactMap(Contrast.init)
    variants = VariantTable(outcome.metrics["contrast"])
    verdict = Self.verdict(contrast?["test"])
    findings = Self.bought(outcome) + Self.pulls(contrast, outcome)
    let told = ["numbers", "uses", "parameters", "contrast"]
    var rest = members.filter { !told.contains($0.key) }.flatMap { Leaf.all(of: $0.value, under: [$0.key]) }
    rest += (contrast?.asObject ?? []).filter { Contrast($0) == nil && !["test", "parameters"].contains($0.key) }
      .flatMap { Leaf.all(of: $0.value, under: ["contrast", $0.key]) }
    items = rest.prefix(60).map { Item(name: $0.name, value: Typeset.leaf($0.value)) }
    (hasParameters, hasContrasts, hasItems) = (!parameters.isEmpty, !contrasts.isEmpty, !items.isEmpty)
  }

  private static func verdict(_ test: JSON?) -> String? {
    guard let test, let said = test["verdict"]?.asString else { return nil }
    var details: [String] = []
    if let kind = test["kind"]?.asString, let statistic = test["statistic"]?.asNumber {
      let degrees = [test["degrees"], kind == "F" ? test["denominator"] : nil].compactMap { $0?.asInteger }.map(
        String.init)
      let on = degrees.isEmpty ? "" : " on \(degrees.joined(separator: " and ")) degrees of freedom"
      details.append("\(kind) test: \(Typeset.number(statistic, digits: 3))\(on)")
    }
    if let p = test["p"]?.asNumber { details.append("p = \(Typeset.number(p, digits: 2))") }
    return said.capitalizedFirst + (details.isEmpty ? "." : " (\(details.joined(separator: ", "))).")
  }

  /// How much smaller the errors became, from the table that the contrast leaves.
  private static func bought(_ outcome: Outcome) -> [String] {
    guard let table = outcome.tables.first(where: { $0.name == "alone" })?.table,
      let parameters = try? table.texts(named: "parameter"), let datasets = try? table.texts(named: "dataset"),
      let gains = try? table.numbers(named: "gain")
    else { return [] }
    var best: [(parameter: String, dataset: String, gain: Double)] = []
    for (row, gain) in gains.enumerated() where gain.isFinite {
      if let place = best.firstIndex(where: { $0.parameter == parameters[row] }) {
        if gain > best[place].gain { best[place] = (parameters[row], datasets[row], gain) }
      } else {
        best.append((parameters[row], datasets[row], gain))
      }
    }
    return best.prefix(6).map { found in
      found.gain > 1.005
        ? "\(found.parameter): sharing makes its error up to \(Typeset.number(found.gain, digits: 3)) times smaller "
          + "than \(found.dataset) alone has it."
        : "\(found.parameter): sharing makes no error smaller."
    }
  }

  /// Who pulls most on what is shared.
  private static func pulls(_ contrast: JSON?, _ outcome: Outcome) -> [String] {
    let table = outcome.tables.first { $0.name == "pulls" }?.table
    let names = table.flatMap { try? $0.texts(named: "parameter") } ?? []
    let datasets = table.flatMap { try? $0.texts(named: "dataset") } ?? []
    let values = table.flatMap { try? $0.numbers(named: "pull") } ?? []
    return (contrast?["parameters"]?.asObject ?? []).prefix(8).compactMap { member in
      guard let worst = member.value["worst_pull"]?.asNumber else { return nil }
      let limit = member.value["threshold"]?.asNumber
      let row = values.indices.filter { names[$0] == member.key }.max { values[$0].magnitude < values[$1].magnitude }
      let who = row.map { "\(datasets[$0]) pulls most, by \(Typeset.signed(values[$0], digits: 3)) σ" }
      let told = who ?? "the strongest pull is \(Typeset.number(worst, digits: 3)) σ"
      let judged = limit.map { worst.magnitude > $0 ? ", beyond the " : ", within the " } ?? ""
      let bound = limit.map { "\(Typeset.number($0, digits: 3)) σ that chance allows" } ?? ""
      return "On \(member.key) \(told)\(judged)\(bound)."
    }
  }
}

extension SharingSection.Contrast {
  /// Nil for a member that does not hold one value shared and one alone.
  fileprivate init?(_ member: JSON.Member) {
    guard let shared = member.value["shared"], let alone = member.value["alone"] ?? member.value["unshared"],
      shared.asObject == nil, alone.asObject == nil
    else { return nil }
    quantity = member.key.replacing("_", with: " ")
    self.shared = Typeset.leaf(shared)
    self.alone = Typeset.leaf(alone)
  }
}
