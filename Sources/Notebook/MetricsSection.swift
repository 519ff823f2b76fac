import Determinism
import Documents
import Records

/// Every metric of a record beside the golden's and the last record's.
struct MetricsSection {
  struct Row {
    /// The first part of the name, where it is not that of the row above.
    let group: String?
    let name: String
    let value: String
    let golden: Side
    let previous: Side
  }

  /// A value elsewhere, and how far this one is from it.
  struct Side {
    /// Empty where nothing stands beside it, `=` where every bit agrees.
    var text: String
    /// `3 ulps, +1.2 × 10⁻¹⁴ %`
    var note: String?
    var tone = ""
  }

  let rows: [Row]
  let more: String?
  let hasGolden: Bool
  let hasPrevious: Bool
  let summary: String

  private static let mostRows = 300

  /// Nil where there is nothing to show.
  init?(_ metrics: JSON, _ dossier: Dossier, _ around: RecordSurroundings) {
    let leaves = Leaf.all(of: metrics).filter { $0.path.first != "warnings" }
    guard !leaves.isEmpty else { return nil }
    let golden = around.golden.flatMap(Self.metrics)
    let previous = around.previous?.outcome?.metrics
    (hasGolden, hasPrevious) = (golden != nil && dossier.record != nil, previous != nil)
    var group: String?
    rows = leaves.prefix(Self.mostRows).map { leaf in
      let first = leaf.path.count > 1 ? leaf.path[0] : nil
      defer { group = first }
      return Row(
        group: first == group ? nil : first?.replacing("_", with: " "),
        name: leaf.path.dropFirst(leaf.path.count > 1 ? 1 : 0).joined(separator: "."), value: Typeset.leaf(leaf.value),
        golden: Side(leaf, beside: golden), previous: Side(leaf, beside: previous))
    }
    more = leaves.count > rows.count ? "and \(Typeset.grouped(Int64(leaves.count - rows.count))) more" : nil
    summary = Self.summary(
      leaves.count, golden.map { Self.differing(leaves, $0) }, previous.map { Self.differing(leaves, $0) },
      isGoldenItself: dossier.record == nil)
  }

  private static func metrics(of golden: Golden) -> JSON? {
    golden.files.first { $0.path == "metrics.json" }?.bytes.flatMap { try? JSON(parsing: $0) }
  }

  private static func differing(_ leaves: [Leaf], _ other: JSON) -> Int {
    leaves.filter { !isSame($0.value, other.path($0.path)) }.count
  }

  /// Bit for bit, all NaN being one.
  static func isSame(_ a: JSON, _ b: JSON?) -> Bool {
    guard let b else { return false }
    return a.bytes(pretty: false) == b.bytes(pretty: false)
  }

  private static func summary(_ count: Int, _ golden: Int?, _ previous: Int?, isGoldenItself: Bool) -> String {
    func told(_ differing: Int?, _ other: String) -> String? {
      switch differing {
      case nil: nil
      case 0?: "equal to \(other)’s in every bit"
      case let some?: "\(Typeset.count(some, "differs", plural: "differ")) from \(other)’s"
      }
    }
    let parts =
      isGoldenItself ? [] : [told(golden, "the golden"), told(previous, "the last record")].compactMap(\.self)
    return Typeset.count(count, "value") + (parts.isEmpty ? "." : ": \(Typeset.list(parts)).")
  }
}

extension MetricsSection.Side {
  init(_ leaf: Leaf, beside document: JSON?) {
    guard let document else {
      self.init(text: "")
      return
    }
    guard let other = document.path(leaf.path) else {
      self.init(text: "new", tone: "moved")
      return
    }
    if MetricsSection.isSame(leaf.value, other) {
      self.init(text: "=", tone: "same")
      return
    }
    self.init(text: Typeset.exactLeaf(other), note: Self.distance(from: other, to: leaf.value), tone: "moved")
  }

  /// How far a value moved, in units of the last place and percent; nil between texts.
  static func distance(from old: JSON, to new: JSON) -> String? {
    guard let a = old.asNumber, let b = new.asNumber else { return nil }
    let ulps = Numeral.ulps(from: a, to: b)
    var parts = [
      ulps == 1
        ? "1 ulp" : "\(ulps < 100_000 ? Typeset.grouped(Int64(ulps)) : Typeset.number(Double(ulps), digits: 2)) ulps"
    ]
    if a != 0, a.isFinite, b.isFinite { parts.append("\(Typeset.signed(100 * ((b - a) / a.magnitude), digits: 3)) %") }
    return parts.joined(separator: ", ")
  }
}
