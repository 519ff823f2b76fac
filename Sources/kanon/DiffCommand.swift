import ArgumentParser
import Documents
import Git
import Laboratory
import Records

struct DiffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff", abstract: "Compare two records: values side by side, in ulps and in percent.",
    discussion: """
      Examples:
        kanon diff decay                        the last two records
        kanon diff decay~3 decay
        kanon diff 1a2b3c4 5d6e7f8 --json

      Exits with 0 when every bit agrees, else with 1. The JSON: earlier, later, identical, and differences with item,
      sentence, count, differing and values (place, earlier, later, ulps, percent).
      """)

  @Argument(help: "The earlier record, or the name of an experiment.", completion: .experiments)
  var earlier: String

  @Argument(help: "The later record.")
  var later: String?

  @OptionGroup var common: CommonOptions

  func run() throws {
    let ledger = try common.ledger()
    let second = later ?? earlier
    let first = try ledger.record(later == nil ? earlier + "~1" : earlier)
    let last = try ledger.record(second)
    for record in [first, last] where record.outcome == nil {
      Terminal.complain("\(record.experiment)@\(record.commit.short): the run left no outcome to compare")
      throw Ended(code: .inconclusive)
    }
    let differences = try ledger.differences(from: first, to: last)
    if common.json {
      let document: JSON = [
        "earlier": .string(first.commit.hex), "later": .string(last.commit.hex),
        "identical": .bool(differences.isEmpty), "differences": .array(differences.map(\.document)),
      ]
      Terminal.say(document.render(pretty: false))
    } else if differences.isEmpty {
      Terminal.say(
        "\(first.commit.short) and \(last.commit.short): identical, outcome \(first.outcome?.short ?? "none")")
    } else {
      Terminal.say("\(first.commit.short) → \(last.commit.short)")
      for difference in differences { Terminal.say("  " + difference.sentence) }
    }
    try Ended.check(differences.isEmpty ? .success : .diverged)
  }
}

extension Difference {
  fileprivate var document: JSON {
    var document: JSON = ["item": .string(item), "sentence": .string(sentence)]
    guard case .values(let values) = content else { return document }
    document["count"] = .integer(Int64(values.count))
    document["differing"] = .integer(Int64(values.differing))
    document["values"] = .array(
      values.divergences.map { value in
        [
          "place": .string(value.place), "earlier": .string(value.earlier), "later": .string(value.later),
          "ulps": value.ulps.map { $0 <= UInt64(Int64.max) ? .integer(Int64($0)) : .string("\($0)") } ?? .null,
          "percent": value.percent.map { .number($0) } ?? .null,
        ]
      })
    return document
  }
}
