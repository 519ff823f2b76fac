import ArgumentParser
import Determinism
import Documents
import Glibc
import Laboratory
import Manifests
import Records

struct PortabilityCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "portability",
    abstract: "Run every experiment under other threads, instruction sets, libraries and builds: one outcome each.",
    discussion: """
      Examples:
        kanon portability                       everything; what `make portability` ends with
        kanon portability decay nist/
        kanon portability --budget smoke        every experiment, at its smallest

      The smoke budget runs under at most 16 settings in which every pair of values occurs; the headline budget under
      the two widest instruction sets and 1 and 2 threads. A control with one changed input must differ. Where an
      outcome differs, the axis and the first value that diverged are named. Works on a copy; nothing is recorded here.
      """, shouldDisplay: false)

  @Argument(help: "Experiments; all of them when none is given.")
  var names: [String] = []

  @Option(help: "The other build of kanon; .build/debug/kanon below the repository where it is there.")
  var other: String?

  @Option(help: "Only one of the two: smoke or headline.")
  var budget: Budget?

  @OptionGroup var common: CommonOptions

  func validate() throws {
    if budget == .paper { throw ValidationError("--budget: smoke or headline; paper's would take days") }
  }

  func run() throws {
    let workshop = try common.workshop()
    let entries = try workshop.entries(names)
    let guess = workshop.root + ".build/debug/kanon"
    // Runs stand in a folder of their own.
    let build = try other.map(Self.absolute) ?? (access(guess, X_OK) == 0 ? guess : nil)
    let copy = try WorkingCopy(of: workshop.root)
    defer { copy.remove() }
    let axes = PortabilityCell.axes(otherBuild: build)
    let cells = PortabilityCell.covering(axes)
    Terminal.say(
      "smoke: \(cells.count) settings of \(axes.map { "\($0.name) (\($0.values.count))" }.joined(separator: ", "))")
    var sound = true
    for (budget, cells) in [(Budget.smoke, cells), (.headline, PortabilityCell.headline(axes))]
    where self.budget == nil || self.budget == budget {
      sound = try compare(entries.map(\.name), cells, budget, copy) && sound
    }
    try control(entries, copy)
    try Ended.check(sound ? .success : .diverged)
  }

  /// A program's path from the root.
  private static func absolute(_ path: String) throws -> String {
    guard access(path, X_OK) == 0, let full = realpath(path, nil) else {
      throw ValidationError("--other: \(path) is no program that can be run; swift build --product kanon makes one")
    }
    defer { free(full) }
    return String(cString: full)
  }

  /// Whether every experiment has one outcome under all settings.
  private func compare(
    _ names: [String], _ cells: [PortabilityCell], _ budget: Budget, _ copy: WorkingCopy
  ) throws -> Bool {
    var first: [String: String] = [:]
    var sound = true
    for cell in cells {
      Terminal.showProgressIfWatched("\(budget.rawValue): \(cell.text)")
      let found = try copy.outcomes(of: names, cell, budget)
      for name in names {
        guard let outcome = found[name] else {
          throw Ended.saying("\(name) left no outcome under \(cell.text)", .failed)
        }
        guard let expected = first[name] else {
          first[name] = outcome
          continue
        }
        if outcome != expected {
          sound = false
          try explain(name, cell, from: cells[0], budget, copy)
        }
      }
    }
    Terminal.clearProgress()
    Terminal.say(
      "\(budget.rawValue): \(names.count) experiments × \(cells.count) settings: \(sound ? "one outcome each" : "outcomes differ")"
    )
    return sound
  }

  /// Names the axis that moves an outcome, and the first value that it moves.
  private func explain(
    _ name: String, _ cell: PortabilityCell, from base: PortabilityCell, _ budget: Budget, _ copy: WorkingCopy
  ) throws {
    let expected = try copy.outcomes(of: [name], base, budget)[name]
    for single in base.singleChanges(to: cell) {
      guard try copy.outcomes(of: [name], single.cell, budget)[name] != expected else { continue }
      Terminal.say("\(name): \(single.axis) moves the outcome")
      Terminal.say("  \(copy.firstDifference(name))")
      return
    }
    Terminal.say("\(name): only \(cell.text) together moves the outcome")
  }

  /// An input that is changed must show, or the comparison is blind.
  private func control(_ entries: [ManifestCatalogue.Entry], _ copy: WorkingCopy) throws {
    let names = entries.map(\.name)
    let before = try copy.outcomes(of: names, PortabilityCell.plain, .smoke)
    try copy.changeInputs()
    let after = try copy.outcomes(of: names, PortabilityCell.plain, .smoke)
    let moved = names.filter { before[$0] != after[$0] }
    guard !moved.isEmpty else {
      throw Ended.saying("control: changed inputs moved no outcome, so the comparison proves nothing", .inconclusive)
    }
    Terminal.say("control: changed inputs moved \(moved.count) of \(names.count) outcomes")
  }
}

extension Ended {
  /// Says why, and ends.
  static func saying(_ text: String, _ code: Records.ExitCode) -> Ended {
    Terminal.clearProgress()
    Terminal.complain("kanon: \(text)")
    return Ended(code: code)
  }
}

extension Terminal {
  static func showProgressIfWatched(_ line: String) {
    if isWatched { showProgress(line) }
  }
}
