public import Documents
import Glibc

/// What runs now: how far it is, its figure of merit as a curve, and what it said.
public struct LivePage {
  struct Run {
    let experiment: String
    let state: String
    let percent: String?
    let chart: Markup
    let log: String
  }

  let head: PageHead
  let title = "Running now"
  let state: String
  let runs: [Run]

  private static let mostLines = 200

  /// - Parameter version: of the program.
  public init(journals: [[JSON]], version: String) {
    head = PageHead(
      title: "Running now", description: "Progress of the experiments that run", home: "index.html", crumbs: [],
      generator: "kanon \(version)")
    runs = journals.compactMap(Run.init)
    let count = runs.filter { $0.percent != nil || $0.state.hasPrefix("running") }.count
    state = runs.isEmpty ? "Nothing has run yet." : count == 0 ? "Nothing runs now." : Typeset.count(count, "run") + "."
  }

  public var html: [UInt8] { Templates.render(.live, self) }
}

extension LivePage.Run {
  fileprivate init?(_ lines: [JSON]) {
    guard let first = lines.first, let name = first["experiment"]?.asString else { return nil }
    experiment = name
    let told = lines.dropFirst().filter { $0["stage"] != nil }
    // A program that only waits says the same again and again.
    let events = told.enumerated().filter { place, line in
      place == 0 || line["stage"] != told[place - 1]["stage"] || line["metric"] != told[place - 1]["metric"]
        || line["fraction"] != told[place - 1]["fraction"]
    }.map(\.element)
    let isAlive =
      first["process"]?.asInteger.map { kill(pid_t(truncatingIfNeeded: $0), 0) == 0 || errno == EPERM } ?? false
    if let ended = lines.last?["ended"]?.asString {
      let headline = lines.last?["headline"]?.asString.map { ": \($0)" } ?? ""
      state = "\(ended)\(headline)"
      percent = nil
    } else {
      let stage = events.last?["stage"]?.asString ?? "begins"
      state = isAlive ? "running: \(stage)" : "ended without a word"
      percent = isAlive ? events.last?["fraction"]?.asNumber.map { Typeset.number(100 * $0, digits: 3) } : nil
    }
    let values = events.map { $0["metric"]?.asString.flatMap(Self.number) }
    chart = values.compactMap { $0 }.count > 1 ? SeriesChart(values, name: "figure of merit").markup : Markup(html: "")
    log = events.suffix(LivePage.mostLines).map { line in
      [
        line["seconds"]?.asNumber.map { "\(Typeset.number($0, digits: 4)) s" }, line["stage"]?.asString,
        line["metric"]?.asString,
      ].compactMap(\.self).joined(separator: "  ")
    }.joined(separator: "\n")
  }

  /// The number at the end of `χ² = 143.2`.
  private static func number(_ metric: String) -> Double? {
    metric.split(separator: "=").last.flatMap { part in
      part.split(separator: " ").lazy.compactMap { Double($0) }.first
    }
  }
}
