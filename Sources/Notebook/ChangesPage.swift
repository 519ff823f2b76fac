import Documents
import Git
import Laboratory
import Records

/// Two records side by side.
struct ChangesPage {
  struct Row {
    let name: String
    let earlier: String
    let later: String
    let isMoved: Bool
    let code: Bool
  }

  struct Value {
    let item: String
    let place: String
    let earlier: String
    let later: String
    let ulps: String
    let percent: String
  }

  struct Line {
    let text: String
    let sign: String
    let tone: String
  }

  let head: PageHead
  let title: String
  let earlierName: String
  let laterName: String
  let earlierLink: String?
  let laterLink: String?
  let isIdentical: Bool
  let verdict: String
  let circumstances: [Row]
  let structures: [String]
  let hasStructures: Bool
  let values: [Value]
  let hasValues: Bool
  let more: String?
  let manifest: [Line]
  let hasManifest: Bool

  private static let mostValues = 400
  private static let mostOfOneItem = 20

  init(from earlier: Dossier, to later: Dossier, _ differences: [Difference], head: PageHead, links: (String?, String?))
  {
    self.head = head
    title = later.words.title
    (earlierName, laterName) = (earlier.designation, later.designation)
    (earlierLink, laterLink) = links
    isIdentical = differences.isEmpty && earlier.tree == later.tree
    verdict =
      isIdentical
      ? "Both outcomes are the same tree, \(later.tree?.short ?? "none"): every bit agrees."
      : "\(Typeset.count(differences.count, "item differs", plural: "items differ"))."
    circumstances = Self.circumstances(earlier, later)
    var (structures, values, hidden): ([String], [Value], Int) = ([], [], 0)
    for difference in differences {
      switch difference.content {
      case .structure(let sentence): structures.append("\(difference.item): \(sentence)")
      case .values(let found):
        let shown = found.divergences.prefix(min(Self.mostOfOneItem, max(0, Self.mostValues - values.count)))
        values += shown.map { Value($0, of: difference.item) }
        hidden += found.differing - shown.count
      }
    }
    (self.structures, self.values) = (structures, values)
    (hasStructures, hasValues) = (!structures.isEmpty, !values.isEmpty)
    more = hidden > 0 ? "and \(Typeset.count(hidden, "more value")); kanon diff lists them" : nil
    manifest = earlier.manifest == later.manifest ? [] : LineDifference(earlier.manifest, later.manifest).lines
    hasManifest = !manifest.isEmpty
  }

  private static func circumstances(_ earlier: Dossier, _ later: Dossier) -> [Row] {
    // A time always differs, and says nothing.
    func row(_ name: String, code: Bool = false, isTime: Bool = false, _ value: (Dossier) -> String?) -> Row {
      let (a, b) = (value(earlier) ?? "none", value(later) ?? "none")
      return Row(name: name, earlier: a, later: b, isMoved: a != b && !isTime, code: code)
    }
    return [
      row("Outcome", code: true) { $0.tree?.short },
      row("Source", code: true) { $0.record?.source.short },
      row("Engine", code: true) { $0.circumstances.map { String($0.engine.executable.prefix(10)) } },
      row("Recorded", isTime: true) { $0.record.map { Dates.minute($0.seconds) } },
      row("Verdict") { $0.standing.word },
      row("Machine") {
        $0.circumstances.map { "\($0.host), \($0.instructionSet), \(Typeset.count($0.threads, "thread"))" }
      },
      row("Took", isTime: true) { $0.circumstances.map { Typeset.duration($0.seconds) } },
    ]
  }
}

extension ChangesPage.Value {
  fileprivate init(_ divergence: Difference.Divergence, of item: String) {
    self.item = item
    place = divergence.place
    earlier = Typeset.numeral(divergence.earlier)
    later = Typeset.numeral(divergence.later)
    ulps =
      divergence.ulps.map { $0 < 100_000 ? Typeset.grouped(Int64($0)) : Typeset.number(Double($0), digits: 2) } ?? ""
    percent = divergence.percent.map { Typeset.signed($0, digits: 3) } ?? ""
  }
}

/// Two texts line by line, by their longest common subsequence.
struct LineDifference {
  private let before: [Substring]
  private let after: [Substring]

  /// The table of the longest common subsequence grows with the product of the lengths.
  private static let mostLines = 2000

  init(_ before: [UInt8], _ after: [UInt8]) {
    let texts = [before, after].map { String(decoding: $0, as: UTF8.self) }
    self.before = texts[0].split(separator: "\n", omittingEmptySubsequences: false)
    self.after = texts[1].split(separator: "\n", omittingEmptySubsequences: false)
  }

  /// The lines that differ, with two around them.
  var lines: [ChangesPage.Line] {
    guard before.count <= Self.mostLines, after.count <= Self.mostLines else {
      return [ChangesPage.Line(text: "The manifests are too long to be shown side by side.", sign: " ", tone: "")]
    }
    var longest = [[Int]](repeating: [Int](repeating: 0, count: after.count + 1), count: before.count + 1)
    for i in before.indices.reversed() {
      for j in after.indices.reversed() {
        longest[i][j] =
          before[i] == after[j] ? longest[i + 1][j + 1] + 1 : max(longest[i + 1][j], longest[i][j + 1])
      }
    }
    var all: [ChangesPage.Line] = []
    var (i, j) = (0, 0)
    while i < before.count || j < after.count {
      if i < before.count, j < after.count, before[i] == after[j] {
        all.append(.init(text: String(before[i]), sign: " ", tone: ""))
        (i, j) = (i + 1, j + 1)
      } else if j == after.count || (i < before.count && longest[i + 1][j] >= longest[i][j + 1]) {
        all.append(.init(text: String(before[i]), sign: "−", tone: "gone"))
        i += 1
      } else {
        all.append(.init(text: String(after[j]), sign: "+", tone: "new"))
        j += 1
      }
    }
    return all.indices.filter { place in
      all[max(0, place - 2)...min(all.count - 1, place + 2)].contains { !$0.tone.isEmpty }
    }.map { all[$0] }
  }
}
