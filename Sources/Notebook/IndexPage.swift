import Records

/// The first page: every experiment with its verdict, its result and its figure.
struct IndexPage {
  struct Entry {
    let name: String
    let title: String
    let link: String
    let kind: String
    let word: String
    let tone: String
    let isStale: Bool
    let headline: String
    let image: String?
    let alternative: String
    let date: String
    let machineDate: String?
    /// What the search looks through, in lower case.
    let words: String
  }

  struct Group {
    let name: String?
    let entries: [Entry]
  }

  struct Choice {
    let value: String
    let label: String
  }

  let head: PageHead
  let title: String
  let summary: String
  let groups: [Group]
  let verdicts: [Choice]
  let kinds: [Choice]
  let isEmpty: Bool
  let script = Templates.script

  init(_ name: String, _ entries: [Entry], head: PageHead) {
    self.head = head
    title = name
    isEmpty = entries.isEmpty
    summary = Self.summary(entries)
    var groups: [(name: String?, entries: [Entry])] = []
    for entry in entries {
      let folder = entry.name.split(separator: "/").dropLast().joined(separator: "/")
      let group = folder.isEmpty ? nil : folder
      if let place = groups.firstIndex(where: { $0.name == group }) {
        groups[place].entries.append(entry)
      } else {
        groups.append((group, [entry]))
      }
    }
    // What stands in no folder comes first.
    self.groups = (groups.filter { $0.name == nil } + groups.filter { $0.name != nil }).map {
      Group(name: $0.name, entries: $0.entries)
    }
    verdicts = Self.choices(entries.map(\.word) + entries.filter(\.isStale).map { _ in "stale" })
    kinds = Self.choices(entries.map(\.kind))
  }

  private static func choices(_ values: [String]) -> [Choice] {
    counted(values).map { Choice(value: $0.value, label: "\($0.value) (\($0.count))") }
  }

  private static func counted(_ values: [String]) -> [(value: String, count: Int)] {
    var counts: [(value: String, count: Int)] = []
    for value in values {
      if let place = counts.firstIndex(where: { $0.value == value }) {
        counts[place].count += 1
      } else {
        counts.append((value, 1))
      }
    }
    return counts
  }

  private static func summary(_ entries: [Entry]) -> String {
    let told = counted(entries.map(\.word)).map { "\(Typeset.grouped(Int64($0.count))) \($0.value)" }
    let stale = entries.filter(\.isStale).count
    return "\(Typeset.count(entries.count, "experiment")): \(Typeset.list(told))"
      + (stale > 0 ? "; \(Typeset.grouped(Int64(stale))) stale." : ".")
  }
}
