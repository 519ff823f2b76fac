public import Documents
import Determinism

/// What the laws of an experiment must reach, as its golden holds it: numbers, never ids.
///
/// `{"laws": {"forces": {"cases": 20, "defect": 3.1e-12, "visible": 8e-11}}, "faults": ["sign", …]}`. Every law must be
/// there with as many cases at least, and the faults must be killed. A defect and the smallest visible defect may be
/// twice the golden's at most, and a defect an eighth of what is visible, so that other roundings are no alarm. What was
/// exact, where nothing but 0 is allowed, stays exact.
public struct OracleRules: Sendable, Equatable {
  public let document: JSON

  /// Rules as a golden holds them; nil where they are of another form, so that a slip of the pen asks not for less.
  public init?(document: JSON) {
    guard let members = document.asObject, members.allSatisfy({ ["laws", "faults"].contains($0.key) }),
      let laws = document["laws"]?.asObject, let faults = document["faults"]?.asArray,
      faults.allSatisfy({ $0.asString != nil })
    else { return nil }
    for law in laws {
      guard let rules = law.value.asObject, rules.map(\.key) == ["cases", "defect", "visible"],
        law.value["cases"]?.asInteger != nil, rules.dropFirst().allSatisfy({ $0.value.asNumber != nil })
      else { return nil }
    }
    self.document = document
  }

  /// The rules that hold from now on, from `oracles/report.json` of a record.
  public init(report: JSON) {
    let laws = (report["laws"]?.asObject ?? []).map { law -> JSON.Member in
      let kept = ["cases", "defect", "visible"].map { JSON.Member(key: $0, value: law.value[$0] ?? .null) }
      return JSON.Member(key: law.key, value: .object(kept))
    }
    document = ["laws": .object(laws), "faults": JSON(Self.killed(in: report))]
  }

  /// The planted faults that some law noticed.
  private static func killed(in report: JSON) -> [String] {
    (report["faults"]?.asObject ?? []).filter { !($0.value["killed_by"]?.asArray ?? []).isEmpty }.map(\.key)
  }

  private var laws: [JSON.Member] { document["laws"]?.asObject ?? [] }
  private var faults: [String] { (document["faults"]?.asArray ?? []).compactMap(\.asString) }

  /// What an examination found beyond them: laws, and faults that were killed.
  func novelties(of report: JSON) -> [String] {
    let known = (laws: Set(laws.map(\.key)), faults: Set(faults))
    return (report["laws"]?.asObject ?? []).filter { !known.laws.contains($0.key) }.map { "laws/\($0.key)" }
      + Self.killed(in: report).filter { !known.faults.contains($0) }.map { "faults/\($0)" }
  }

  /// What an examination falls short of: a sentence for each.
  func shortfalls(of report: JSON) -> [(item: String, sentence: String)] {
    var shortfalls: [(item: String, sentence: String)] = []
    for law in laws {
      let item = "laws/\(law.key)"
      guard let found = report["laws"]?[law.key] else {
        shortfalls.append((item, "\(item): the golden has it, and it was not tried"))
        continue
      }
      if let due = law.value["cases"]?.asInteger, let cases = found["cases"]?.asInteger, cases < due {
        shortfalls.append((item, "\(item): \(cases) cases, the golden has \(due)"))
      }
      let visible = law.value["visible"]?.asNumber ?? 0
      for (key, name, slack) in [
        ("defect", "the largest defect", visible / 8), ("visible", "the smallest visible defect", 0),
      ] {
        guard let due = law.value[key]?.asNumber, let number = found[key]?.asNumber, !(number <= max(2 * due, slack))
        else { continue }
        shortfalls.append(
          (item, "\(item): \(name) is \(Numeral.brief(number)), more than twice the golden's \(Numeral.brief(due))"))
      }
    }
    for fault in faults where (report["faults"]?[fault]?["killed_by"]?.asArray ?? []).isEmpty {
      shortfalls.append(("faults/\(fault)", "faults/\(fault): the golden has it killed, and it lives or is gone"))
    }
    return shortfalls
  }

  /// What replacing the rules of a golden by others would change.
  static func differences(from old: OracleRules?, to new: OracleRules?) -> [Difference] {
    guard old != new else { return [] }
    guard let new else { return [Difference(item: "laws", content: .structure("nothing is asked of them any more"))] }
    guard let old else {
      let sentence = "\(new.laws.count) laws and \(new.faults.count) planted faults are asked for from now on"
      return [Difference(item: "laws", content: .structure(sentence))]
    }
    var differences: [Difference] = []
    for law in old.laws where !new.laws.contains(where: { $0.key == law.key }) {
      differences.append(Difference(item: "laws/\(law.key)", content: .structure("it is gone")))
    }
    for law in new.laws {
      let before = old.laws.first { $0.key == law.key }?.value
      guard before != law.value else { continue }
      let change = before.map { "\($0.render(pretty: false)) became \(law.value.render(pretty: false))" } ?? "it is new"
      differences.append(Difference(item: "laws/\(law.key)", content: .structure(change)))
    }
    for fault in old.faults where !new.faults.contains(fault) {
      differences.append(Difference(item: "faults/\(fault)", content: .structure("it is not killed any more")))
    }
    for fault in new.faults where !old.faults.contains(fault) {
      differences.append(Difference(item: "faults/\(fault)", content: .structure("it is killed from now on")))
    }
    return differences
  }
}

extension Judgement {
  /// Judges what became of the laws: each by itself, then all by the rules of the golden.
  ///
  /// A broken law and a fault that no law noticed are `diverged`; a law that could show nothing, a subject without an
  /// answer, and a golden without rules, or with none for a law or a fault, are `inconclusive`. Ids are never compared.
  /// - Parameters:
  ///   - report: `oracles/report.json`.
  ///   - rules: the golden's; nil where it has none.
  public init(ofLaws report: JSON, rules: OracleRules?, experiment: String) {
    self.init(ofLawsAlone: report)
    for fault in report["faults"]?.asObject ?? [] where (fault.value["killed_by"]?.asArray ?? []).isEmpty {
      add(
        "faults/\(fault.key)", .diverged,
        "faults/\(fault.key) survived every law: \(fault.value["statement"]?.asString ?? "")")
    }
    guard let rules else {
      add("laws", .inconclusive, "\(experiment): its golden asks nothing of the laws yet")
      remedy = "kanon bless \(experiment)"
      return
    }
    for (item, sentence) in rules.shortfalls(of: report) where !findings.contains(where: { $0.item == item }) {
      add(item, .diverged, sentence)
    }
    for item in rules.novelties(of: report) where !findings.contains(where: { $0.item == item }) {
      add(item, .inconclusive, "\(item): the golden does not ask for it yet")
      remedy = "kanon bless \(experiment)"
    }
  }

  /// Judges each law by itself, as where only a part was tried, which may have no case for a fault.
  public init(ofLawsAlone report: JSON) {
    self.init(verdict: .identical, findings: [], remedy: nil)
    for law in report["laws"]?.asObject ?? [] {
      let item = "laws/\(law.key)"
      let worst = law.value["worst"]?.asString ?? ""
      switch law.value["verdict"]?.asString {
      case "kept": break
      case "broken":
        add(item, .diverged, "\(item) is broken: \(worst)")
      case "failed": add(item, .inconclusive, "\(item): no answer: \(law.value["failure"]?.asString ?? "")")
      default:
        let failure = law.value["failure"]?.asString
        let cases = law.value["cases"]?.asInteger ?? 0
        let reason = failure ?? (cases == 0 ? "no case says anything about it" : "no planted fault was killed by it")
        add(item, .inconclusive, "\(item): \(reason)")
      }
    }
  }

  private mutating func add(_ item: String, _ verdict: Verdict, _ sentence: String) {
    findings.append(Finding(item: item, verdict: verdict, sentence: sentence))
    self.verdict = max(self.verdict, verdict)
  }
}
