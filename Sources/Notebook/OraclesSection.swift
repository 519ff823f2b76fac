import Documents
import Records

/// The laws that a record's outcome was tested against, the faults that they killed, and what broke them.
///
/// Read from whatever the folder `oracles/` holds: an object with a number of `cases` is a law.
struct OraclesSection {
  struct Law {
    let name: String
    let says: String?
    let verdict: String?
    let tone: String
    let cases: String
    let worst: String?
    let floor: String?
    let kills: String?
    /// What broke it, or why it could not be tested.
    let found: String?
  }

  /// An error that was planted to see whether a law notices it.
  struct Fault {
    let name: String
    let says: String?
    let killers: String
    let tone: String
  }

  struct Item {
    let name: String
    let value: String
  }

  struct Counterexample {
    let name: String
    let text: String
  }

  let laws: [Law]
  let hasLaws: Bool
  let faults: [Fault]
  let hasFaults: Bool
  let summary: String
  let items: [Item]
  let hasItems: Bool
  let counterexamples: [Counterexample]
  let hasCounterexamples: Bool

  private static let longestText = 1200

  /// Nil where no law was tested and none was ever broken.
  init?(_ files: [StoredFile], rules: JSON?, _ stored: [StoredFile]) {
    guard !files.isEmpty || !stored.isEmpty else { return nil }
    var laws: [Law] = []
    var items: [Item] = []
    var faults: [Fault] = []
    for file in files where file.path.hasSuffix(".json") && !file.path.contains("counterexample") {
      guard var document = try? JSON(parsing: file.bytes) else { continue }
      if let planted = document["faults"]?.asObject {
        faults += planted.map(Fault.init)
        document["faults"] = nil
      }
      let stem = String(file.path.dropLast(".json".count))
      Self.collect(document, named: stem, &laws, &items)
    }
    self.laws = laws
    self.items = Array(items.prefix(120))
    self.faults = faults
    hasFaults = !faults.isEmpty
    summary = Self.summary(laws, faults)
    let broken = files.filter { $0.path.contains("counterexample") && !$0.path.hasSuffix(".npy") } + stored
    counterexamples = broken.prefix(40).map { file in
      let text = String(decoding: file.bytes.prefix(Self.longestText), as: UTF8.self)
      return Counterexample(name: file.path, text: text + (file.bytes.count > Self.longestText ? " …" : ""))
    }
    (hasLaws, hasItems, hasCounterexamples) = (!laws.isEmpty, !items.isEmpty, !counterexamples.isEmpty)
  }

  private static func summary(_ laws: [Law], _ faults: [Fault]) -> String {
    guard !laws.isEmpty else { return "No law was tested on this outcome." }
    let kept = laws.filter { $0.tone == "good" }.count
    let told = "\(kept) of \(Typeset.count(laws.count, "law")) \(kept == 1 ? "is" : "are") kept"
    let killed = faults.filter { $0.tone == "good" }.count
    return told + (faults.isEmpty ? "." : "; \(killed) of \(Typeset.count(faults.count, "planted fault")) killed.")
  }

  private static func collect(_ value: JSON, named name: String, _ laws: inout [Law], _ items: inout [Item]) {
    if value["cases"]?.asNumber != nil {
      laws.append(Law(value, named: name))
      return
    }
    switch value {
    case .object(let members):
      for member in members { collect(member.value, named: member.key, &laws, &items) }
    case .array(let elements) where elements.contains { $0.asObject != nil }:
      for element in elements { collect(element, named: name, &laws, &items) }
    default: items.append(Item(name: name.replacing("_", with: " "), value: Typeset.leaf(value)))
    }
  }
}

extension OraclesSection.Law {
  fileprivate init(_ law: JSON, named name: String) {
    func first(_ keys: [String]) -> JSON? { keys.lazy.compactMap { law[$0] }.first }
    func number(_ keys: [String]) -> String? { first(keys)?.asNumber.map { Typeset.number($0, digits: 3) } }
    self.name = first(["law", "name"])?.asString ?? name
    says = first(["statement", "says", "summary"])?.asString
    let holds = first(["holds", "passed"])?.asBool
    verdict = first(["verdict", "status"])?.asString ?? holds.map { $0 ? "kept" : "broken" }
    tone =
      verdict.map { ["kept", "holds", "passed"].contains($0) ? "good" : $0 == "inconclusive" ? "open" : "bad" }
      ?? "open"
    cases = law["cases"].map { Typeset.leaf($0) } ?? ""
    let allowed = number(["allowed"]).map { " of \($0)" } ?? ""
    worst = number(["defect", "violation", "largest"]).map { $0 + allowed }
    floor = number(["visible", "floor", "smallest"])
    kills = first(["kills", "killed"]).map { $0.asArray.map { Typeset.grouped(Int64($0.count)) } ?? Typeset.leaf($0) }
    found = tone == "good" ? nil : first(["failure", "worst", "found"])?.asString
  }
}

extension OraclesSection.Fault {
  fileprivate init(_ member: JSON.Member) {
    let laws = member.value["killed_by"]?.asArray?.compactMap(\.asString) ?? []
    name = member.key
    says = member.value["statement"]?.asString
    killers = laws.isEmpty ? "survives" : Typeset.list(laws)
    tone = laws.isEmpty ? "bad" : "good"
  }
}
