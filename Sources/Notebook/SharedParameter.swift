import Documents

/// A row of the table of what is shared: a parameter, how many numbers it is, and who uses them.
struct SharedParameter {
  let name: String
  let kind: String
  let numbers: String
  let uses: String
  let holders: String

  init(_ member: JSON.Member) {
    if let count = member.value["count"]?.asInteger, let uses = member.value["uses"]?.asArray {
      self.init(weights: member.key, count, uses)
    } else {
      self.init(instancesOf: member)
    }
  }

  /// Weights of a network: the operations that use them, each at so many places of one sample.
  private init(weights name: String, _ count: Int64, _ uses: [JSON]) {
    let positions = uses.map { $0["positions"]?.asInteger ?? 1 }
    let all = positions.reduce(0, +)
    self.name = name
    numbers = Typeset.grouped(count)
    self.uses = Typeset.grouped(all)
    kind = all > 1 ? "shared" : all == 1 ? "used once" : "unused"
    var told: [String] = []
    for (use, positions) in zip(uses, positions) {
      let who = [use["by"], use["operation"]].compactMap { $0?.asString }.joined(separator: ": ")
      told.append(positions == 1 ? who : "\(who) at \(Typeset.grouped(positions)) places")
    }
    var rows: [(text: String, times: Int)] = []
    for text in told {
      if let last = rows.indices.last, rows[last].text == text { rows[last].times += 1 } else { rows.append((text, 1)) }
    }
    let texts = rows.prefix(8).map { $0.times == 1 ? $0.text : "\($0.times) × \($0.text)" }
    holders = texts.joined(separator: ", ") + (rows.count > 8 ? " … (\(rows.count))" : "")
  }

  /// A parameter of a fit: for each of its instances, who holds it.
  private init(instancesOf member: JSON.Member) {
    let instances = member.value.asObject ?? []
    let holders = instances.map { instance in (instance.value.asArray ?? []).map { Typeset.leaf($0) } }
    let uses = holders.map(\.count).reduce(0, +)
    name = member.key
    numbers = Typeset.grouped(Int64(instances.count))
    self.uses = Typeset.grouped(Int64(uses))
    switch instances.count {
    case 1 where uses > 1: kind = "shared by all"
    case uses: kind = uses == 1 ? "used once" : "one each"
    default: kind = "shared in \(Typeset.count(instances.count, "group"))"
    }
    let groups = holders.prefix(6).map { names in
      names.prefix(8).joined(separator: ", ") + (names.count > 8 ? " … (\(names.count))" : "")
    }
    self.holders = groups.joined(separator: " | ") + (holders.count > 6 ? " | … (\(holders.count))" : "")
  }
}
