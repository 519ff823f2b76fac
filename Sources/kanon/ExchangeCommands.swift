import ArgumentParser
import Documents
import Records

struct PushCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "push", abstract: "Send the ledger (refs/kanon/*) to a remote.",
    discussion: "Examples:\n  kanon push\n  kanon push upstream")

  @Argument(help: "The remote's name or address.")
  var remote = "origin"

  @OptionGroup var common: CommonOptions

  func run() throws {
    let moved = try common.workshop().ledger.push(to: remote)
    Terminal.say(common.json ? moved.document.render(pretty: false) : moved.text("pushed to \(remote)"))
  }
}

struct FetchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fetch", abstract: "Bring a remote's ledger (refs/kanon/*), and merge it with this one.",
    discussion: "Examples:\n  kanon fetch\n  kanon fetch upstream")

  @Argument(help: "The remote's name or address.")
  var remote = "origin"

  @OptionGroup var common: CommonOptions

  func run() throws {
    let moved = try common.workshop().ledger.fetch(from: remote)
    Terminal.say(common.json ? moved.document.render(pretty: false) : moved.text("fetched from \(remote)"))
  }
}

extension [String] {
  /// What programs read: the experiments whose ledgers moved.
  fileprivate var document: JSON { ["experiments": JSON(self)] }

  fileprivate func text(_ verb: String) -> String {
    isEmpty ? "everything is up to date" : map { "\($0): \(verb)" }.joined(separator: "\n")
  }
}
